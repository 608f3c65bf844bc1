package org.modeljungle.jungle.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Dataset;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Family;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.Rows;
import org.modeljungle.store.Model;
import org.modeljungle.store.ModelJ;
import org.modeljungle.weights.Safetensors;

/** Grows one tree's children, or the unrelated models, in stacks. */
final class TreeGrower implements Growing {

    /** The backbones that a stack's fine-tuning starts from. */
    @FunctionalInterface
    private interface Starts {
        List<float[]> of(List<Child> stack, Progress progress);
    }

    private final ClassifierRecipe recipe;
    private final Plan plan;
    private final Path folder;
    private final String name;
    private final String title;
    private final Classifier classifier;
    private final List<String> classNames;
    private final ClassPictures train;
    private final ClassPictures test;
    private final Seeds seeds;
    private final int stepsBefore;
    private final Starts starts;

    private TreeGrower(
            ClassifierRecipe recipe,
            Plan plan,
            Path folder,
            Backbone backbone,
            Dataset data,
            String title,
            Pre before) {
        this.recipe = recipe;
        this.plan = plan;
        this.folder = folder;
        this.name = folder.getFileName().toString();
        this.title = title;
        this.classifier = new Classifier(backbone, List.of(recipe.child().classes()));
        this.classNames = data.classNames();
        this.train = ClassPictures.toTrain(data);
        this.test = ClassPictures.toTest(data);
        this.seeds = recipe.seeds().split(name);
        this.stepsBefore = before.steps;
        this.starts = before.starts;
    }

    // steps: how many each model trains before its fine-tuning
    private record Pre(int steps, Starts starts) {}

    /** The children of an ancestor that is pre-trained. */
    static TreeGrower tree(ClassifierRecipe recipe, Family family, Path jungle, Dataset data) {
        float[] ancestor = new FamilyAncestor(recipe, family, jungle).parameters();
        return new TreeGrower(
                recipe,
                recipe.plan(family),
                jungle.resolve(family.word()),
                recipe.backbone(family),
                data,
                "growing " + recipe.children() + " children of " + family.title(),
                new Pre(0, (stack, progress) -> Collections.nCopies(stack.size(), ancestor)));
    }

    /** Models that share no ancestor. */
    static TreeGrower unrelated(ClassifierRecipe recipe, Path jungle, Dataset data) {
        Backbone backbone = recipe.backbone(Family.SUPVIT);
        return new TreeGrower(
                recipe,
                recipe.unrelatedPlan(),
                jungle.resolve(ClassifierGrower.UNRELATED),
                backbone,
                data,
                "growing " + recipe.unrelated().count() + " unrelated models",
                new Pre(recipe.unrelated().steps(), new UnrelatedStart(recipe, backbone, data)::train));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public long steps(int unit) {
        return (long) stepsBefore + children(unit).get(0).steps();
    }

    @Override
    public List<Manifest.Member> grow(int unit, Progress progress) {
        List<Child> children = children(unit);
        ClassifierStack stack = new ClassifierStack(classifier, recipe.child().batch(), train, test, children);
        List<Manifest.Member> members = new ArrayList<>();
        for (ClassifierStack.Grown model : stack.grow(starts.of(children, progress), progress)) {
            members.add(write(model));
        }
        return members;
    }

    private List<Child> children(int unit) {
        int from = unit * recipe.stack();
        return IntStream.range(from, from + recipe.stack())
                .mapToObj(index -> Child.of(recipe, seeds, index))
                .toList();
    }

    private Manifest.Member write(ClassifierStack.Grown model) {
        Child child = model.child();
        String id = String.format(Locale.ROOT, "%s-%04d", name, child.index());
        FiniteWeights.check(id, model.row());
        Model file = ModelJ.discriminative(folder, child.split(), "modeljungle/" + id, plan.digest());
        Safetensors.write(
                file.file(),
                Rows.weights(classifier.layout(), model.row()),
                child.card(recipe, plan.digest(), name, classNames, model.accuracy()));
        return Manifest.Member.of(folder, child.describe(file.withId(id), classNames, model.accuracy()));
    }
}
