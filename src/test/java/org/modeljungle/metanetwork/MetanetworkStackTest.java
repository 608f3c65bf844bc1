package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Operations;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.tensor.Precision;

class MetanetworkStackTest {

    private static final Seeds SEEDS = new Seeds(9);
    private static final int MODELS = 14;
    private static final int TRAINED_ON = 10; // batches of 4, 4 and 2
    private static final int ROWS = 6;
    private static final int COLS = 7;
    private static final ProbeX.Settings PROBEX = new ProbeX.Settings(5, 4, 8, true);
    private static final MvProbe.Settings MVPROBE = new MvProbe.Settings(5, 4, 8);
    private static final MetanetworkFit.Settings HOW = MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(6)
            .withBatch(4)
            .withRate(1e-2)
            .withEvaluateEvery(2);

    @TempDir
    Path folder;

    /** Each network on whole and on factored matrices, and each head. */
    static Stream<Arguments> networks() {
        List<Metanetwork.Architecture> kinds = List.of(
                PROBEX,
                PROBEX.withLayers(2, 2),
                PROBEX.withRelu(false),
                MVPROBE,
                DenseNetwork.Settings.CLASSIFICATION,
                new DenseNetwork.Settings(8));
        Head labels = new Head.Labels(3);
        Stream<Arguments> each =
                kinds.stream().flatMap(kind -> Stream.of(true, false).map(thin -> Arguments.of(kind, labels, thin)));
        Stream<Arguments> heads = Stream.of(
                Arguments.of(PROBEX, new Head.Label(4), false),
                Arguments.of(PROBEX, new Head.Numbers(2), false),
                Arguments.of(PROBEX, new Head.Text(5, 10), false),
                Arguments.of(MVPROBE, new Head.Text(5, 1), true));
        return Stream.concat(each, heads);
    }

    /** Two of three share their models; each has its own seeds and rates. */
    @ParameterizedTest
    @MethodSource("networks")
    void eachTrainsAsItWouldAlone(Metanetwork.Architecture kind, Head head, boolean thin) {
        List<MetanetworkTraining<Epochs.Best>> trainings = three(kind, head, thin, HOW);
        List<Epochs.Best> together = together(trainings, Checkpoints.NONE);
        for (int i = 0; i < trainings.size(); i++) {
            Epochs.Best alone = alone(trainings.get(i));
            assertThat(together.get(i).parameters()).containsExactly(alone.parameters(), within(1e-4f));
            assertThat(together.get(i).bestEpoch()).isEqualTo(alone.bestEpoch());
            for (int k = 0; k < alone.history().size(); k++) {
                Epochs.Evaluation own = together.get(i).history().get(k);
                assertThat(own.epoch()).isEqualTo(alone.history().get(k).epoch());
                assertThat(own.loss()).isCloseTo(alone.history().get(k).loss(), within(1e-4));
                assertThat(own.score()).isCloseTo(alone.history().get(k).score(), within(1e-3));
            }
        }
        assertThat(together.get(0).parameters()).isNotEqualTo(together.get(1).parameters());
    }

    /** The same stack has the same bits; in other company sums may be rounded in another order. */
    @ParameterizedTest
    @MethodSource("networks")
    void whoIsBesideMattersWithinRounding(Metanetwork.Architecture kind, Head head, boolean thin) {
        List<MetanetworkTraining<Epochs.Best>> trainings = three(kind, head, thin, HOW);
        List<Epochs.Best> together = together(trainings, Checkpoints.NONE);
        List<Epochs.Best> two = together(List.of(trainings.get(2), trainings.get(0)), Checkpoints.NONE);
        assertThat(two.get(0).parameters()).containsExactly(together.get(2).parameters(), within(1e-4f));
        assertThat(two.get(1).parameters()).containsExactly(together.get(0).parameters(), within(1e-4f));
        assertThat(together(trainings, Checkpoints.NONE).get(1).parameters())
                .isEqualTo(together.get(1).parameters());
    }

