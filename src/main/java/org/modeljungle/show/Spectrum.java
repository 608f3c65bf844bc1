package org.modeljungle.show;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.modeljungle.LongStep;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/** Singular values of matrices, by the engine. */
final class Spectrum {

    private static final int LARGE = 1_536; // rows and columns: beyond, it takes seconds

    private static final Script SCRIPT = Script.lazy("singular values", """
            def values(self, x: Tensor) -> Tensor:
              return torch.linalg_svdvals(torch.to(x, 7))
            """);

    private Spectrum() {}

    /** Whether it takes so long that it is done on request alone. */
    static boolean isLong(LayerWeights weights) {
        return Math.min(weights.rows(), weights.cols()) > LARGE;
    }

    /** Whether there is one: all numbers are finite. */
    static boolean exists(LayerWeights weights) {
        return IntStream.range(0, weights.values().length).allMatch(i -> Float.isFinite(weights.values()[i]));
    }

    /**
     * The singular values, largest first; of a product of factors as many as its rank.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    static double[] of(LayerWeights weights) {
        int count = Math.min(weights.rows(), weights.cols());
        int kept = weights.rank() > 0 ? Math.min(weights.rank(), count) : count;
        return LongStep.run("computing singular values", () -> Arrays.copyOf(all(weights), kept));
    }

    private static double[] all(LayerWeights weights) {
        try (NDManager scope = Torch.scope()) {
            NDArray matrix = Torch.tensor(scope, weights.values(), new Shape(weights.rows(), weights.cols()));
            return SCRIPT.call(scope, "values", matrix).toDoubleArray();
        }
    }

    /** How many of the largest values have this share of the sum of all squares. */
    static int holding(double share, double... values) {
        double all = DoubleStream.of(values).map(value -> value * value).sum();
        double sum = 0;
        int count = 0;
        while (count < values.length && sum < share * all) {
            sum += values[count] * values[count];
            count++;
        }
        return count;
    }
}
