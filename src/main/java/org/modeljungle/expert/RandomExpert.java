package org.modeljungle.expert;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/**
 * Guesses, which any expert must beat: a coin toss for each class; one label or numbers are those of a training model
 * drawn at random.
 */
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
        return new Guess(seeds, task.target().width(), known, task.about(layer));
    }

    static final String KIND = "random";

    private static final String KNOWN = "known";

    private record Settings(long seed, int width) {}

    static Reader of(ArtifactFile file) {
        Settings settings = file.settings(Settings.class);
        Check.that(settings.width > 0, "%s: expected 1 output or more, found %d", file, settings.width);
        String target = file.about().target();
        boolean coin = target.isEmpty() ? !file.has(KNOWN) : target.equals(Target.Kind.LABELS.inFiles());
        float[][] known = coin ? new float[0][] : known(file, settings.width);
        return new Guess(new Seeds(settings.seed), settings.width, known, Readers.about(file, settings.width));
    }

    private static float[][] known(ArtifactFile file, int width) {
        float[][] known = new float[file.length(KNOWN, 0)][];
        Check.that(known.length > 0, "%s: expected 1 training model or more in '%s', found none", file, KNOWN);
        float[] flat = file.floats(KNOWN, known.length, width);
        for (int i = 0; i < known.length; i++) {
            known[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return known;
    }

    /**
     * A reader that does not look at the weights.
     *
     * @param known what it draws from; empty where it tosses a coin // [train, width]
     */
    private record Guess(Seeds seeds, int width, float[][] known, Artifact.About about) implements Reader {

        @Override
        public boolean isSavable() {
            return true;
        }

        @Override
        public Artifact artifact() {
            float[] flat = new float[known.length * width];
            for (int i = 0; i < known.length; i++) {
                System.arraycopy(known[i], 0, flat, i * width, width);
            }
            Map<String, Weight> tensors =
                    known.length == 0 ? Map.of() : Map.of(KNOWN, Weight.of(flat, known.length, width));
            return new Artifact(KIND, new Settings(seeds.value(), width), about, tensors);
        }

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
