package org.modeljungle.data;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Grey pictures of the digits 0 to 9, each in a font of its own, turned, slanted, stretched and moved at random. Fonts
 * are those of the machine: the same files of fonts on the same JDK give the same bytes, other ones do not, even under
 * the same names.
 */
public final class Glyphs {

    /** What the pictures are labelled with. */
    public static final String DIGIT = "digit";

    private static final String DIGITS = "0123456789";
    private static final int SHARP = 4; // pixels are averaged over so many times so many
    private static final int SIZE_TO_TRY = 28; // points: whether a font has outlines does not depend on it
    private static final int[] STYLES = {Font.PLAIN, Font.BOLD, Font.ITALIC, Font.BOLD | Font.ITALIC};

    private Glyphs() {}

    /**
     * The families that have outlines of all digits, in alphabetical order: those of the machine's fonts, and Java's
     * logical ones, such as Dialog, which are aliases of some of them. Fonts of coloured pictures (emoji) have none.
     */
    public static List<String> fonts() {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
                .filter(name -> new Font(name, Font.PLAIN, 1).canDisplayUpTo(DIGITS) < 0)
                .filter(Glyphs::hasOutlines)
                .sorted()
                .toList();
    }

    private static boolean hasOutlines(String family) {
        Font font = new Font(family, Font.PLAIN, SIZE_TO_TRY);
        return IntStream.range(0, DIGITS.length())
                .noneMatch(digit -> outline(font, digit).getBounds2D().isEmpty());
    }

    /**
     * Draws pictures, as many of each digit, up to a difference of one.
     *
     * @param count the number of pictures
     * @param side in pixels
     * @param fonts families to choose from
     * @return one channel, white on black, labelled {@link #DIGIT}
     */
    public static Images draw(int count, int side, List<String> fonts, Seeds seeds) {
        Check.that(count > 0 && side > 0, "glyphs: expected count and side of 1 or more, found %d, %d", count, side);
        Check.that(
                !fonts.isEmpty(),
                "glyphs: expected 1 font or more, found none; install one, such as Debian's fonts-dejavu-core");
        float[] pixels = new float[Math.multiplyExact(count, side * side)];
        int[] digits = new int[count];
        for (int i = 0; i < count; i++) {
            Progress.checkInterrupt("drawing digits");
            digits[i] = i % DIGITS.length();
            float[] one = one(digits[i], side, fonts, seeds.split("glyph", i));
            System.arraycopy(one, 0, pixels, i * one.length, one.length);
        }
        List<String> names =
                IntStream.range(0, DIGITS.length()).mapToObj(Integer::toString).toList();
        return new Images(pixels, 1, side, side, List.of(), Map.of(DIGIT, new Labels(names, digits)));
    }

    /**
     * One picture of a digit.
     *
     * @param digit 0 to 9
     * @param side in pixels
     * @param fonts families to choose from
     * @return [1, side, side] in [-1, 1]
     * @throws IllegalArgumentException if the chosen font has no outline of the digit
     */
    public static float[] one(int digit, int side, List<String> fonts, Seeds seeds) {
        UniformRandomProvider random = seeds.random();
        float[] pixels = new float[side * side];
        int large = side * SHARP;
        BufferedImage image = new BufferedImage(large, large, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fill(outline(digit, large, fonts, random));
        pen.dispose();
        for (int pixel = 0; pixel < side * side; pixel++) {
            int sum = 0;
            for (int y = 0; y < SHARP; y++) {
                for (int x = 0; x < SHARP; x++) {
                    sum += image.getRaster().getSample(pixel % side * SHARP + x, pixel / side * SHARP + y, 0);
                }
            }
            pixels[pixel] = sum * 2f / (255 * SHARP * SHARP) - 1;
        }
        return pixels;
    }

    /** The digit in the middle, three fifths of the picture high, then changed at random. */
    private static Shape outline(int digit, int side, List<String> fonts, UniformRandomProvider random) {
        Font font = new Font(fonts.get(random.nextInt(fonts.size())), STYLES[random.nextInt(STYLES.length)], side);
        Shape shape = outline(font, digit);
        Rectangle2D box = shape.getBounds2D();
        Check.that(
                !box.isEmpty(),
                "glyphs: expected a font with outlines of digits, found '%s', which has none of %d; take one of"
                        + " Glyphs.fonts()",
                font.getFamily(),
                digit);
        double scale = .6 * side / box.getHeight();
        AffineTransform change = new AffineTransform();
        change.translate(side * (.5 + between(random, .1)), side * (.5 + between(random, .1)));
        change.rotate(between(random, .25));
        change.shear(between(random, .25), 0);
        change.scale(scale * (1 + between(random, .2)), scale * (1 + between(random, .2)));
        change.translate(-box.getCenterX(), -box.getCenterY());
        return change.createTransformedShape(shape);
    }

    private static Shape outline(Font font, int digit) {
        FontRenderContext plain = new FontRenderContext(new AffineTransform(), true, true);
        return font.createGlyphVector(plain, DIGITS.substring(digit, digit + 1)).getOutline();
    }

    private static double between(UniformRandomProvider random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }
}
