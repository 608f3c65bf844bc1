package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.nets.ParameterLayout.Initialiser;
import org.modeljungle.nets.ParameterLayout.Parameter;

class ParameterLayoutTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout()
            .add("in.weight", new Initialiser.Constant(.5f), 2, 3)
            .add("in.bias", new Initialiser.Constant(0), 3);

    @Test
    void parametersLieOneAfterTheOther() {
        assertThat(LAYOUT.size()).isEqualTo(9);
        assertThat(LAYOUT.parameters()).extracting(Parameter::name).containsExactly("in.weight", "in.bias");
        assertThat(LAYOUT.get("in.bias").offset()).isEqualTo(6);
        assertThat(LAYOUT.get("in.weight").shape()).isEqualTo(List.of(2, 3));
        assertThat(LAYOUT.get("in.weight").size()).isEqualTo(6);
    }

    @Test
    void aDrawnStartGetsTheParametersOwnSeed() {
        ParameterLayout drawn = new ParameterLayout()
                .add("first", new Initialiser.Normal(1), 2)
                .add(
                        "second",
                        new Initialiser.Sampled(
                                seeds -> new float[] {seeds.random().nextInt(1000), 7}),
                        2);
        float[] row = drawn.initial(new Seeds(3));
        int expected = new Seeds(3).split("second").random().nextInt(1000);
        assertThat(drawn.slice(row, "second")).containsExactly(expected, 7);
        ParameterLayout wrong = new ParameterLayout().add("w", new Initialiser.Sampled(seeds -> new float[3]), 2, 2);
        assertThatThrownBy(() -> wrong.initial(new Seeds(3)))
                .hasMessage("layout: parameter 'w': expected 4 initial values [2, 2], found 3");
    }

    @Test
    void joinAndSliceAreInverse() {
        float[] weight = {1, 2, 3, 4, 5, 6};
        float[] bias = {7, 8, 9};
        float[] row = LAYOUT.join(Map.of("in.bias", bias, "in.weight", weight));
        assertThat(row).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(LAYOUT.slice(row, "in.weight")).isEqualTo(weight);
        assertThat(LAYOUT.slice(row, "in.bias")).isEqualTo(bias);
    }

    @Test
    void startsFollowTheirDistribution() {
        ParameterLayout layout = new ParameterLayout()
                .add("constant", new Initialiser.Constant(.5f), 4)
                .add("normal", new Initialiser.Normal(.1), 20_000)
                .add("uniform", new Initialiser.Uniform(.2), 20_000);
        float[] row = layout.initial(new Seeds(5));
        assertThat(layout.slice(row, "constant")).containsOnly(.5f);
        assertThat(deviation(layout.slice(row, "normal"))).isCloseTo(.1, within(.002));
        float[] uniform = layout.slice(row, "uniform");
        assertThat(deviation(uniform)).isCloseTo(.2 / Math.sqrt(3), within(.002));
        for (float value : uniform) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(.2f);
        }
    }

    @Test
    void aParametersStartDependsOnItsNameAlone() {
        Initialiser normal = new Initialiser.Normal(1);
        ParameterLayout small = new ParameterLayout().add("a", normal, 3);
        ParameterLayout large = new ParameterLayout().add("b", normal, 7).add("a", normal, 3);
        Seeds seeds = new Seeds(9);
        assertThat(large.slice(large.initial(seeds), "a")).isEqualTo(small.initial(seeds));
        assertThat(large.initial(seeds)).isEqualTo(large.initial(seeds)).isNotEqualTo(large.initial(new Seeds(10)));
    }

    @Test
    void unpackCutsAStackIntoNamedVariables() {
        assertThat(LAYOUT.unpack("p", false)).isEqualTo("""
                p_parts = torch.split_with_sizes(p, [6, 3], 1)
                in_weight = p_parts[0].reshape([-1, 2, 3])
                in_bias = p_parts[1].reshape([-1, 3])""");
        assertThat(LAYOUT.unpack("p", true)).endsWith("in_bias = p_parts[1].reshape([3])");
    }

    @Test
    void mistakesAreNamed() {
        assertMessage(
                () -> new ParameterLayout()
                        .add("a", new Initialiser.Constant(0), 1)
                        .add("a", new Initialiser.Constant(0), 2),
                "layout: there is a parameter 'a' already");
        assertMessage(
                () -> new ParameterLayout().add("a", new Initialiser.Constant(0), -2, -3),
                "layout: parameter 'a': expected lengths of 1 or more, found [-2, -3]");
        assertMessage(
                () -> new ParameterLayout()
                        .add("a", new Initialiser.Constant(0), 1 << 15, 1 << 15)
                        .add("b", new Initialiser.Constant(0), 1 << 10, 1 << 20, 4),
                "layout: parameter 'b': expected at most 2147483639 values in all, found [1024, 1048576, 4] after"
                        + " 1073741824 values");
        assertMessage(() -> LAYOUT.get("out"), "layout: no parameter 'out'; it has [in.weight, in.bias]");
        assertMessage(() -> LAYOUT.slice(new float[8], "in.bias"), "layout: expected a row of 9 values, found 8");
        assertMessage(
                () -> LAYOUT.join(Map.of("in.weight", new float[6])),
                "layout: parameter 'in.bias': expected 3 values [3], found none");
        assertMessage(
                () -> LAYOUT.join(Map.of("in.weight", new float[5], "in.bias", new float[3])),
                "layout: parameter 'in.weight': expected 6 values [2, 3], found 5");
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
