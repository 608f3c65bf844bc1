package org.modeljungle.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * What several things look like, each in some pictures. A mean picture shows what the pictures of a thing have in
 * common, but blurs its edges and mixes its colours; so those of each picture are averaged too.
 *
 * @param each pictures of a thing
 * @param means the mean picture of each thing, with its caption
 * @param edges the mean of {@link PictureFeatures#edges} over each thing's pictures // [things, 8 * 16]
 * @param colours the mean of {@link PictureFeatures#colours} over each thing's pictures // [things, 125]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Looks(int each, Images means, float[][] edges, float[][] colours) {

    /**
     * Of pictures, those of a thing one after the other.
     *
     * @param pictures RGB // [things * each, 3, height, width]
     * @param each pictures of a thing
     * @throws IllegalArgumentException if their number is no multiple of it, or they are not RGB
     */
    public static Looks of(Images pictures, int each) {
        Check.that(
                each > 0 && pictures.count() % each == 0,
                "looks: expected some pictures of each thing, as many of one as of another, found %d pictures, %d of"
                        + " each",
                pictures.count(),
                each);
        return new Looks(
                each,
                means(pictures, each),
                means(PictureFeatures.edges(pictures), each),
                means(PictureFeatures.colours(pictures), each));
    }

    /** The number of things. */
    public int count() {
        return means.count();
    }

    private static Images means(Images pictures, int each) {
        float[][] means = means(PictureFeatures.pixels(pictures), each);
        int size = means.length == 0 ? 0 : means[0].length;
        float[] pixels = new float[Math.multiplyExact(means.length, size)];
        for (int i = 0; i < means.length; i++) {
            System.arraycopy(means[i], 0, pixels, i * size, size);
        }
        List<String> captions = IntStream.range(0, means.length)
                .mapToObj(i -> pictures.captions().get(i * each))
                .toList();
        return new Images(pixels, pictures.channels(), pictures.height(), pictures.width(), captions, Map.of());
    }

    /** Means of groups of rows // [rows / each, width] */
    private static float[][] means(float[][] rows, int each) {
        return IntStream.range(0, rows.length / each)
                .mapToObj(i -> mean(Arrays.copyOfRange(rows, i * each, (i + 1) * each)))
                .toArray(float[][]::new);
    }

    private static float[] mean(float[]... rows) {
        float[] mean = new float[rows[0].length];
        for (float[] row : rows) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += row[k] / rows.length;
            }
        }
        return mean;
    }

    @Override
    public String toString() {
        return "the looks of %,d things, in %,d pictures each".formatted(count(), each);
    }
}
