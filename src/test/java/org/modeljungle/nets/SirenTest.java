package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;

class SirenTest {

    private static final Siren SMALL = new Siren(2, 5, 2, 1, 30, .5);

    @Test
    void respondsLikeTheFormula() {
        float[] row = SMALL.layout().initial(new Seeds(1));
        float[] point = {.3f, -.7f};
        double[] first = layer(row, 0, new double[] {point[0], point[1]}, true);
        double[] second = layer(row, 1, first, true);
        double expected = layer(row, 2, second, false)[0] + .5;

        assertThat((double) responses(row, 1, point)[0]).isCloseTo(expected, within(1e-5));
    }

    @Test
    void aStackRespondsLikeEachModelAlone() {
        float[] one = SMALL.layout().initial(new Seeds(1));
        float[] two = SMALL.layout().initial(new Seeds(2));
        float[] both = new float[2 * one.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        float[] points = new Seeds(3).normal(6);

        float[] together = responses(both, 2, points);

        for (int i = 0; i < 3; i++) {
            assertThat(together[i]).isCloseTo(responses(one, 1, points)[i], within(1e-6f));
            assertThat(together[3 + i]).isCloseTo(responses(two, 1, points)[i], within(1e-6f));
        }
    }

    @Test
    void startsWithinTheBoundsOfThePaper() {
        ParameterLayout layout = Siren.PICTURE.layout();
        float[] row = layout.initial(new Seeds(1));
        assertThat(largest(layout.slice(row, "layers.0.weight"))).isBetween(.4, .5);
        assertThat(largest(layout.slice(row, "layers.1.weight"))).isBetween(.014, Math.sqrt(6.0 / 32) / 30);
    }

    @Test
    void wrongNumbersAreRefused() {
        assertMessage(() -> new Siren(2, 5, 2, 1, 30, Double.NaN), "SIREN: expected a finite offset, found NaN");
        assertMessage(() -> new Siren(2, 5, 2, 1, 0, 0), "SIREN: expected a finite frequency above 0, found 0.0");
    }

    @Test
    void learnsToDraw() {
        SquaredError error = new SquaredError(Siren.PICTURE);
        float[] start = Siren.PICTURE.layout().initial(new Seeds(1));
        float[] points = new Seeds(2).normal(32);
        float[] values = new Seeds(3).normal(16);
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("drawing", 300)) {
            NDArray row = Torch.tensor(scope, start, new Shape(1, start.length));
            NDArray inputs = Torch.tensor(scope, points, new Shape(1, 16, 2));
            NDArray wanted = Torch.tensor(scope, values, new Shape(1, 16, 1));
            float[] losses = new Fit(row, Fit.Settings.of(300, 1e-3))
                    .run(300, progress, (inner, leaf, step, shard) -> error.of(inner, leaf, inputs, wanted));
            assertThat(losses[299]).isLessThan(losses[0] / 100);
        }
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        SquaredError error = new SquaredError(SMALL);
        int size = SMALL.layout().size();
        try (NDManager scope = Torch.scope()) {
            NDArray three = scope.zeros(new Shape(3, size));
            NDArray points = scope.zeros(new Shape(1, 4, 2));
            NDArray values = scope.zeros(new Shape(3, 4, 1));
            assertThat(error.of(scope, three, points, values).getShape()).isEqualTo(new Shape(3));
            assertMessage(
                    () -> error.of(scope, three, points, scope.zeros(new Shape(3, 4, 2))),
                    "squared error: expected targets (3, 4, 1), found (3, 4, 2)");
            assertMessage(
                    () -> error.of(scope, three, points, scope.zeros(new Shape(3, 1, 1))),
                    "squared error: expected targets (3, 4, 1), found (3, 1, 1)");
            assertMessage(
                    () -> error.of(scope, three, scope.zeros(new Shape(2, 4, 2)), values),
                    "squared error: expected inputs (3, 4, 2), found (2, 4, 2)");
            assertMessage(
                    () -> error.outputs(scope, three, scope.zeros(new Shape(1, 4, 3))),
                    "squared error: expected inputs (1, 4, 2), found (1, 4, 3)");
            assertMessage(
                    () -> error.outputs(scope, three, scope.zeros(new Shape(4, 2))),
                    "squared error: expected inputs (3, -1, 2), found (4, 2)");
            assertMessage(
                    () -> error.outputs(scope, scope.zeros(new Shape(3, size + 1)), points),
                    "squared error: expected parameters [models, " + size + "], found (3, " + (size + 1) + ")");
        }
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static double[] layer(float[] row, int number, double[] input, boolean sine) {
        ParameterLayout layout = SMALL.layout();
        float[] weight = layout.slice(row, "layers." + number + ".weight");
        float[] bias = layout.slice(row, "layers." + number + ".bias");
        double[] out = new double[bias.length];
        for (int i = 0; i < out.length; i++) {
            double sum = bias[i];
            for (int j = 0; j < input.length; j++) {
                sum += weight[i * input.length + j] * input[j];
            }
            out[i] = sine ? Math.sin(30 * sum) : sum;
        }
        return out;
    }

    private static float[] responses(float[] rows, int models, float[] points) {
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = Torch.tensor(scope, rows, new Shape(models, rows.length / models));
            NDArray inputs = Torch.tensor(scope, points, new Shape(1, points.length / 2, 2));
            return Torch.floats(new SquaredError(SMALL).outputs(scope, parameters, inputs));
        }
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
