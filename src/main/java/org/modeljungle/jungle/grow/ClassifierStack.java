package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.data.Images;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Adam;
import org.modeljungle.tensor.Torch;

/**
 * One unit of growing: children with a fixed membership, fine-tuned side by side, each from its own start, on its own
 * classes, by its own settings.
 *
 * @param classifier the network of all of them
 * @param batch pictures per step
 * @param train what they learn from
 * @param test what they are tested on
 * @param children the stack's models
 */
record ClassifierStack(
        Classifier classifier, int batch, ClassPictures train, ClassPictures test, List<Child> children) {

    private static final int TEST_CHUNK = 20; // pictures of each model: more do not fit the cache

    /** A large epsilon: parameters with tiny gradients hardly move, instead of taking full steps in noise. */
    private static final Adam.Settings ADAM = new Adam.Settings(.9, .999, 1e-3);

    /** The fresh head learns so much faster than the backbone, as is usual in fine-tuning. */
    private static final float HEAD_FACTOR = 10;

    /** One finished child: its parameters, and its accuracy on the test pictures of its classes. */
    record Grown(Child child, float[] row, double accuracy) {}

    /**
     * Fine-tunes all of them.
     *
     * @param backbones the backbone's parameters that each starts from
     */
    List<Grown> grow(List<float[]> backbones, Progress progress) {
        try (NDManager scope = Torch.scope()) {
            NDArray rows = Torch.tensor(
                    scope,
                    starts(backbones),
                    new Shape(children.size(), classifier.layout().size()));
            List<ClassPictures.Stream> streams =
                    children.stream().map(child -> train.new Stream(child)).toList();
            Fit.Settings settings = Fit.Settings.of(
                            children.stream().map(Child::hyperparameters).toList())
                    .withAdam(ADAM);
            Fit fit = new Fit(rows, settings, factors());
            fit.run(children.get(0).steps(), progress, (inner, leaf, step, shard) -> loss(inner, leaf, streams));
            return grown(Torch.floats(rows), accuracies(rows, progress));
        }
    }

    private NDArray loss(NDManager scope, NDArray rows, List<ClassPictures.Stream> streams) {
        int models = children.size();
        Images images = train.images();
        float[] pixels = new float[models * batch * images.length()];
        long[] labels = new long[models * batch];
        for (int i = 0; i < models; i++) {
            streams.get(i).take(batch, pixels, labels, i);
        }
        return classifier.loss(
                scope,
                rows,
                Torch.tensor(scope, pixels, shape(images, models, batch)),
                scope.create(labels, new Shape(models, batch, 1)));
    }

    private double[] accuracies(NDArray rows, Progress progress) {
        int[][] pictures = children.stream().map(this::testPictures).toArray(int[][]::new); // [models, test]
        int[] right = new int[children.size()];
        for (int from = 0; from < pictures[0].length; from += TEST_CHUNK) {
            int count = Math.min(TEST_CHUNK, pictures[0].length - from);
            int[] named = named(rows, pictures, from, count);
            for (int i = 0; i < named.length; i++) {
                int perClass = test.of(0).length;
                right[i / count] += named[i] == (from + i % count) / perClass ? 1 : 0;
            }
            progress.check();
        }
        return Arrays.stream(right)
                .mapToDouble(count -> count / (double) pictures[0].length)
                .toArray();
    }

    /** The test pictures of a child's classes, class after class: as many of each. */
    private int[] testPictures(Child child) {
        return child.classes().stream()
                .flatMapToInt(k -> Arrays.stream(test.of(k)))
                .toArray();
    }

    private int[] named(NDArray rows, int[][] pictures, int from, int count) {
        Images images = test.images();
        float[] pixels = new float[pictures.length * count * images.length()];
        for (int i = 0; i < pictures.length; i++) {
            for (int j = 0; j < count; j++) {
                int source = pictures[i][from + j] * images.length();
                System.arraycopy(images.pixels(), source, pixels, (i * count + j) * images.length(), images.length());
            }
        }
        try (NDManager scope = Torch.scope()) {
            NDArray tensor = Torch.tensor(scope, pixels, shape(images, pictures.length, count));
            return Torch.ints(classifier.logits(scope, rows, tensor).argMax(2));
        }
    }

    private List<Grown> grown(float[] rows, double[] accuracies) {
        int size = classifier.layout().size();
        List<Grown> grown = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            grown.add(new Grown(children.get(i), Arrays.copyOfRange(rows, i * size, (i + 1) * size), accuracies[i]));
        }
        return grown;
    }

    /** How much faster each parameter learns // [layout size] */
    private float[] factors() {
        float[] factors = new float[classifier.layout().size()];
        Arrays.fill(factors, HEAD_FACTOR);
        Arrays.fill(factors, 0, classifier.backbone().layout().size(), 1);
        return factors;
    }

    private float[] starts(List<float[]> backbones) {
        int size = classifier.layout().size();
        float[] all = new float[children.size() * size]; // the heads start at zero
        for (int i = 0; i < children.size(); i++) {
            System.arraycopy(backbones.get(i), 0, all, i * size, backbones.get(i).length);
        }
        return all;
    }

    private static Shape shape(Images images, int models, int count) {
        return new Shape(models, count, images.channels(), images.height(), images.width());
    }
}
