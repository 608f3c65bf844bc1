package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.modeljungle.Golden.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.Seeds;

class AdamTest {

    private static final JsonNode GOLDEN = Golden.read("adam");
    private static final Shape SHAPE =
            new Shape(GOLDEN.get("models").intValue(), GOLDEN.get("size").intValue());
    private static final float[] RATES = Golden.floats(GOLDEN.get("rates"));
    private static final float DECAY = .01f;
    private static final int STEPS = GOLDEN.get("gradients").size();

    @Test
    void blocksAreForOneModelOnAProcessor() {
        assertThat(Adam.width(1, 1 << 20, false)).isEqualTo(1 << 16);
        assertThat(Adam.width(2, 1 << 20, false)).isEqualTo(1 << 20);
        assertThat(Adam.width(1, 1 << 20, true)).isEqualTo(1 << 20);
    }

    @Test
    void equalsPyTorchWithAndWithoutWeightDecay() {
        assertThat(GOLDEN.get("cases")).hasSize(2);
        for (JsonNode golden : GOLDEN.get("cases")) {
            float decay = golden.get("decay").floatValue();
            try (NDManager scope = Torch.scope()) {
                NDArray parameters = start(scope);
                Adam adam = new Adam(parameters, Adam.Settings.DEFAULT);
                int every = GOLDEN.get("every").intValue();
                for (int seen = 0; seen < STEPS / every; seen++) {
                    steps(adam, parameters, seen * every, (seen + 1) * every, decay, RATES);
                    float[] expected = Golden.floats(golden.get("parameters").get(seen));
                    assertEachClose(Torch.floats(parameters), expected, decay);
                }
                assertThat(adam.steps()).isEqualTo(STEPS);
            }
        }
    }

    @Test
    void eachModelHasItsOwnRate() {
        float[] both = trained(RATES);
        float[] slow = trained(RATES[1], RATES[1]);
        float[] fast = trained(RATES[0], RATES[0]);
        assertThat(row(both, 0)).isEqualTo(row(fast, 0)).isNotEqualTo(row(slow, 0));
        assertThat(row(both, 1)).isEqualTo(row(slow, 1)).isNotEqualTo(row(fast, 1));
    }

    @Test
    void aRateOfZeroLeavesAModelAsItIs() {
        float[] trained = trained(0, RATES[1]);
        assertThat(row(trained, 0)).isEqualTo(row(Golden.floats(GOLDEN.get("start")), 0));
        assertThat(row(trained, 1)).isEqualTo(row(trained(RATES), 1));
    }

    @Test
    void aFactorIsARateOfOnesOwn() {
        float[] factors = {1, 1, 1, 10, 10, 10};
        try (NDManager scope = Torch.scope()) {
            NDArray mixed = start(scope);
            steps(new Adam(mixed, Adam.Settings.DEFAULT, factors), mixed, 0, 1, 0, .01f, .01f);
            NDArray slow = start(scope);
            steps(new Adam(slow, Adam.Settings.DEFAULT), slow, 0, 1, 0, .01f, .01f);
            NDArray fast = start(scope);
            steps(new Adam(fast, Adam.Settings.DEFAULT), fast, 0, 1, 0, .1f, .1f);
            for (int i = 0; i < SHAPE.size(); i++) {
                NDArray same = i % 6 < 3 ? slow : fast;
                assertThat(Torch.floats(mixed)[i]).isCloseTo(Torch.floats(same)[i], within(1e-6f));
            }
        }
    }

    @Test
    void aLargeModelIsUpdatedInBlocksByTheMeanOfItsShardsBitForBit() {
        int size = 2 * 65536 + 4096; // of three blocks; a stack of two models is one
        List<float[]> gradients = List.of(uniform(size, 1), uniform(size, 2), uniform(size, 3));
        float[] factors = uniform(size, 4);
        try (NDManager scope = Torch.scope()) {
            NDArray twice = stack(scope, uniform(size, 0), 2);
            NDArray once = stack(scope, uniform(size, 0), 1);
            Adam whole = new Adam(twice, Adam.Settings.DEFAULT, factors);
            Adam inBlocks = new Adam(once, Adam.Settings.DEFAULT, factors);
            for (int step = 0; step < 3; step++) {
                NDArray sum = stack(scope, gradients.get(0), 2)
                        .add(stack(scope, gradients.get(1), 2))
                        .add(stack(scope, gradients.get(2), 2));
                whole.step(scope, twice, sum.mul(1f / 3), new float[] {.01f, .01f}, new float[] {DECAY, DECAY});
                List<NDArray> shards =
                        gradients.stream().map(one -> stack(scope, one, 1)).toList();
                inBlocks.step(scope, once, shards, new float[] {.01f}, new float[] {DECAY});
            }
            assertThat(Torch.floats(once)).isEqualTo(Arrays.copyOf(Torch.floats(twice), size));
            assertThat(inBlocks.state().second())
                    .isEqualTo(Arrays.copyOf(whole.state().second(), size));
            assertThat(Torch.floats(once)).isNotEqualTo(uniform(size, 0));
        }
    }

    private static float[] uniform(int size, long seed) {
        UniformRandomProvider random = new Seeds(seed).random();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        return values;
    }

