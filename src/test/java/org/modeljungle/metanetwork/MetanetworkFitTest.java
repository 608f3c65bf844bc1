package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Digests;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.TieBreak;
import org.modeljungle.tensor.Precision;

class MetanetworkFitTest {

    private static final Seeds SEEDS = new Seeds(5);
    private static final int MODELS = 16;
    private static final ProbeX.Settings SMALL = new ProbeX.Settings(8, 8, 8, true);
    private static final MetanetworkFit.Settings SHORT = MetanetworkFit.Settings.ALIGNMENT
            .withTieBreak(TieBreak.EARLIEST)
            .withEpochs(150)
            .withBatch(6)
            .withRate(1e-2)
            .withEvaluateEvery(50);

    private final LayerBank bank = Banks.lowRank(SEEDS, MODELS, 6, 7, 2);
    private final ProbeX net = new ProbeX(SMALL, 6, 7, new Head.Labels(3));
    private final Targets.Labels labels = randomLabels();

    @TempDir
    Path folder;

    static List<Metanetwork.Architecture> networks() {
        return List.of(
                SMALL,
                SMALL.withLayers(2, 2),
                SMALL.withRelu(false),
                new MvProbe.Settings(8, 8, 8),
                DenseNetwork.Settings.CLASSIFICATION,
                new DenseNetwork.Settings(8));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void overfitsSixteenModels(Metanetwork.Architecture kind) {
        Metanetwork network = kind.of(6, 7, new Head.Labels(3));
        MetanetworkFit.Settings how = SHORT.withEpochs(200);
        Epochs.Best result =
                new MetanetworkFit(network, how, SEEDS).run(bank.matrices(), labels, row -> accuracy(network, row));
        assertThat(accuracy(network, result.parameters())).isEqualTo(1);
    }

    @Test
    void validatesAtItsIntervalsAndAtTheEnd() {
        Epochs.Best result = new MetanetworkFit(net, SHORT, SEEDS).run(bank.matrices(), labels, this::accuracy);
        assertThat(result.history()).extracting(Epochs.Evaluation::epoch).containsExactly(50, 100, 150);
        assertThat(result.history().get(2).loss()).isLessThan(.1);
    }

    @Test
    void learnsTheTextsOfSixteenModels() {
        float[][] texts = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {.6f, .8f, 0}};
        int[] textOf = new int[MODELS];
        for (int i = 0; i < MODELS; i++) {
            textOf[i] = i % 4;
        }
        ProbeX aligned = new ProbeX(SMALL, 6, 7, new Head.Text(3, 10));
        Epochs.Best result = new MetanetworkFit(aligned, SHORT, SEEDS)
                .run(bank.matrices(), new Targets.Texts(textOf, texts), parameters -> 0);
        assertThat(result.history().get(2).loss()).isLessThan(.1);
        assertThat(result.bestEpoch()).as("the earliest of equals").isEqualTo(50);
    }

    @Test
    void keepsTheBestOnValidation() {
        double[] scores = {.2, .9, .9};
        int[] asked = {0};
        Epochs.Best result = new MetanetworkFit(net, SHORT.withEpochs(130), SEEDS)
                .run(bank.matrices(), labels, parameters -> scores[asked[0]++]);
        assertThat(result.bestEpoch()).isEqualTo(100);
        assertThat(result.history()).extracting(Epochs.Evaluation::epoch).containsExactly(50, 100, 130);
    }

    @Test
    void sameSeedSameBytes() {
        MetanetworkFit.Settings few = SHORT.withEpochs(5);
        float[] first = new MetanetworkFit(net, few, SEEDS)
                .run(bank.matrices(), labels, this::accuracy)
                .parameters();
        float[] second = new MetanetworkFit(net, few, SEEDS)
                .run(bank.matrices(), labels, this::accuracy)
                .parameters();
        float[] other = new MetanetworkFit(net, few, new Seeds(6))
                .run(bank.matrices(), labels, this::accuracy)
                .parameters();
        assertThat(first).isEqualTo(second).isNotEqualTo(other);
    }

