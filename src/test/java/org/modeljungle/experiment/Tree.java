package org.modeljungle.experiment;

import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Seeds;
import org.modeljungle.expert.MetanetworkExpert;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.layers.Banks;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.store.ClassTarget;

/** A small tree to train experts on. */
public final class Tree {

    public static final Seeds SEEDS = new Seeds(4);
    public static final MetanetworkFit.Settings SHORT = MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(20)
            .withBatch(8)
            .withRate(1e-2)
            .withWeightDecay(0)
            .withEvaluateEvery(10);
    public static final WeightTask TASK = task(SEEDS);

    private Tree() {}

    /** ProbeX of a few probes. */
    public static MetanetworkExpert probeX(int probes) {
        return new MetanetworkExpert("probex", "a", new ProbeX.Settings(probes, 3, 5, true), SHORT);
    }

    /** Twenty models with one layer {@code a} and two labels. */
    public static WeightTask task(Seeds seeds) {
        float[][] labels = new float[20][2];
        float[] numbers = seeds.split("labels").normal(40);
        for (int i = 0; i < 40; i++) {
            labels[i / 2][i % 2] = numbers[i] > 0 ? 1 : 0;
        }
        return new WeightTask(
                Map.of("a", Banks.dense(seeds, 20, 4, 5)),
                ClassTarget.of(labels),
                IntStream.range(0, 12).toArray(),
                IntStream.range(12, 16).toArray(),
                IntStream.range(16, 20).toArray());
    }
}
