package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.store.ClassTarget;

/** StatNN on weights and biases. */
class StatNnTest {

    private static final int MODELS = 60;
    private static final int LENGTH = 24;
    private static final Seeds SEEDS = new Seeds(41);
    private static final StatNn STAT_NN = new StatNn(MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(100)
            .withBatch(16)
            .withRate(1e-2)
            .withWeightDecay(0));

    private final float[][] labels = labels();
    private final WeightTask weights = new WeightTask(
            Map.of("w", Banks.dense(SEEDS, MODELS, 4, 6)),
            ClassTarget.of(labels),
            range(0, 40),
            range(40, 48),
            range(48, MODELS));
    private final WeightTask both = weights.withLayers(Map.of("b", biases()));

    @Test
    void whatOnlyBiasesTellIsReadFromBiases() {
        assertThat(accuracy(both)).isGreaterThan(.9);
        assertThat(accuracy(weights)).as("the weights are noise").isLessThan(.8);
    }

    @Test
    void theOrderOfTheNumbersDoesNotMatter() {
        Expert.Reader reader = STAT_NN.fit(both, new Seeds(1));
        Map<String, LayerBank> some = both.select(both.test());
        float[][] found = reader.outputs(some);
        LayerBank turned = backwards(some.get("b"));
        assertThat(reader.outputs(Map.of("w", some.get("w"), "b", turned))).isDeepEqualTo(found);
    }

    @Test
    void layersAreAddedOnce() {
        assertThat(both.banks()).containsOnlyKeys("w", "b");
        assertThatThrownBy(() -> both.withLayers(Map.of("b", biases())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight task: there is a layer 'b' already");
        assertThatThrownBy(() -> weights.withLayers(Map.of("b", Banks.dense(SEEDS, 2, 1, 3))))
                .hasMessage("weight task: expected 60 models in layer 'dense', found 2");
    }

    private static double accuracy(WeightTask task) {
        Expert.Reader reader = STAT_NN.fit(task, new Seeds(1));
        return LabelAccuracy.of(
                reader.outputs(task.select(task.test())), task.target().values(task.test()));
    }

    /** One label: whether a model's biases lie around 1 instead of 0. */
    private LayerBank biases() {
        float[] values = SEEDS.split("biases").normal(MODELS * LENGTH);
        for (int i = 0; i < values.length; i++) {
            values[i] += labels[i / LENGTH][0];
        }
        return new LayerBank("b", new Dense(MODELS, 1, LENGTH, values));
    }

    private static float[][] labels() {
        float[] numbers = SEEDS.split("labels").normal(MODELS);
        float[][] labels = new float[MODELS][];
        for (int i = 0; i < MODELS; i++) {
            labels[i] = new float[] {numbers[i] > 0 ? 1 : 0};
        }
        return labels;
    }

    private static LayerBank backwards(LayerBank bank) {
        float[] values = ((Dense) bank.matrices()).values();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[i / LENGTH * LENGTH + LENGTH - 1 - i % LENGTH];
        }
        return new LayerBank(bank.layer(), new Dense(bank.models(), 1, LENGTH, turned));
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
