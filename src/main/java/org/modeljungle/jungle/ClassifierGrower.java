package org.modeljungle.jungle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Dataset;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.Model;
import org.modeljungle.store.ModelJ;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Grows what is missing of a jungle of classifiers: all ancestors, then tree after tree, then the forest. */
final class ClassifierGrower {

    /**
     * One tree, or the forest.
     *
     * @param name the name of its folder
     * @param title what its progress bar says
     * @param count the number of its models
     * @param classifier the network of all of them
     * @param stepsBefore how many steps each model trains before its fine-tuning
     * @param starts where fine-tuning starts
     */
    private record Plot(String name, String title, int count, Classifier classifier, int stepsBefore, Starts starts) {
        int steps(List<Child> stack) {
            return stepsBefore + stack.get(0).steps();
        }
    }

    /** The backbones that a stack's fine-tuning starts from. */
    @FunctionalInterface
    private interface Starts {
        List<float[]> of(List<Child> stack, Progress progress);
    }

    private final ClassifierRecipe recipe;
    private final Path folder;
    private ClassifierManifest manifest;

    ClassifierGrower(ClassifierRecipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        this.manifest = ClassifierManifest.readOrStart(recipe, folder);
    }

    ClassifierManifest grow() {
        if (manifest.isComplete()) {
            return manifest;
        }
        Dataset data = recipe.drawData();
        try (Workers workers = Workers.perCore()) {
            growAncestors(data, workers);
            for (Family family : recipe.families()) {
                grow(tree(family), data, workers);
            }
            if (recipe.forest() > 0) {
                grow(forest(data), data, workers);
            }
        }
        return manifest;
    }

    private void growAncestors(Dataset data, Workers workers) {
        List<FamilyAncestor> missing = recipe.families().stream()
                .map(family -> new FamilyAncestor(recipe, family, folder))
                .filter(ancestor -> !ancestor.isFinished())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        int steps = missing.stream().mapToInt(FamilyAncestor::steps).sum();
        try (Progress progress = Progress.of("pre-training " + missing.size() + " ancestors", steps)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (FamilyAncestor ancestor : missing) {
                tasks.add(() -> {
                    ancestor.train(data, progress);
                    return null;
                });
            }
            GrowthLog.timed(folder, ClassifierJungle.ANCESTORS, () -> workers.run(progress, tasks));
        }
    }

    private Plot tree(Family family) {
        float[] ancestor = new FamilyAncestor(recipe, family, folder).parameters();
        return new Plot(
                family.word(),
                "growing " + recipe.children() + " children of " + family.title(),
                recipe.children(),
                classifier(recipe.backbone(family)),
                0,
                (stack, progress) -> Collections.nCopies(stack.size(), ancestor));
    }

    private Plot forest(Dataset data) {
        Backbone backbone = recipe.backbone(Family.SUPVIT);
        return new Plot(
                ClassifierJungle.FOREST,
                "growing a forest of " + recipe.forest() + " models",
                recipe.forest(),
                classifier(backbone),
                recipe.forestSteps(),
                new ForestStart(recipe, backbone, data)::train);
    }

    private Classifier classifier(Backbone backbone) {
        return new Classifier(backbone, List.of(recipe.child().classes()));
    }

    private void grow(Plot plot, Dataset data, Workers workers) {
        Set<Integer> finished = manifest.finished(plot.name);
        if (finished.size() == plot.count) {
            return;
        }
        ClassPictures train = ClassPictures.toTrain(data);
        ClassPictures test = ClassPictures.toTest(data);
        List<List<Child>> stacks = stacks(plot);
        try (Progress progress =
                Progress.of(plot.title, stacks.stream().mapToLong(plot::steps).sum())) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (List<Child> children : stacks) {
                if (finished.contains(children.get(0).index())) {
                    progress.resumed(plot.steps(children));
                    continue;
                }
                ClassifierStack stack =
                        new ClassifierStack(plot.classifier, recipe.child().batch(), train, test, children);
                tasks.add(() -> {
                    finish(plot, data.classNames(), stack.grow(plot.starts.of(children, progress), progress));
                    return null;
                });
            }
            GrowthLog.timed(folder, plot.name, () -> workers.run(progress, tasks));
        }
    }

    private List<List<Child>> stacks(Plot plot) {
        Seeds seeds = recipe.seeds().split(plot.name);
        List<List<Child>> stacks = new ArrayList<>();
        for (int from = 0; from < plot.count; from += recipe.stack()) {
            stacks.add(IntStream.range(from, Math.min(plot.count, from + recipe.stack()))
                    .mapToObj(index -> Child.of(recipe, seeds, index))
                    .toList());
        }
        return stacks;
    }

    /** Writes a stack's files, then enters them in the manifest: a model in the manifest is always whole. */
    private synchronized void finish(Plot plot, List<String> classNames, List<ClassifierStack.Grown> grown) {
        ParameterLayout layout = plot.classifier.layout();
        List<ClassifierManifest.Member> members = new ArrayList<>();
        for (ClassifierStack.Grown model : grown) {
            Child child = model.child();
            String id = String.format("modeljungle/%s-%04d", plot.name, child.index());
            Model file = ModelJ.discriminative(folder.resolve(plot.name), child.split(), id, recipe.hash());
            Safetensors.write(
                    file.file(),
                    Rows.weights(layout, model.row()),
                    child.card(recipe, plot.name, classNames, model.accuracy()));
            String relative = folder.relativize(file.file()).toString().replace('\\', '/');
            members.add(new ClassifierManifest.Member(plot.name, child.index(), child.split(), relative));
        }
        manifest = manifest.with(members);
        manifest.write(folder);
    }
}
