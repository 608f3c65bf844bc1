package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;

/** LoRAs whose weights are a linear map of their captions' vectors, plus noise: the truth is known. */
public final class World {

    private static final int WIDTH = 12;
    private static final int ROWS = 10;
    private static final int COLS = 8;
    private static final int RANK = 2;

    private final Map<String, float[]> words = new HashMap<>();
    private final List<String> captions = new ArrayList<>();
    private final Seeds seeds;

    /** {@code each} models of every colour and shape. */
    public World(Seeds seeds, int colours, int shapes, int each) {
        this.seeds = seeds;
        for (int colour = 0; colour < colours; colour++) {
            words.put("colour" + colour, seeds.split("colour", colour).normal(WIDTH));
        }
        for (int shape = 0; shape < shapes; shape++) {
            words.put("shape" + shape, seeds.split("shape", shape).normal(WIDTH));
        }
        for (int model = 0; model < colours * shapes * each; model++) {
            int concept = model / each;
            captions.add("colour" + concept / shapes + " shape" + concept % shapes);
        }
    }

    /** One for each model. */
    public List<String> captions() {
        return captions;
    }

    /** Adds up the words' vectors, at length 1. */
    public float[][] encode(List<String> wanted) {
        return Vectors.unit(wanted.stream().map(this::sum).toArray(float[][]::new));
    }

    /** A layer: B is the map of the caption's vector, A is shared, both with noise. */
    public LayerBank layer(String name, double noise) {
        Seeds own = seeds.split(name);
        float[] map = own.split("map").normal(ROWS * RANK * WIDTH);
        float[] base = own.split("base").normal(RANK * COLS);
        int models = captions.size();
        float[] up = own.split("up").normal(models * ROWS * RANK);
        float[] down = own.split("down").normal(models * RANK * COLS);
        float[][] texts = encode(captions);
        for (int i = 0; i < up.length; i++) {
            int cell = i % (ROWS * RANK);
            double signal =
                    Vectors.dot(Arrays.copyOfRange(map, cell * WIDTH, (cell + 1) * WIDTH), texts[i / (ROWS * RANK)]);
            up[i] = (float) (signal + noise * up[i]);
        }
        for (int i = 0; i < down.length; i++) {
            down[i] = (float) (base[i % base.length] + noise * down[i]);
        }
        return new LayerBank(name, new LowRank(models, ROWS, COLS, RANK, up, down));
    }

    private float[] sum(String caption) {
        float[] sum = new float[WIDTH];
        for (String word : caption.split(" ", -1)) {
            float[] vector = words.get(word);
            Check.that(vector != null, "text encoder: expected known words, found '%s'", word);
            for (int k = 0; k < WIDTH; k++) {
                sum[k] += vector[k];
            }
        }
        return sum;
    }

    /** Fits as a job of its own, which takes as many steps as it says. */
    static Alignment fit(Aligner aligner, AlignmentTask task, Seeds seeds) {
        try (Progress progress = Progress.of("test", aligner.steps(task))) {
            Alignment fitted = aligner.fit(task, TrainingContext.of(seeds, progress));
            assertThat(progress.done()).isEqualTo(aligner.steps(task));
            return fitted;
        }
    }
}
