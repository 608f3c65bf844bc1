package org.modeljungle.expert;

import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Target;

/** Tosses a coin for every class, or says of a model what a training model drawn at random is: what any expert must beat. */
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
        boolean coin = task.target().kind() == Target.Kind.LABELS;
        float[][] known = coin ? new float[0][] : task.target().values(task.train());
        List<String> layer = List.copyOf(task.banks().keySet()).subList(0, 1);
        return new Guess(seeds, task.target().width(), known, layer);
    }

    /**
     * A reader that does not look.
     *
     * @param known what it draws from; a coin is tossed where that is nothing // [train, width]
     */
    private record Guess(Seeds seeds, int width, float[][] known, List<String> layersRead) implements Reader {
        @Override
        public float[][] outputs(Map<String, LayerBank> models) {
            UniformRandomProvider random = seeds.random();
            int count = models.values().iterator().next().models();
            float[][] outputs = new float[count][width];
            for (int i = 0; i < count; i++) {
                if (known.length > 0) {
                    outputs[i] = known[random.nextInt(known.length)].clone();
                    continue;
                }
                for (int k = 0; k < width; k++) {
                    outputs[i][k] = random.nextBoolean() ? 1 : -1;
                }
            }
            return outputs;
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
