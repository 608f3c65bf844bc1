package org.modeljungle.show;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.modeljungle.AtomicFile;

/**
 * A PNG with the size at which it is shown and a text for those who can't see it.
 *
 * <p>Drawing needs fonts, which slim containers lack; then the picture is its text with the reason, and only
 * {@link #png()} and {@link #save} fail.
 */
public final class Picture implements Figure {

    static {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true"); // a kernel in a container has no display
        }
    }

    private final String alt;
    private final int width;
    private final int height;
    private final byte[] png;
    private final boolean pixelated;
    private final String problem;

    private Picture(String alt, int width, int height, byte[] png, boolean pixelated, String problem) {
        this.alt = alt;
        this.width = width;
        this.height = height;
        this.png = png;
        this.pixelated = pixelated;
        this.problem = problem;
    }

    /**
     * A picture shown at its own size.
     *
     * @param alt what it shows, in words
     */
    public static Picture of(String alt, BufferedImage image) {
        return new Picture(alt, image.getWidth(), image.getHeight(), encode(image), false, "");
    }

    /** Draws on white paper of the given size, in pixels as shown; where drawing throws, the picture is a text. */
    static Picture draw(String alt, int width, int height, Consumer<Graphics2D> painter) {
        return guarded(alt, () -> paint(alt, width, height, painter));
    }

    /** What {@code drawing} gives, or a text picture where the machine can't draw. */
    static Picture guarded(String alt, Supplier<Picture> drawing) {
        try {
            return drawing.get();
        } catch (Throwable e) { // missing fonts and libraries are thrown as Errors
            return new Picture(alt, 0, 0, new byte[0], false, e.toString());
        }
    }

    private static Picture paint(String alt, int width, int height, Consumer<Graphics2D> painter) {
        BufferedImage image = new BufferedImage(width * Style.SCALE, height * Style.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Style.PAPER);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(Style.SCALE, Style.SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        painter.accept(graphics);
        graphics.dispose();
        return new Picture(alt, width, height, encode(image), false, "");
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The same picture shown {@code factor} times as large, its pixels as crisp squares. */
    public Picture zoom(int factor) {
        return new Picture(alt, width * factor, height * factor, png, true, problem);
    }

    /** What the picture shows, in words. */
    public String alt() {
        return alt;
    }

    /** The width at which it is shown, in pixels; 0 when it could not be drawn. */
    public int width() {
        return width;
    }

    /** The height at which it is shown, in pixels; 0 when it could not be drawn. */
    public int height() {
        return height;
    }

    /** Why it could not be drawn; empty when it was. */
    public String problem() {
        return problem;
    }

    /** Whether an enlarged picture keeps its pixels as squares. */
    public boolean pixelated() {
        return pixelated;
    }

    /**
     * The PNG file's bytes.
     *
     * @throws IllegalStateException if the picture could not be drawn
     */
    public byte[] png() {
        if (!problem.isEmpty()) {
            throw new IllegalStateException(text());
        }
        return png.clone();
    }

    @Override
    public Picture picture() {
        return this;
    }

    /** An {@code <img>} that holds the PNG itself. */
    @Override
    public String html() {
        if (!problem.isEmpty()) {
            return Html.format(
                    "<div style=\"%s;border:%s;padding:8px\">%s</div>", Html.FONT, Html.BORDER, Html.escape(text()));
        }
        return Html.format(
                "<img alt=\"%s\" width=\"%d\" height=\"%d\" style=\"max-width:none%s\" src=\"data:image/png;base64,%s\">",
                Html.escape(alt), width, height, pixelated ? ";image-rendering:pixelated" : "", base64());
    }

    String base64() {
        return Base64.getEncoder().encodeToString(png());
    }

    @Override
    public String text() {
        if (problem.isEmpty()) {
            return Html.format("[picture, %d x %d] %s", width, height, alt);
        }
        return "[picture not drawn: " + problem
                + "; if fonts are missing, install fontconfig and a font such as DejaVu] " + alt;
    }

    @Override
    public void save(Path file) {
        byte[] bytes = png();
        AtomicFile.write(file, out -> out.write(bytes));
    }

    @Override
    public String toString() {
        return text();
    }
}
