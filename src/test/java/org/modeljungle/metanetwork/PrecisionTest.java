package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Precision;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Training in bfloat16, in shards, and on matrices so large that they are read one by one. */
class PrecisionTest {

    private static final Seeds SEEDS = new Seeds(21);
    private static final int MODELS = 9;
    private static final ProbeX.Settings SIZES = new ProbeX.Settings(8, 7, 6, true);
    private static final MetanetworkFit.Settings SHORT = MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(3)
            .withBatch(4)
            .withRate(1e-2)
            .withEvaluateEvery(3);
    private static final int[] BATCH = {7, 0, 3, 3, 8};

    /** Small matrices and large ones, of even and odd numbers of columns; with and without the ReLU. */
    static List<Metanetwork> networks() {
        ProbeX.Settings linear = SIZES.withRelu(false);
        return List.of(
                network(SIZES, 6, 7),
                network(linear, 6, 8),
                network(SIZES, 364, 366),
                network(linear, 365, 367),
                network(linear.withLayers(2, 2), 365, 367),
                new MvProbe(new MvProbe.Settings(8, 7, 6), 30, 40, new Head.Labels(3)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theLossIsThatOfTheLogits(Metanetwork net) {
        float[] row = net.layout().initial(SEEDS);
        Dense bank = bank(net);
        float[][] logits = net.outputs(row, bank.select(BATCH));
        double expected = 0;
        for (int i = 0; i < BATCH.length; i++) {
            for (int k = 0; k < 3; k++) {
                double sign = labels(MODELS)[BATCH[i]][k] > 0 ? -1 : 1;
                expected += Math.log1p(Math.exp(sign * logits[i][k])) / (3 * BATCH.length);
            }
        }
        assertThat((double) step(net, row, Precision.FP32).loss).isCloseTo(expected, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void bfloat16ComesCloseAndEveryParameterGetsAGradient(Metanetwork net) {
        float[] row = net.layout().initial(SEEDS);
        Step exact = step(net, row, Precision.FP32);
        Step found = step(net, row, Precision.BF16);
        assertThat(found.loss).isCloseTo(exact.loss, within(2e-3f)).isNotEqualTo(exact.loss);
        for (ParameterLayout.Parameter parameter : net.layout().parameters()) {
            float[] expected = net.layout().slice(exact.gradient, parameter.name());
            float[] actual = net.layout().slice(found.gradient, parameter.name());
            assertThat(norm(actual, new float[actual.length]))
                    .as(parameter.name())
                    .isPositive();
            // a ReLU passes or does not pass what is around 0
            double tolerance = net.settings() instanceof ProbeX.Settings s && !s.relu() ? .01 : .1;
            assertThat(norm(actual, expected) / norm(expected, new float[expected.length]))
                    .as(parameter.name())
                    .isLessThan(tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shardsChangeRoundingOnly(Metanetwork net) {
        float[] whole = fit(net, SHORT);
        assertThat(fit(net, SHORT.withShards(2))) // the last batch has one model: the other shard none
                .isNotEqualTo(whole)
                .containsExactly(whole, within(2e-3f));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void sameSeedSameBytes(Metanetwork net) {
        MetanetworkFit.Settings how = SHORT.withPrecision(Precision.BF16).withShards(2);
        assertThat(fit(net, how)).isEqualTo(fit(net, how)).isNotEqualTo(fit(net, SHORT.withShards(2)));
        MetanetworkFit.Settings alone = SHORT.withPrecision(Precision.BF16);
        assertThat(fit(net, alone)).isEqualTo(fit(net, alone));
    }

    @Test
    void aTreeIsLearntAsWell() {
        ProbeX net = network(SIZES, 380, 350);
        MetanetworkFit.Settings how = MetanetworkFit.Settings.CLASSIFICATION
                .withEpochs(40)
                .withBatch(16)
                .withRate(1e-2)
                .withWeightDecay(0)
                .withEvaluateEvery(40);
        double exact = accuracyOnATree(net, how);
        double found = accuracyOnATree(net, how.withPrecision(Precision.BF16));
        assertThat(exact).isGreaterThan(.9);
        assertThat(found).isCloseTo(exact, within(.05));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        MetanetworkFit.Settings how = SHORT.withPrecision(Precision.BF16);
        ProbeX net = network(SIZES, 6, 7);
        Targets.Labels labels = new Targets.Labels(labels(4));
        LayerBank factors = Banks.lowRank(SEEDS, 4, 6, 7, 2);
        assertThatThrownBy(() -> new MetanetworkFit(net, how, SEEDS).run(factors.matrices(), labels, row -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bank: expected whole matrices for BF16, found factors of rank 2; read them in FP32");
        Metanetwork dense = DenseNetwork.Settings.CLASSIFICATION.of(6, 7, new Head.Labels(3));
        assertThatThrownBy(() -> new MetanetworkFit(dense, how, SEEDS)
                        .run(Banks.dense(SEEDS, 4, 6, 7).matrices(), labels, row -> 0))
                .hasMessage("dense: expected training in FP32, found BF16; only ProbeX and MVProbe read it");
        assertThatThrownBy(() -> SHORT.withShards(5))
                .hasMessage("training: expected 1 shard or more, at most one for each of the 4 of a batch, found 5");
    }

    @Test
    void aBankOfBfloat16HasAText() {
        try (NDManager scope = Torch.scope()) {
            assertThat(BankTensors.of(scope, bank(network(SIZES, 6, 7)), Precision.BF16))
                    .hasToString("bank of 9 models");
        }
    }

    private static ProbeX network(ProbeX.Settings settings, int rows, int cols) {
        return new ProbeX(settings, rows, cols, new Head.Labels(3));
    }

    private static Dense bank(Metanetwork net) {
        return (Dense) Banks.dense(SEEDS, MODELS, net.rows(), net.cols()).matrices();
    }

    private static float[][] labels(int models) {
        float[][] labels = new float[models][3];
        for (int i = 0; i < models; i++) {
            labels[i][i % 3] = 1;
        }
        return labels;
    }

    private static float[] fit(Metanetwork net, MetanetworkFit.Settings how) {
        return new MetanetworkFit(net, how, SEEDS)
                .run(bank(net), new Targets.Labels(labels(MODELS)), row -> 0)
                .parameters();
    }

    private record Step(float loss, float[] gradient) {}

    private static Step step(Metanetwork net, float[] row, Precision precision) {
        try (NDManager scope = Torch.scope()) {
            BankTensors bank = BankTensors.of(scope, bank(net), precision);
            NDArray batch = Tensors.indices(scope, BATCH);
            Targets.OnDevice wanted = new Targets.Labels(labels(MODELS)).on(scope);
            Gradient found = Gradient.of(
                    scope,
                    Torch.tensor(scope, row, new Shape(1, row.length)),
                    leaf -> net.loss(scope, leaf, bank, batch, wanted));
            return new Step(Torch.floats(found.loss())[0], Torch.floats(found.gradient()));
        }
    }

    private static double norm(float[] values, float[] others) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.pow(values[i] - others[i], 2);
        }
        return Math.sqrt(sum);
    }

    /** Models of one ancestor; each of three labels moved the weights in a direction of its own. */
    private static double accuracyOnATree(Metanetwork net, MetanetworkFit.Settings how) {
        int models = 64;
        int size = net.rows() * net.cols();
        float[] values = SEEDS.split("noise").normal(models * size);
        float[] ancestor = SEEDS.split("ancestor").normal(size);
        float[] truth = SEEDS.split("labels").normal(models * 3);
        float[][] labels = new float[models][3];
        for (int k = 0; k < 3; k++) {
            float[] left = SEEDS.split("left", k).normal(net.rows());
            float[] right = SEEDS.split("right", k).normal(net.cols());
            for (int i = 0; i < models; i++) {
                labels[i][k] = truth[i * 3 + k] > 0 ? 1 : 0;
                for (int j = 0; j < size; j++) {
                    values[i * size + j] += labels[i][k] * left[j / net.cols()] * right[j % net.cols()];
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = .1f * (values[i] + ancestor[i % size]);
        }
        Dense all = new Dense(models, net.rows(), net.cols(), values);
        int[] train = IntStream.range(0, 48).toArray();
        int[] test = IntStream.range(48, models).toArray();
        float[] row = new MetanetworkFit(net, how, SEEDS)
                .run(all.select(train), new Targets.Labels(some(labels, train)), ignored -> 0)
                .parameters();
        return LabelAccuracy.of(net.outputs(row, all.select(test)), some(labels, test));
    }

    private static float[][] some(float[][] all, int... chosen) {
        return Arrays.stream(chosen).mapToObj(i -> all[i]).toArray(float[][]::new);
    }
}