    @Test
    void canBeStopped() {
        Progress.Listener stop = progress -> {
            if (progress.title().equals("training ProbeX") && progress.done() == 4) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> new MetanetworkFit(net, SHORT, SEEDS).run(bank.matrices(), labels, this::accuracy))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("training ProbeX, 4 of 450 steps done");
        } finally {
            Progress.unlisten(stop);
        }
    }

    @Test
    void aStoppedTrainingGoesOnWithTheSameBits() {
        MetanetworkFit.Settings how = SHORT.withEpochs(4).withEvaluateEvery(2).withShards(2); // 3 steps an epoch
        Epochs.Best whole = new MetanetworkFit(net, how, SEEDS).run(bank.matrices(), labels, this::accuracy);
        Checkpoints checkpoints = Checkpoints.in(folder, "labels");
        MetanetworkFit saving = new MetanetworkFit(net, how, SEEDS).saving(checkpoints);
        Progress.Listener stop = progress -> {
            if (progress.title().equals("training ProbeX") && progress.done() == 7) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> saving.run(bank.matrices(), labels, this::accuracy))
                    .isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        int[] validations = {0};
        Epochs.Best resumed = saving.run(bank.matrices(), labels, parameters -> {
            validations[0]++;
            return accuracy(parameters);
        });
        assertThat(validations[0]).as("the first is not repeated").isEqualTo(1);
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.history()).isEqualTo(whole.history());
    }

    @Test
    void everySettingChangesTheDigestAndTheText() {
        List<MetanetworkFit.Settings> all = List.of(
                SHORT,
                SHORT.withEpochs(1),
                SHORT.withBatch(1),
                SHORT.withRate(1),
                SHORT.withWeightDecay(1),
                SHORT.withEvaluateEvery(1),
                SHORT.withPrecision(Precision.BF16),
                SHORT.withShards(2),
                SHORT.withTieBreak(TieBreak.LATEST));
        assertThat(all).extracting(Digests::ofJson).doesNotHaveDuplicates();
        assertThat(all).extracting(MetanetworkFit.Settings::toString).doesNotHaveDuplicates();
    }

    @Test
    void wrongTargetsAreRefused() {
        MetanetworkFit fit = new MetanetworkFit(net, SHORT, SEEDS);
        assertThatThrownBy(() -> fit.run(bank.select(1, 2).matrices(), labels, this::accuracy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ProbeX: expected a target for each of 2 models, found 16");
        assertThatThrownBy(() -> fit.run(bank.matrices(), new Targets.Labels(new float[MODELS][2]), this::accuracy))
                .hasMessage("ProbeX: expected targets for Labels[count=3], found a row of 2 labels");
        assertThatThrownBy(() -> new Targets.Labels(new float[][] {{.5f}}))
                .hasMessage("targets: expected labels of 0 or 1, found 0.5");
        assertThatThrownBy(() -> new Targets.Texts(new int[] {0, 2}, new float[2][3]))
                .hasMessage("targets: texts of models: expected indices from 0 to 1, found 2");
        assertThatThrownBy(() -> SHORT.withBatch(0))
                .hasMessage("training: expected epochs, batch and evaluation interval of 1 or more, found 150, 0, 50");
    }

    @Test
    void accuracyCountsEveryLabel() {
        Targets.Labels truth = new Targets.Labels(new float[][] {{1, 0}, {0, 0}});
        assertThat(LabelAccuracy.of(new float[][] {{2, 1}, {-1, -3}}, truth.labels()))
                .isEqualTo(.75);
    }

    private double accuracy(float[] parameters) {
        return accuracy(net, parameters);
    }

    private double accuracy(Metanetwork network, float[] parameters) {
        return LabelAccuracy.of(network.outputs(parameters, bank.matrices()), labels.labels());
    }

    private static Targets.Labels randomLabels() {
        float[] numbers = SEEDS.split("labels").normal(MODELS * 3);
        float[][] labels = new float[MODELS][3];
        for (int i = 0; i < numbers.length; i++) {
            labels[i / 3][i % 3] = numbers[i] > 0 ? 1 : 0;
        }
        return new Targets.Labels(labels);
    }
}
