package org.modeljungle.show;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;

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

    /** The rule that turns the lightness of paper round in VS Code's dark themes. */
    static final String VS_CODE = ".vscode-dark .modeljungle-paper{filter:invert(.934) hue-rotate(180deg)!important}";

    private final String alt;
    private final int width;
    private final int height;
    private final Pixels pixels;
    private final Look look;
    private final String problem;

    /** How a picture is put on a page. */
    private enum Look {
        /** As it is. */
        PLAIN("max-width:100%;height:auto"),
        /** Enlarged, its pixels as squares. */
        PIXELATED("max-width:none;image-rendering:pixelated"),
        /**
         * Ink on white paper: its lightness is turned round in JupyterLab's dark themes, hues stay. JupyterLab, and a
         * page that nbconvert makes, have one variable that is a number which tells dark from light: 32 in the dark and
         * 0 in the light. Elsewhere there is no such variable, and the paper stays white, but in VS Code, whose dark
         * pages have a class ({@link #VS_CODE}).
         */
        PAPER("max-width:100%;height:auto;border-radius:4px"
                + ";filter:invert(calc(var(--jp-shadow-base-lightness,0)*.0292))"
                + " hue-rotate(calc(var(--jp-shadow-base-lightness,0)*5.625deg))");

        private final String css;

        Look(String css) {
            this.css = css;
        }

        String style() {
            return (this == PAPER ? " class=\"modeljungle-paper\"" : "") + " style=\"" + css + "\"";
        }
    }

    private Picture(String alt, int width, int height, Pixels pixels, Look look, String problem) {
        this.alt = alt;
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.look = look;
        this.problem = problem;
    }

    /**
     * A picture shown at its own size.
     *
     * @param alt what it shows, in words
     */
    public static Picture of(String alt, BufferedImage image) {
        Picture picture = new Picture(alt, image.getWidth(), image.getHeight(), new Pixels(image), Look.PLAIN, "");
        picture.encode(); // the image is the caller's, who may draw on it
        return picture;
    }

    /** Makes the PNG now, so that the drawing, which is far larger, can be forgotten. */
    void encode() {
        if (problem.isEmpty()) {
            pixels.png();
        }
    }

    /**
     * Draws on white paper of the given size, in pixels as shown, what may be shown with its lightness turned round on
     * a dark page; where drawing throws, the picture is a text.
     */
    static Picture draw(String alt, int width, int height, Consumer<Graphics2D> painter) {
        return guarded(alt, () -> paint(alt, width, height, Style.PAPER, Look.PAPER, painter));
    }

    /** Draws on a transparent ground what keeps its colours on every page; its texts are {@link Style#BETWEEN}. */
    static Picture drawClear(String alt, int width, int height, Consumer<Graphics2D> painter) {
        return guarded(alt, () -> paint(alt, width, height, Style.NOTHING, Look.PLAIN, painter));
    }

    /** What {@code drawing} gives, or a text picture where the machine can't draw. */
    static Picture guarded(String alt, Supplier<Picture> drawing) {
        try {
            return drawing.get();
        } catch (Throwable e) { // missing fonts and libraries are thrown as Errors
            return failed(alt, e.toString());
        }
    }

    /** A picture that could not be drawn. */
    static Picture failed(String alt, String problem) {
        return new Picture(alt, 0, 0, new Pixels(null), Look.PLAIN, problem);
    }

    private static Picture paint(
            String alt, int width, int height, Color ground, Look look, Consumer<Graphics2D> painter) {
        int type = ground.getAlpha() == 255 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        BufferedImage image = new BufferedImage(width * Style.SCALE, height * Style.SCALE, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(ground);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(Style.SCALE, Style.SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        painter.accept(graphics);
        graphics.dispose();
        return new Picture(alt, width, height, new Pixels(image), look, "");
    }

    /**
     * The same picture shown {@code factor} times as large, its pixels as crisp squares.
     *
     * @param factor 1 or more
     */
    public Picture zoom(int factor) {
        Check.that(factor >= 1, "picture: expected a zoom of 1 or more, found %d", factor);
        return new Picture(alt, width * factor, height * factor, pixels, Look.PIXELATED, problem);
    }

    /** The same picture with other words. */
    Picture withAlt(String other) {
        return new Picture(other, width, height, pixels, look, problem);
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
        return look == Look.PIXELATED;
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
        return pixels.png().clone();
    }

    @Override
    public Picture picture() {
        return this;
    }

    /** An {@code <img>} that holds the PNG itself; before a chart stands the rule for VS Code. */
    @Override
    public String html() {
        if (!problem.isEmpty()) {
            return Html.format(
                    "<div style=\"%s;border:%s;padding:8px\">%s</div>", Html.FONT, Html.BORDER, Html.escape(text()));
        }
        return (look == Look.PAPER ? "<style>" + VS_CODE + "</style>" : "") + img(alt, width, height);
    }

    /** The same {@code <img>} with another text, and of another size where no style sheet says its size. */
    String img(String text, int wide, int high) {
        return Html.format(
                "<img alt=\"%s\" width=\"%d\" height=\"%d\"%s src=\"data:image/png;base64,%s\">",
                Html.escape(text), wide, high, look.style(), base64());
    }

    /** Draws it at a place on another picture. */
    void drawOn(Graphics2D graphics, int x, int y, int wide, int high) {
        Image image = pixels.image();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                pixelated()
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(wide < width ? smooth(image, wide, high) : image, x, y, wide, high, null);
    }

    /** Averages of pixels: a bicubic filter leaves lines out where it makes a picture much smaller. */
    private static Image smooth(Image image, int wide, int high) {
        return image.getScaledInstance(wide * Style.SCALE, high * Style.SCALE, Image.SCALE_AREA_AVERAGING);
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
