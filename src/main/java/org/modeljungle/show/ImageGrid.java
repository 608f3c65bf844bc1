package org.modeljungle.show;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;

/**
 * Many small images side by side, enlarged by whole numbers so that every pixel is a crisp square.
 *
 * <pre>{@code
 * show(ImageGrid.of(pixels, 3, 16, 16).columns(10).zoom(4).captions(names));
 * }</pre>
 *
 * Values are shown from -1 (dark) to 1 (bright) and cut outside; NaN is shown in magenta.
 *
 * @param pixels the images, [count, channels, height, width]
 * @param channels 3 (red, green, blue) or 1 (grey)
 * @param height of one image, in pixels
 * @param width of one image, in pixels
 * @param layout how the images are arranged
 */
@SuppressWarnings("ArrayRecordComponent") // the grid looks at the caller's array, it never compares grids
public record ImageGrid(float[] pixels, int channels, int height, int width, Layout layout) implements Figure {

    private static final int MOST_NAMED = 20; // captions in the alternative text

    /**
     * How images are arranged.
     *
     * @param columns images in a row
     * @param zoom pixels shown per pixel of an image, per side
     * @param gap pixels between images
     * @param captions a text under every image, or none at all
     * @param rowTitles a text left of every row, or none at all
     * @param title a text above all; empty for none
     */
    public record Layout(int columns, int zoom, int gap, List<String> captions, List<String> rowTitles, String title) {

        /** Checks the numbers and copies the lists. */
        public Layout {
            Check.that(columns >= 1, "image grid: expected 1 column or more, found %d", columns);
            Check.that(zoom >= 1, "image grid: expected a zoom of 1 or more, found %d", zoom);
            Check.that(gap >= 0, "image grid: expected a gap of 0 pixels or more, found %d", gap);
            captions = List.copyOf(captions);
            rowTitles = List.copyOf(rowTitles);
        }
    }

    /** Checks that the array holds whole images, and that captions and titles are as many as images and rows. */
    public ImageGrid {
        Check.that(channels == 1 || channels == 3, "image grid: expected 1 or 3 channels, found %d", channels);
        Check.that(
                height >= 1 && width >= 1,
                "image grid: expected images of 1 x 1 or more, found %d x %d",
                height,
                width);
        int size = channels * height * width;
        Check.that(
                pixels.length > 0 && pixels.length % size == 0,
                "image grid: expected [count, %d, %d, %d], a multiple of %d numbers, found %d numbers",
                channels,
                height,
                width,
                size,
                pixels.length);
        int count = pixels.length / size;
        int captions = layout.captions().size();
        Check.that(
                captions == 0 || captions == count,
                "image grid: expected %d captions, one per image, found %d",
                count,
                captions);
        int rows = (count + layout.columns() - 1) / layout.columns();
        Check.that(
                layout.rowTitles().size() <= rows,
                "image grid: expected at most %d row titles for %d images in %d columns, found %d; set columns first",
                rows,
                count,
                layout.columns(),
                layout.rowTitles().size());
    }

    /**
     * A grid of up to ten columns, each image at least 64 pixels wide.
     *
     * @param pixels [count, channels, height, width]
     */
    public static ImageGrid of(float[] pixels, int channels, int height, int width) {
        int zoom = Math.max(1, (63 + width) / Math.max(1, width));
        Layout layout = new Layout(10, zoom, 8, List.of(), List.of(), "");
        return new ImageGrid(pixels, channels, height, width, layout);
    }

    /** Like {@link #of(float[], int, int, int)}, from pieces that hold one or more images each. */
    public static ImageGrid of(List<float[]> pieces, int channels, int height, int width) {
        long numbers = pieces.stream().mapToLong(piece -> piece.length).sum();
        Check.that(
                numbers <= Integer.MAX_VALUE,
                "image grid: expected at most %,d numbers in all, found %,d; show fewer images",
                Integer.MAX_VALUE,
                numbers);
        FloatBuffer pixels = FloatBuffer.allocate((int) numbers);
        pieces.forEach(pixels::put);
        return of(pixels.array(), channels, height, width);
    }

    /**
     * Matrices as images: blue below zero, white at zero, red above; full colour at three times the root mean square of
     * all their finite numbers; what is not finite is shown in magenta.
     *
     * @param matrices each row-major [rows, cols]
     */
    public static ImageGrid ofSigned(List<float[]> matrices, int rows, int cols) {
        double squares = 0;
        long finite = 0;
        for (float[] matrix : matrices) {
            for (float value : matrix) {
                if (Float.isFinite(value)) {
                    squares += (double) value * value;
                    finite++;
                }
            }
        }
        double full = 3 * Math.sqrt(squares / Math.max(1, finite));
        List<float[]> colours = matrices.stream()
                .map(matrix -> Palette.DIVERGING.paint(matrix, full))
                .toList();
        return of(colours, 3, rows, cols);
    }

    /** The matrices of all models of a layer as images, like {@link #ofSigned}. */
    public static ImageGrid of(LayerBank bank) {
        List<float[]> matrices =
                IntStream.range(0, bank.models()).mapToObj(bank::matrix).toList();
        return ofSigned(matrices, bank.rows(), bank.cols());
    }

    /** The number of images. */
    public int count() {
        return pixels.length / (channels * height * width);
    }

    /** The same grid with {@code columns} images in a row. */
    public ImageGrid columns(int columns) {
        return with(new Layout(columns, layout.zoom, layout.gap, layout.captions, layout.rowTitles, layout.title));
    }

    /** The same grid with every pixel {@code zoom} pixels wide and high. */
    public ImageGrid zoom(int zoom) {
        return with(new Layout(layout.columns, zoom, layout.gap, layout.captions, layout.rowTitles, layout.title));
    }

    /** The same grid with {@code gap} pixels between images. */
    public ImageGrid gap(int gap) {
        return with(new Layout(layout.columns, layout.zoom, gap, layout.captions, layout.rowTitles, layout.title));
    }

    /** The same grid with a text under every image, in up to three lines. */
    public ImageGrid captions(List<String> captions) {
        return with(new Layout(layout.columns, layout.zoom, layout.gap, captions, layout.rowTitles, layout.title));
    }

    /** The same grid with a text left of every row. Set the columns first. */
    public ImageGrid rowTitles(List<String> titles) {
        return with(new Layout(layout.columns, layout.zoom, layout.gap, layout.captions, titles, layout.title));
    }

    /** The same grid with a text above it. */
    public ImageGrid title(String title) {
        return with(new Layout(layout.columns, layout.zoom, layout.gap, layout.captions, layout.rowTitles, title));
    }

    private ImageGrid with(Layout changed) {
        return new ImageGrid(pixels, channels, height, width, changed);
    }

    /** What the grid shows, in words. */
    String alt() {
        String all = count() + (count() == 1 ? " image" : " images") + " of " + width + " x " + height + " pixels";
        String titled = layout.title.isEmpty() ? all : layout.title + ": " + all;
        int named = Math.min(layout.captions.size(), MOST_NAMED);
        String more = named < layout.captions.size() ? ", ..." : "";
        return named == 0 ? titled : titled + ": " + String.join(", ", layout.captions.subList(0, named)) + more;
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new GridPainter(this).paint());
    }

    @Override
    public String toString() {
        return alt();
    }
}