    private static NDArray stack(NDManager scope, float[] row, int models) {
        NDArray one = Torch.tensor(scope, row, new Shape(1, row.length));
        return models == 1 ? one : one.repeat(0, models);
    }

    @Test
    void momentsOfADeadGradientEndAtZeroAndNotSubnormal() {
        Shape pair = new Shape(1, 2);
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = Torch.tensor(scope, new float[] {1, 1}, pair);
            Adam adam = new Adam(parameters, Adam.Settings.DEFAULT);
            adam.step(scope, parameters, Torch.tensor(scope, new float[] {.1f, .1f}, pair), 1e-3f);
            NDArray dead = Torch.tensor(scope, new float[] {.1f, 0}, pair);
            for (int step = 0; step < 1200; step++) { // .9^800 is subnormal
                adam.step(scope, parameters, dead, 1e-3f);
            }
            assertThat(adam.state().first()[0]).isCloseTo(.1f, within(1e-6f));
            assertThat(adam.state().first()[1]).isZero();
            assertThat(adam.state().second()).doesNotContain(0);
            assertThat(Torch.floats(parameters)[1]).isBetween(.99f, .999f); // it went on as its first moment faded
        }
    }

    @Test
    void goesOnFromAStateBitForBit() {
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = start(scope);
            Adam adam = adam(parameters);
            steps(adam, parameters, 0, 11, DECAY, RATES);
            Adam.State state = adam.state();
            NDArray copy = scope.create(Torch.floats(parameters), SHAPE);
            Adam other = adam(copy);
            steps(other, copy, 20, 25, DECAY, RATES); // to be forgotten
            copy = scope.create(Torch.floats(parameters), SHAPE);
            other.restore(state);
            steps(adam, parameters, 11, STEPS, DECAY, RATES);
            steps(other, copy, 11, STEPS, DECAY, RATES);
            assertThat(Torch.floats(copy)).isEqualTo(Torch.floats(parameters));
            assertThat(other.steps()).isEqualTo(STEPS);
            assertThat(state.steps()).isEqualTo(11);
            assertThat(other.state().second()).isEqualTo(adam.state().second());
        }
    }

    @Test
    void shapesAreChecked() {
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = start(scope);
            Adam adam = adam(parameters);
            NDArray other = scope.zeros(new Shape(2, 5));
            assertMessage(
                    () -> new Adam(scope.zeros(new Shape(4)), Adam.Settings.DEFAULT),
                    "Adam: expected parameters [models, parameters], found (4)");
            assertMessage(
                    () -> adam.step(scope, parameters, other, RATES),
                    "Adam: expected parameters and gradient (2, 6), found (2, 6) and (2, 5)");
            assertMessage(
                    () -> adam.step(scope, other, parameters, RATES),
                    "Adam: expected parameters and gradient (2, 6), found (2, 5) and (2, 6)");
            assertMessage(
                    () -> adam.step(scope, parameters, parameters, .1f),
                    "Adam: expected one learning rate per model, 2 of them, found 1");
            assertMessage(
                    () -> adam.step(scope, parameters, parameters, RATES, new float[] {.1f}),
                    "Adam: expected one weight decay per model, 2 of them, found 1");
            assertMessage(
                    () -> adam.step(scope, parameters, List.of(), RATES, new float[] {.1f, .1f}),
                    "Adam: expected 1 gradient or more, found none");
            assertMessage(
                    () -> adam.restore(new Adam.State(new float[13], new float[12], 1)),
                    "Adam: expected a state of 12 values, found 13 and 12");
            assertThat(adam.steps()).isZero();
        }
    }

    @Test
    void settingsAreChecked() {
        assertMessage(() -> new Adam.Settings(1, .9, 1e-8), "Adam: expected beta1 in [0, 1), found 1.0");
        assertMessage(() -> new Adam.Settings(.9, -.1, 1e-8), "Adam: expected beta2 in [0, 1), found -0.1");
        assertMessage(() -> new Adam.Settings(.9, .9, 0), "Adam: expected epsilon > 0, found 0.0");
    }

    private static float[] trained(float... rates) {
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = start(scope);
            steps(adam(parameters), parameters, 0, STEPS, DECAY, rates);
            return Torch.floats(parameters);
        }
    }

    private static void steps(Adam adam, NDArray parameters, int from, int to, float decay, float... rates) {
        for (int step = from; step < to; step++) {
            try (NDManager scope = Torch.scope()) {
                float[] gradient = Golden.floats(GOLDEN.get("gradients").get(step));
                adam.step(scope, parameters, scope.create(gradient, SHAPE), rates, new float[] {decay, decay});
            }
        }
    }

    private static NDArray start(NDManager scope) {
        return scope.create(Golden.floats(GOLDEN.get("start")), SHAPE);
    }

    private static Adam adam(NDArray parameters) {
        return new Adam(parameters, Adam.Settings.DEFAULT);
    }

    private static float[] row(float[] stack, int model) {
        int size = (int) SHAPE.get(1);
        return Arrays.copyOfRange(stack, model * size, (model + 1) * size);
    }

    private static void assertEachClose(float[] found, float[] expected, double decay) {
        for (int i = 0; i < expected.length; i++) {
            String what = "decay " + decay + ", parameter " + i;
            assertClose(what, new float[] {found[i]}, new float[] {expected[i]}, 1e-5);
        }
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
