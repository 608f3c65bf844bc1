package org.modeljungle.expert;

import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;

/** Tosses a coin for every class: what any expert must beat. */
public record RandomExpert() implements Expert {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public long steps(WeightTask task) {
        return 0;
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
        return new Coin(seeds, task.classes());
    }

    private record Coin(Seeds seeds, int classes) implements Reader {
        @Override
        public float[][] logits(Map<String, LayerBank> models) {
            UniformRandomProvider random = seeds.random();
            int count = models.values().iterator().next().models();
            float[][] logits = new float[count][classes];
            for (float[] row : logits) {
                for (int k = 0; k < classes; k++) {
                    row[k] = random.nextBoolean() ? 1 : -1;
                }
            }
            return logits;
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public long flops() {
            return 0;
        }
    }
}
