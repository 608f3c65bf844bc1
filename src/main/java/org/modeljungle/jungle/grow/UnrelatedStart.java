package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Progress;
import org.modeljungle.data.Dataset;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;

/** The short pre-trainings of unrelated models: each from an initialisation of its own, side by side. */
final class UnrelatedStart {

    private static final double RATE = 2e-3;

    private final ClassifierRecipe recipe;
    private final Dataset data;
    private final Classifier classifier;

    UnrelatedStart(ClassifierRecipe recipe, Backbone backbone, Dataset data) {
        this.recipe = recipe;
        this.data = data;
        this.classifier = new Classifier(
                backbone,
                data.aspects().stream()
                        .map(aspect ->
                                data.pretraining().labels(aspect).classes().size())
                        .toList());
    }

    /** Pre-trains the backbones of some models, one row each. */
    List<float[]> train(List<Child> children, Progress progress) {
        int size = classifier.layout().size();
        float[] starts = new float[children.size() * size];
        List<Batches> batches = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            float[] row = classifier.layout().initial(children.get(i).seeds().split("start"));
            System.arraycopy(row, 0, starts, i * size, size);
            batches.add(new Batches(
                    data.pretraining(),
                    recipe.child().batch(),
                    children.get(i).seeds().split("pre-training")));
        }
        int steps = recipe.unrelated().steps();
        Fit.Settings settings = Fit.Settings.of(steps, RATE).withSchedule(new Schedule.Cosine(steps / 10, 0));
        try (NDManager scope = Torch.scope()) {
            NDArray rows = Torch.tensor(scope, starts, new Shape(children.size(), size));
            new Fit(rows, settings)
                    .run(steps, progress, (inner, leaf, step, shard) -> loss(inner, leaf, batches, step));
            return backbones(Torch.floats(rows), children.size());
        }
    }

    private NDArray loss(NDManager scope, NDArray rows, List<Batches> batches, int step) {
        NDList images = new NDList();
        NDList labels = new NDList();
        for (Batches own : batches) {
            UniformRandomProvider random = own.random(step);
            int[] chosen = own.choose(random);
            images.add(own.augmented(scope, chosen, random));
            labels.add(own.labels(scope, chosen, data.aspects()));
        }
        return classifier.loss(scope, rows, NDArrays.concat(images), NDArrays.concat(labels));
    }

    private List<float[]> backbones(float[] rows, int models) {
        int size = classifier.layout().size();
        int backbone = classifier.backbone().layout().size();
        List<float[]> parts = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            parts.add(Arrays.copyOfRange(rows, i * size, i * size + backbone));
        }
        return parts;
    }
}
