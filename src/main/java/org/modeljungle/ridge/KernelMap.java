package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.LongStep;
import org.modeljungle.Numbers;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.tensor.Torch;

/**
 * A {@link Ridge} on a {@link GaussianKernel} of weights, for models that come later: the similarity with each training
 * model, from the mean over the layers of their residuals' cosines, times that model's dual coefficients. Unlike a
 * {@link ResidualMap} it needs the training models' weights.
 *
 * @param kernel of the mean cosine over all layers
 * @param layers the training models, by the layers' names
 * @param alpha the solution's dual form // [train, width]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KernelMap(GaussianKernel kernel, Map<String, Layer> layers, double[][] alpha) {

    private static final int CHUNK = 1 << 22; // numbers of models that are multiplied at a time
    private static final double GIB = 1 << 30;
    private static final long MOST = 2L << 30; // bytes

    /** Copies the map. */
    public KernelMap {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * One layer of the training models.
     *
     * @param train in memory
     * @param centre their mean // [rows, cols]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Layer(LayerBank train, float[] centre) {

        /** Of training models, which are read into memory; multiplied out where factors would be larger. */
        public static Layer of(LayerBank train) {
            return new Layer(new LayerBank(train.layer(), inMemory(train)), Residuals.centre(train));
        }

        private static Matrices inMemory(LayerBank bank) {
            if (bank.matrices() instanceof LowRank m && m.numbersEach() <= numbers(bank)) {
                return new LowRank(m.models(), m.rows(), m.cols(), m.rank(), m.up(), m.down());
            }
            Dense whole = (Dense) bank.dense().matrices();
            return new Dense(whole.models(), whole.rows(), whole.cols(), whole.values());
        }

        /** Adds a share of the cosines of models' residuals with those of the training models // [models, train] */
        private void add(String who, LayerBank models, double share, double[][] cosines) {
            int row = 0;
            for (LayerBank some : models.chunks()) {
                try (NDManager scope = Torch.scope()) {
                    NDArray directions = directions(scope, who, some);
                    int column = 0;
                    for (LayerBank others : parts()) {
                        LongStep.checkStopped("comparing models in layer '" + train.layer() + "'");
                        double[] products = products(directions, who, others);
                        for (int i = 0; i < products.length; i++) {
                            cosines[row + i / others.models()][column + i % others.models()] += share * products[i];
                        }
                        column += others.models();
                    }
                }
                row += some.models();
            }
        }

        /** [models, others] */
        private double[] products(NDArray models, String who, LayerBank others) {
            try (NDManager scope = Torch.scope();
                    NDArray products =
                            models.matMul(directions(scope, who, others).transpose())) {
                return products.toDoubleArray();
            }
        }

        /** In double precision: small lambdas make large coefficients // [models, numbers] */
        private NDArray directions(NDManager scope, String who, LayerBank bank) {
            return Residuals.directions(scope, who, bank, centre, Whitening.NONE)
                    .toType(DataType.FLOAT64, false);
        }

        private List<LayerBank> parts() {
            int step = Math.max(1, CHUNK / centre.length);
            return IntStream.iterate(0, first -> first < train.models(), first -> first + step)
                    .mapToObj(first -> IntStream.range(first, Math.min(train.models(), first + step))
                            .toArray())
                    .map(train::select)
                    .toList();
        }

        @Override
        public String toString() {
            return "training models of " + train;
        }
    }

    private static long bytes(Collection<LayerBank> layers, int train) {
        return layers.stream().mapToLong(KernelMap::kept).sum() * train * Float.BYTES;
    }

    private static long kept(LayerBank bank) {
        return Math.min(bank.matrices().numbersEach(), numbers(bank));
    }

    private static long numbers(LayerBank bank) {
        return (long) bank.rows() * bank.cols();
    }

    /** Whether a map of so many training models is not too large. */
    public static boolean fits(Collection<LayerBank> layers, int train) {
        return bytes(layers, train) <= MOST;
    }

    /**
     * Checks that a map of so many training models is not too large.
     *
     * @throws IllegalArgumentException if it is
     */
    public static void checkSize(Collection<LayerBank> layers, int train) {
        Check.that(
                fits(layers, train),
                "kernel map: expected training models of at most %s GiB, which it keeps, found %s GiB of %d models in"
                        + " %d layers; read fewer layers, or train on fewer models",
                Numbers.text(MOST / GIB),
                Numbers.text(bytes(layers, train) / GIB),
                train,
                layers.size());
    }

    /** The length of what it maps to. */
    public int width() {
        return alpha[0].length;
    }

    /**
     * Reads models.
     *
     * @param who begins the error
     * @return [models, width]
     * @throws IllegalArgumentException if a layer is missing, has another shape, or a model is the mean itself
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[][] read(String who, Map<String, LayerBank> models) {
        double[][] similarities = null;
        for (Map.Entry<String, Layer> layer : layers.entrySet()) {
            LayerBank bank = Layers.pick(who, models, layer.getKey());
            similarities = similarities == null ? new double[bank.models()][alpha.length] : similarities;
            layer.getValue().add(who, bank, 1.0 / layers.size(), similarities);
        }
        for (double[] row : similarities) {
            for (int j = 0; j < row.length; j++) {
                row[j] = kernel.of(row[j]);
            }
        }
        return Ridge.predict(similarities, alpha, new double[width()]);
    }

    @Override
    public String toString() {
        return "kernel map of %d training models in the layers %s".formatted(alpha.length, layers.keySet());
    }
}
