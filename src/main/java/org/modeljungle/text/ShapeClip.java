package org.modeljungle.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Digests;
import org.modeljungle.Progress;
import org.modeljungle.data.Colour;
import org.modeljungle.data.Concept;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.data.Texture;
import org.modeljungle.nets.MiniClip;
import org.modeljungle.nets.Vocabulary;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** A mini-CLIP trained on the shape world: its vocabulary is the world's 30 words. */
public final class ShapeClip implements TextEncoder {

    private static final int VERSION = 1;
    private static final String PARAMETERS = "parameters";
    private static final int DIGITS = 16; // of the settings' digest

    /**
     * How it is trained.
     *
     * @param world the pictures
     * @param steps training steps
     * @param batch different concepts in each shard of a step; at most 1,000
     * @param shards batches per step, which one-thread workers share
     * @param rate base learning rate; cosine schedule
     * @param seed everything random is split from it
     */
    public record Settings(ShapeWorld world, int steps, int batch, int shards, double rate, long seed) {
        public Settings {
            Check.that(
                    steps > 0 && shards > 0 && rate > 0 && batch > 1 && batch <= Concept.COUNT,
                    "mini-CLIP: expected positive settings and a batch of 2 to %d concepts, found %d steps, batch %d,"
                            + " %d shards, rate %s",
                    Concept.COUNT,
                    steps,
                    batch,
                    shards,
                    rate);
        }

        /** 16x16 pictures, {@code steps} steps of 2 x 128 pictures. */
        public static Settings of(int steps) {
            return new Settings(ShapeWorld.of(16), steps, 128, 2, 1e-3, 0);
        }
    }

    private final MiniClip net;
    private final float[] parameters;

    private ShapeClip(MiniClip net, float[] parameters) {
        this.net = net;
        this.parameters = parameters;
    }

    /** The trained encoder from the user's cache folder; trains it there when it is missing. */
    public static ShapeClip get(Settings settings) {
        return get(settings, Caches.folder().resolve("encoders").resolve(fileName(settings)));
    }

    /** The name of the file in the cache folder. */
    static String fileName(Settings settings) {
        String digest = Digests.ofJson(settings).substring(0, DIGITS);
        return "shape-clip-" + VERSION + "-" + digest + ".safetensors";
    }

    /**
     * The trained encoder from a file; trains and writes it when it is missing. A training that is stopped leaves its
     * state in a file beside, {@code NAME.checkpoint}, and the same call resumes it with the same bits.
     *
     * @throws IllegalArgumentException if a file is damaged or was made with other settings
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static ShapeClip get(Settings settings, Path file) {
        MiniClip net = new MiniClip(new MiniClip.Settings(settings.world.size(), 32, 128), new Vocabulary(words()));
        Map<String, String> made =
                new TreeMap<>(Map.of("settings", settings.toString(), "version", Integer.toString(VERSION)));
        if (!Files.isRegularFile(file)) {
            ShapeClipTraining training = new ShapeClipTraining(net, settings, file, made);
            float[] trained = training.run();
            Safetensors.write(file, Map.of(PARAMETERS, Weight.of(trained, trained.length)), made);
            training.delete();
        }
        return new ShapeClip(net, opened(file, made).floats(PARAMETERS));
    }

    /** Opens a file that must have been made with certain settings. */
    static Safetensors opened(Path file, Map<String, String> made) {
        Safetensors saved = Safetensors.open(file);
        Check.that(
                saved.metadata().equals(made),
                "%s: expected an encoder made with %s, found %s; delete the file",
                file,
                made,
                saved.metadata());
        return saved;
    }

    /** The world's 30 words. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        Stream.of(org.modeljungle.data.Shape.values())
                .map(org.modeljungle.data.Shape::word)
                .forEach(words::add);
        Stream.of(Colour.values()).map(Colour::word).forEach(words::add);
        Stream.of(Texture.values()).map(Texture::word).forEach(words::add);
        return words;
    }

    /** SHA-256 of its words and of what it has learnt. */
    @Override
    public String digest() {
        return new DataDigest().add(String.join(" ", words())).add(parameters).hex();
    }

    @Override
    public float[][] encode(List<String> captions) {
        return net.encodeText(parameters, captions);
    }

    /** Vectors of pictures [count, dimension]; pixels are row-major [count, 3, size, size] in [-1, 1]. */
    public float[][] encodeImages(float[] pixels) {
        try (Progress progress = Progress.of("looking at pictures", net.count(pixels))) {
            return net.encodeImages(parameters, pixels, progress);
        }
    }

    /**
     * For each picture, which of some captions it fits best.
     *
     * @param pixels row-major [count, 3, size, size] in [-1, 1]
     * @return indices into {@code captions}
     */
    public int[] caption(float[] pixels, List<String> captions) {
        float[][] texts = encode(captions);
        return Arrays.stream(encodeImages(pixels))
                .mapToInt(image -> nearest(image, texts))
                .toArray();
    }

    /**
     * Its accuracy on pictures.
     *
     * @param pixels row-major [count, 3, size, size] in [-1, 1]
     * @param own what the pictures show; each caption's pictures, equally many, stand side by side // [count / pictures
     *     of each]
     * @param candidates the captions to choose from
     * @return the share of pictures whose own caption fits best
     * @throws IllegalArgumentException if there are not equally many pictures of each caption
     */
    public double accuracy(float[] pixels, List<String> own, List<String> candidates) {
        int[] named = caption(pixels, candidates);
        Check.that(
                !own.isEmpty() && named.length % own.size() == 0,
                "mini-CLIP: expected equally many pictures of each of %d captions, found %d pictures",
                own.size(),
                named.length);
        int each = named.length / own.size();
        int right = 0;
        for (int i = 0; i < named.length; i++) {
            right += candidates.get(named[i]).equals(own.get(i / each)) ? 1 : 0;
        }
        return (double) right / named.length;
    }

    private static int nearest(float[] image, float[][] texts) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < texts.length; i++) {
            double cosine = 0;
            for (int k = 0; k < image.length; k++) {
                cosine += image[k] * texts[i][k];
            }
            if (cosine > highest) {
                highest = cosine;
                best = i;
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return "shape clip: " + net;
    }
}
