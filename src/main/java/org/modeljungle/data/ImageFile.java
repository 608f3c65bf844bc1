package org.modeljungle.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.modeljungle.Check;

/** One file's picture. */
final class ImageFile {

    private static final int FULL = 255;
    private static final long MOST = 1L << 26; // pixels: 8192 x 8192
    private static final String ADVICE = "save it anew as a PNG, or remove it";

    private final BufferedImage image; // sRGB, or grey
    private final OptionalInt clear; // the grey that is transparent though the image doesn't say so

    private ImageFile(BufferedImage image, OptionalInt clear) {
        this.image = image;
        this.clear = clear;
    }

    /**
     * The first picture in a file.
     *
     * @throws IllegalArgumentException if there is none, or it is damaged
     */
    static ImageFile read(Path file) {
        byte[] bytes = FileHashes.bytes(file);
        List<String> warnings = new ArrayList<>(); // where the decoder makes something up, such as a cut-off JPEG's end
        BufferedImage image;
        try {
            image = decode(bytes, warnings);
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // decoders throw all three for a damaged file
            throw new IllegalArgumentException(
                    file + ": expected a picture, found one that cannot be decoded (" + e + "); " + ADVICE, e);
        }
        Check.that(
                image != null, "%s: expected a picture as PNG, JPEG, GIF, BMP or TIFF, found none; %s", file, ADVICE);
        Check.that(
                warnings.isEmpty(), "%s: expected a whole picture, found a damaged one %s; %s", file, warnings, ADVICE);
        int type = image.getSampleModel().getDataType();
        int bits = Arrays.stream(image.getSampleModel().getSampleSize()).max().orElse(0);
        Check.that(
                bits <= Short.SIZE
                        && (type == DataBuffer.TYPE_BYTE
                                || type == DataBuffer.TYPE_USHORT
                                || type == DataBuffer.TYPE_INT), // of packed colours
                "%s: expected whole numbers of 8 or 16 bits, found others; %s",
                file,
                ADVICE);
        image.coerceData(false); // colours as if opaque, also where the file keeps them multiplied by alpha
        return of(image, PngGrey.clear(bytes));
    }

    /** A picture in memory. */
    static ImageFile of(BufferedImage image) {
        return of(image, OptionalInt.empty());
    }

    private static ImageFile of(BufferedImage image, OptionalInt clear) {
        ColorSpace space = image.getColorModel().getColorSpace();
        if (space.isCS_sRGB() || space.getType() == ColorSpace.TYPE_GRAY) {
            return new ImageFile(image, clear);
        }
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        return new ImageFile(new ColorConvertOp(null).filter(image, converted), OptionalInt.empty());
    }

    /**
     * Resizes its central square, on white.
     *
     * @param target receives the picture from {@code offset} on // [channels, side, side] in [-1, 1]
     */
    void draw(int side, float[] target, int offset) {
        int square = Math.min(image.getWidth(), image.getHeight());
        int left = (image.getWidth() - square) / 2;
        int top = (image.getHeight() - square) / 2;
        AreaAverage average = new AreaAverage(square, side);
        for (int y = 0; y < square; y++) {
            for (int x = 0; x < square; x++) {
                int colour = colour(left + x, top + y);
                int alpha = colour >>> 24;
                average.add(
                        x,
                        y,
                        onWhite(colour >> 16 & FULL, alpha),
                        onWhite(colour >> 8 & FULL, alpha),
                        onWhite(colour & FULL, alpha));
            }
        }
        average.write(FULL * FULL, target, offset);
    }

    /** A pixel as alpha, red, green and blue. Java takes grey for linear light and would brighten it. */
    private int colour(int x, int y) {
        if (clear.isPresent() && image.getRaster().getSample(x, y, 0) == clear.getAsInt()) {
            return 0;
        }
        int colour = image.getRGB(x, y);
        if (image.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
            return colour;
        }
        int most = (1 << image.getSampleModel().getSampleSize(0)) - 1;
        int grey = (image.getRaster().getSample(x, y, 0) * FULL + most / 2) / most;
        return (colour & 0xff000000) | (grey << 16) | (grey << 8) | grey;
    }

    private static int onWhite(int value, int alpha) {
        return value * alpha + FULL * (FULL - alpha);
    }

    /** Before memory is taken for it. */
    private static void checkSize(int width, int height) throws IOException {
        if ((long) width * height > MOST) {
            throw new IOException("its header claims " + width + " x " + height + " pixels, more than " + MOST);
        }
    }

    private static BufferedImage decode(byte[] bytes, List<String> warnings) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                checkSize(reader.getWidth(0), reader.getHeight(0));
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
