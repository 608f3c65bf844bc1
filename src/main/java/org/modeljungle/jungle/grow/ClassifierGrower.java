package org.modeljungle.jungle.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.modeljungle.Progress;
import org.modeljungle.data.Dataset;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Family;
import org.modeljungle.tensor.Workers;

/**
 * Grows what is asked for of a jungle of classifiers: ancestors, trees, or the unrelated models, each in a folder of
 * its own.
 */
public final class ClassifierGrower {

    /** The name of the unrelated models' folder. */
    public static final String UNRELATED = "unrelated";

    private final ClassifierRecipe recipe;
    private final Path jungle;

    /** What grows a jungle in a folder; nothing is read yet. */
    public ClassifierGrower(ClassifierRecipe recipe, Path jungle) {
        this.recipe = recipe;
        this.jungle = jungle;
    }

    /** The folder of a tree and what it is to hold. */
    public GrowthFolder tree(Family family) {
        Plan plan = recipe.plan(family).withFoundations(FamilyAncestor.FILE);
        return new GrowthFolder(jungle.resolve(family.word()), plan);
    }

    /** The folder of the unrelated models and what it is to hold. */
    public GrowthFolder unrelated() {
        return new GrowthFolder(jungle.resolve(UNRELATED), recipe.unrelatedPlan());
    }

    /** Whether the trees of some families are whole. */
    public boolean hasAll(List<Family> families) {
        return families.stream().allMatch(family -> tree(family).finished().isPresent());
    }

    /** Pre-trains the ancestors of some families, side by side, where they are not pre-trained yet. */
    public void growAncestors(List<Family> families) {
        List<Family> missing = families.stream()
                .filter(family -> !ancestor(family).isFinished())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Dataset data = recipe.drawData();
        int steps =
                missing.stream().mapToInt(family -> ancestor(family).steps()).sum();
        String title = missing.size() == 1
                ? "pre-training the ancestor of " + missing.get(0).title()
                : "pre-training " + missing.size() + " ancestors";
        try (Progress progress = Progress.of(title, steps);
                Workers workers = Workers.forDevice()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Family family : missing) {
                tasks.add(() -> {
                    FamilyAncestor ancestor = ancestor(family);
                    try (Progress part = progress.part(family.title(), ancestor.steps())) {
                        Runnable training = () -> ancestor.train(data, part);
                        tree(family).growFoundations(GrowthLog.ANCESTOR, training);
                    }
                    return null;
                });
            }
            workers.run(progress, tasks);
        }
    }

    /** Opens a tree where it is whole, else grows what is missing. */
    public Manifest growTree(Family family) {
        GrowthFolder tree = tree(family);
        if (tree.finished().isEmpty()) {
            growAncestors(List.of(family));
        }
        return tree.grow(workers -> TreeGrower.tree(recipe, family, jungle, recipe.drawData()));
    }

    /** Opens the unrelated models where they are whole, else grows what is missing. */
    public Manifest growUnrelated() {
        return unrelated().grow(workers -> TreeGrower.unrelated(recipe, jungle, recipe.drawData()));
    }

    private FamilyAncestor ancestor(Family family) {
        return new FamilyAncestor(recipe, family, jungle);
    }

    @Override
    public String toString() {
        return "grower of " + jungle;
    }
}