    @Test
    void matricesMayBeInHalfPrecision() {
        for (Metanetwork.Architecture kind : List.of(PROBEX, MVPROBE)) {
            MetanetworkFit.Settings how = HOW.withPrecision(Precision.BF16);
            List<MetanetworkTraining<Epochs.Best>> trainings = three(kind, new Head.Labels(3), false, how);
            List<Epochs.Best> together = together(trainings, Checkpoints.NONE);
            for (int i = 0; i < trainings.size(); i++) {
                double loss = alone(trainings.get(i)).history().get(0).loss();
                assertThat(together.get(i).history().get(0).loss()).isCloseTo(loss, within(.02));
            }
        }
    }

    @Test
    void aStoppedStackGoesOnWithTheSameBits() {
        List<MetanetworkTraining<Epochs.Best>> trainings = three(PROBEX, new Head.Labels(3), false, HOW);
        List<Epochs.Best> whole = together(trainings, Checkpoints.NONE);
        Checkpoints checkpoints = Checkpoints.in(folder, "stack");
        Progress.Listener stop = progress -> {
            if (progress.title().equals("stack") && progress.done() == 8) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> together(trainings, checkpoints)).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        List<Epochs.Best> resumed = together(trainings, checkpoints);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(resumed.get(i).parameters()).isEqualTo(whole.get(i).parameters());
            assertThat(resumed.get(i).history()).isEqualTo(whole.get(i).history());
        }
    }

    /** A GPU waits for the next operation to be started, at least 5 microseconds for each. */
    @ParameterizedTest
    @MethodSource("networks")
    void aStepOfSixteenTakesAsManyOperationsAsOneOfTwo(Metanetwork.Architecture kind, Head head, boolean thin) {
        assertThat(operations(kind, head, thin, 16) - operations(kind, head, thin, 2))
                .isZero();
    }

    /** What trainings have in common, and what each takes. */
    @Test
    void aSizeCountsMatricesAsTheyAreRead() {
        MetanetworkTraining<Epochs.Best> whole = training(PROBEX, new Head.Labels(3), 0, false, HOW);
        Stackable.Size exact = whole.size();
        assertThat(exact.parameters()).isEqualTo(whole.network().layout().size());
        assertThat(exact.dataBytes()).isEqualTo(4L * MODELS * ROWS * COLS);
        assertThat(exact.bytes()).isGreaterThan(16L * exact.parameters());
        MetanetworkTraining<Epochs.Best> half =
                training(PROBEX, new Head.Labels(3), 0, false, HOW.withPrecision(Precision.BF16));
        assertThat(half.size().dataBytes()).isEqualTo(2L * MODELS * ROWS * COLS);
        MetanetworkTraining<Epochs.Best> thin = training(PROBEX, new Head.Labels(3), 0, true, HOW);
        assertThat(thin.size().dataBytes()).isEqualTo(4L * MODELS * 2 * (ROWS + COLS));
        List<MetanetworkTraining<Epochs.Best>> three = three(PROBEX, new Head.Labels(3), false, HOW);
        assertThat(three.get(1).size().data())
                .isEqualTo(three.get(0).size().data())
                .isNotEqualTo(three.get(2).size().data());
    }

    @Test
    void otherShapesAreRefused() {
        MetanetworkTraining<Epochs.Best> one = training(PROBEX, new Head.Labels(3), 0, false, HOW);
        MetanetworkTraining<Epochs.Best> other = training(PROBEX.withProbes(6), new Head.Labels(3), 0, false, HOW);
        assertThat(one.shape()).isNotEqualTo(other.shape());
        assertThat(training(PROBEX, new Head.Labels(3), 0, true, HOW).shape()).isNotEqualTo(one.shape());
        assertThat(training(PROBEX, new Head.Labels(3), 1, false, HOW.withRate(.5))
                        .shape())
                .isEqualTo(one.shape());
        assertThat(training(PROBEX, new Head.Labels(3), 0, false, HOW.withEpochs(7))
                        .shape())
                .isNotEqualTo(one.shape());
        assertThatThrownBy(() -> together(List.of(one, other), Checkpoints.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stack of trainings: expected all of the shape [ProbeX [6, 7]");
    }

    /** Of a step: what more epochs of one step each take, without validation. */
    private int operations(Metanetwork.Architecture kind, Head head, boolean thin, int stack) {
        return ofEpochs(kind, head, thin, stack, 8) - ofEpochs(kind, head, thin, stack, 2);
    }

    private int ofEpochs(Metanetwork.Architecture kind, Head head, boolean thin, int stack, int epochs) {
        MetanetworkFit.Settings how =
                HOW.withEpochs(epochs).withBatch(TRAINED_ON).withEvaluateEvery(epochs);
        List<MetanetworkTraining<Epochs.Best>> trainings = new ArrayList<>();
        for (int i = 0; i < stack; i++) {
            trainings.add(training(kind, head, i, thin, how));
        }
        return Operations.of(() -> together(trainings, Checkpoints.NONE));
    }

    private static Epochs.Best alone(MetanetworkTraining<Epochs.Best> training) {
        try (Progress progress = Progress.of("alone", 100)) {
            return training.train(progress, Checkpoints.NONE);
        }
    }

    private static List<Epochs.Best> together(
            List<MetanetworkTraining<Epochs.Best>> trainings, Checkpoints checkpoints) {
        try (Progress progress = Progress.of("stack", 100)) {
            return trainings.get(0).trainAll(List.copyOf(trainings), progress, checkpoints).stream()
                    .map(Supplier::get)
                    .toList();
        }
    }

    private static List<MetanetworkTraining<Epochs.Best>> three(
            Metanetwork.Architecture kind, Head head, boolean thin, MetanetworkFit.Settings how) {
        MetanetworkTraining<Epochs.Best> first = training(kind, head, 0, thin, how);
        MetanetworkTraining<Epochs.Best> second = new MetanetworkTraining<>(
                first.network(),
                how.withRate(3e-3).withWeightDecay(1e-2),
                SEEDS.split("second"),
                first.models(),
                first.targets(),
                first.score(),
                first.keyed(),
                first.finish());
        return List.of(first, second, training(kind, head, 2, thin, how));
    }

    private static MetanetworkTraining<Epochs.Best> training(
            Metanetwork.Architecture kind, Head head, int number, boolean thin, MetanetworkFit.Settings how) {
        Seeds seeds = SEEDS.split("training", number);
        LayerBank bank = thin ? Banks.lowRank(seeds, MODELS, ROWS, COLS, 2) : Banks.dense(seeds, MODELS, ROWS, COLS);
        Metanetwork network = kind.of(ROWS, COLS, head);
        return new MetanetworkTraining<>(
                network,
                how,
                seeds,
                new MetanetworkTraining.Models(
                        bank.matrices(),
                        IntStream.range(0, TRAINED_ON).toArray(),
                        IntStream.range(TRAINED_ON, MODELS).toArray()),
                targets(head, seeds),
                (row, chosenBy) -> score(network, row, chosenBy),
                UnaryOperator.identity(),
                best -> best);
    }

    /** Any number that depends on all parameters. */
    private static double score(Metanetwork network, float[] row, Matrices chosenBy) {
        double sum = 0;
        for (float[] representation : network.representations(row, chosenBy)) {
            for (float number : representation) {
                sum += Math.tanh(number);
            }
        }
        return sum;
    }

    private static Targets targets(Head head, Seeds seeds) {
        int[] places = IntStream.range(0, TRAINED_ON).map(i -> i * 7 % 4).toArray();
        if (head instanceof Head.Labels labels) {
            return new Targets.Labels(IntStream.range(0, TRAINED_ON)
                    .mapToObj(i -> row(labels.count(), k -> (i + k) % 3 == 0 ? 1 : 0))
                    .toArray(float[][]::new));
        }
        if (head instanceof Head.Label) {
            return new Targets.Label(places);
        }
        if (head instanceof Head.Numbers numbers) {
            float[] normal = seeds.split("numbers").normal(TRAINED_ON * numbers.count());
            return new Targets.Numbers(IntStream.range(0, TRAINED_ON)
                    .mapToObj(i -> row(numbers.count(), k -> normal[i * numbers.count() + k]))
                    .toArray(float[][]::new));
        }
        int width = ((Head.Text) head).width();
        float[] normal = seeds.split("texts").normal(4 * width);
        return new Targets.Texts(
                places,
                IntStream.range(0, 4)
                        .mapToObj(i -> row(width, k -> normal[i * width + k]))
                        .toArray(float[][]::new));
    }

    private static float[] row(int width, IntToDoubleFunction value) {
        float[] row = new float[width];
        for (int k = 0; k < width; k++) {
            row[k] = (float) value.applyAsDouble(k);
        }
        return row;
    }
}
