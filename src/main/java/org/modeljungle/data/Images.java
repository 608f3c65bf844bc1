package org.modeljungle.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/** Images of one size with their captions and labels, in plain Java arrays. */
public final class Images {

    /** The number of channels of a colour image: red, green, blue. */
    public static final int RGB = 3;

    private final float[] pixels; // [count, channels, height, width] in [-1, 1]
    private final int channels;
    private final int height;
    private final int width;
    private final List<String> captions; // [count], or empty
    private final Map<String, Labels> labels;

    /**
     * Wraps pixels without copying them.
     *
     * @param pixels all images, one after another // [count, channels, height, width] in [-1, 1]
     * @param captions one per image, or none at all
     * @param labels by name, for example "shape"; each with one label per image
     */
    public Images(
            float[] pixels, int channels, int height, int width, List<String> captions, Map<String, Labels> labels) {
        Check.that(
                channels > 0 && height > 0 && width > 0,
                "images: expected positive channels, height and width, found [%d, %d, %d]",
                channels,
                height,
                width);
        int length = Math.multiplyExact(channels, Math.multiplyExact(height, width));
        Check.that(
                pixels.length % length == 0,
                "images: expected whole images of [%d, %d, %d] = %d numbers each, found %d numbers",
                channels,
                height,
                width,
                length,
                pixels.length);
        this.pixels = pixels;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.captions = List.copyOf(captions);
        this.labels = new LinkedHashMap<>(labels);
        Check.that(
                captions.isEmpty() || captions.size() == count(),
                "images: expected one caption for each of %d images, or none, found %d",
                count(),
                captions.size());
        labels.forEach((name, all) -> Check.that(
                all.count() == count(),
                "images: expected one label '%s' for each of %d images, found %d",
                name,
                count(),
                all.count()));
    }

    /** The number of images. */
    public int count() {
        return pixels.length / length();
    }

    /** The number of numbers in one image: {@code channels * height * width}. */
    public int length() {
        return channels * height * width;
    }

    /** The number of channels. */
    public int channels() {
        return channels;
    }

    /** The height in pixels. */
    public int height() {
        return height;
    }

    /** The width in pixels. */
    public int width() {
        return width;
    }

    /**
     * All pixels: this object's own array, not a copy; don't change it. // [count, channels, height, width] in [-1, 1]
     */
    public float[] pixels() {
        return pixels;
    }

    /** A copy of image {@code i}. // [channels, height, width] in [-1, 1] */
    public float[] get(int i) {
        checkIndex(i);
        return Arrays.copyOfRange(pixels, i * length(), (i + 1) * length());
    }

    /** The captions, one per image; empty where the images have none. */
    public List<String> captions() {
        return captions;
    }

    /** The names of the labels, for example {@code [shape, colour, texture, concept]}. */
    public List<String> labelNames() {
        return List.copyOf(labels.keySet());
    }

    /** The labels of a name. */
    public Labels labels(String name) {
        Labels found = labels.get(name);
        Check.that(found != null, "images: expected one of the labels %s, found '%s'", labels.keySet(), name);
        return found;
    }

    /** The images of these numbers, in this order; a number may come more than once. */
    public Images select(int... images) {
        float[] chosen = new float[Math.multiplyExact(images.length, length())]; // [images, channels, height, width]
        for (int i = 0; i < images.length; i++) {
            checkIndex(images[i]);
            System.arraycopy(pixels, images[i] * length(), chosen, i * length(), length());
        }
        List<String> words = captions.isEmpty()
                ? captions
                : Arrays.stream(images).mapToObj(captions::get).toList();
        Map<String, Labels> own = new LinkedHashMap<>();
        labels.forEach((name, all) -> own.put(name, all.select(images)));
        return new Images(chosen, channels, height, width, words, own);
    }

    /** The images from number {@code from} on, up to but without number {@code to}. */
    public Images slice(int from, int to) {
        return select(IntStream.range(from, to).toArray());
    }

    /** The same images without colours, of one channel: the mean of red, green and blue. */
    public Images grey() {
        Check.that(channels == RGB, "images: expected %d channels to make grey ones of, found %d", RGB, channels);
        float[] all = new float[count() * height * width]; // [count, 1, height, width]
        for (int i = 0; i < count(); i++) {
            float[] one = grey(get(i));
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return new Images(all, 1, height, width, captions, labels);
    }

    /**
     * One image without its colours: the mean of red, green and blue.
     *
     * @param colour [3, height, width]
     * @return [height, width]
     */
    public static float[] grey(float[] colour) {
        Check.that(
                colour.length % RGB == 0,
                "images: expected as many numbers of red, green and blue to make grey of, found %d numbers",
                colour.length);
        float[] grey = new float[colour.length / RGB];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (colour[i] + colour[grey.length + i] + colour[2 * grey.length + i]) / RGB;
        }
        return grey;
    }

    /** All images of the parts, in order. They must agree in size, in having captions, and in labels and classes. */
    public static Images concat(Images... parts) {
        return Concatenation.of(List.of(parts));
    }

    private void checkIndex(int i) {
        Check.that(i >= 0 && i < count(), "images: expected an index from 0 to %d, found %d", count() - 1, i);
    }

    @Override
    public String toString() {
        return "%,d images [%d, %d, %d]".formatted(count(), channels, height, width)
                + (labels.isEmpty() ? "" : " with the labels " + labels.keySet());
    }
}
