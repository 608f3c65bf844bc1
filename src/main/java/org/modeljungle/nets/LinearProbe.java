package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Images;
import org.modeljungle.data.Labels;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * How well a linear map of a backbone's frozen features classifies a dataset: softmax regression on the
 * standardised features, the usual proof that a pre-training has learnt something.
 */
public final class LinearProbe {

    /** How many steps of progress one accuracy takes. */
    public static final int STEPS = 300;

    private static final int CHUNK = 250;
    private static final double RATE = .05;
    private static final double DECAY = 1e-4;

    private static final Script REGRESSION = Script.compile("softmax regression", """
            def logits(self, p: Tensor, x: Tensor) -> Tensor:
              w = p.reshape([x.size(1), -1])
              return torch.matmul(x, w)
            def forward(self, p: Tensor, x: Tensor, labels: Tensor) -> Tensor:
              return torch.cross_entropy_loss(self.logits(p, x), labels)
            """);

    private final Backbone backbone;
    private final Dataset data;
    private final Script script;
    private final int train;

    /**
     * A probe for networks of one kind.
     *
     * @param train how many of the pictures to pre-train on, the first ones, the map is fitted to
     */
    public LinearProbe(Backbone backbone, Dataset data, int train) {
        Check.that(
                train > 0 && train <= data.pretraining().count(),
                "linear probe: expected 1 to %d training pictures, found %d",
                data.pretraining().count(),
                train);
        this.backbone = backbone;
        this.data = data;
        this.script = Script.compile("linear probe", backbone.script());
        this.train = train;
    }

    /**
     * The accuracy on the test pictures.
     *
     * @param parameters the backbone's, one row
     * @return from 0 to 1
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public double accuracy(float[] parameters) {
        try (Progress progress = Progress.of("linear probe", STEPS)) {
            return accuracy(parameters, progress);
        }
    }

    /** Like {@link #accuracy(float[])}, as {@value #STEPS} steps of a larger job. */
    public double accuracy(float[] parameters, Progress progress) {
        Check.that(
                parameters.length == backbone.layout().size(),
                "linear probe: expected %d parameters, found %d",
                backbone.layout().size(),
                parameters.length);
        float[] known = features(parameters, data.pretraining().slice(0, train), progress); // [train, features + 1]
        float[] asked = features(parameters, data.test(), progress); // [test, features + 1]
        standardise(known, asked);
        try (NDManager scope = Torch.scope()) {
            NDArray map = fit(scope, matrix(scope, known), progress); // [1, (features + 1) classes]
            int[] named = Torch.ints(
                    REGRESSION.call(scope, "logits", map, matrix(scope, asked)).argMax(1));
            Labels labels = data.test().labels(data.classes());
            int right = 0;
            for (int i = 0; i < named.length; i++) {
                right += named[i] == labels.get(i) ? 1 : 0;
            }
            return right / (double) named.length;
        }
    }

    private NDArray fit(NDManager scope, NDArray known, Progress progress) {
        int classes = data.classNames().size();
        long[] labels = Arrays.stream(data.pretraining().labels(data.classes()).values())
                .limit(train)
                .asLongStream()
                .toArray();
        NDArray targets = scope.create(labels);
        NDArray map = scope.zeros(new Shape(1, (long) width() * classes));
        new Fit(map, Fit.Settings.of(STEPS, RATE).withWeightDecay(DECAY))
                .run(STEPS, progress, (step, leaf, number, shard) -> REGRESSION.forward(step, leaf, known, targets));
        return map;
    }

    private int width() {
        return backbone.features() + 1;
    }

    private NDArray matrix(NDManager scope, float[] rows) {
        return Torch.tensor(scope, rows, new Shape(rows.length / width(), width()));
    }

    /** The features of pictures, and a column of ones. */
    private float[] features(float[] parameters, Images images, Progress progress) {
        float[] all = new float[images.count() * width()];
        Arrays.fill(all, 1);
        for (int from = 0; from < images.count(); from += CHUNK) {
            progress.check();
            int count = Math.min(images.count() - from, CHUNK);
            float[] part = features(parameters, images.slice(from, from + count), count);
            for (int i = 0; i < count; i++) {
                System.arraycopy(part, i * backbone.features(), all, (from + i) * width(), backbone.features());
            }
        }
        return all;
    }

    private float[] features(float[] parameters, Images images, int count) {
        try (NDManager scope = Torch.scope()) {
            NDArray row = Torch.tensor(scope, parameters, new Shape(1, parameters.length));
            Shape shape = new Shape(1, count, images.channels(), images.height(), images.width());
            return Torch.floats(script.call(scope, "features", row, Torch.tensor(scope, images.pixels(), shape)));
        }
    }

    /** Standardises both by the mean and deviation of the first; the last column, all ones, stays. */
    private void standardise(float[] known, float[] asked) {
        int rows = known.length / width();
        for (int k = 0; k < backbone.features(); k++) {
            double mean = 0;
            double square = 0;
            for (int i = k; i < known.length; i += width()) {
                mean += known[i] / (double) rows;
                square += (double) known[i] * known[i] / rows;
            }
            double factor = 1 / Math.sqrt(Math.max(0, square - mean * mean) + 1e-12);
            scale(known, k, mean, factor);
            scale(asked, k, mean, factor);
        }
    }

    private void scale(float[] matrix, int column, double mean, double factor) {
        for (int i = column; i < matrix.length; i += width()) {
            matrix[i] = (float) ((matrix[i] - mean) * factor);
        }
    }

    @Override
    public String toString() {
        return "linear probe on " + backbone;
    }
}
