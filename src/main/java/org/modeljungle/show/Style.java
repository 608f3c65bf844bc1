package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.modeljungle.Numbers;

/** The one house style: colours that colour-blind readers can tell apart, fonts, line widths. */
public final class Style {

    /** Text. */
    public static final Color INK = new Color(0x222222);
    /** Text that matters less. */
    public static final Color MUTED = new Color(0x666666);
    /** Grid lines. */
    public static final Color GRID = new Color(0xE4E4E4);
    /** The ground of charts. */
    public static final Color PAPER = Color.WHITE;
    /** Text on a transparent ground: it reads on white and on the dark of notebooks. */
    public static final Color BETWEEN = new Color(0x7A7A7A);
    /** A transparent ground. */
    static final Color NOTHING = new Color(0, true);
    /** What is missing or not a number. */
    public static final Color MISSING = new Color(0xFF00FF);

    /** Pixels drawn per pixel shown, so that figures are crisp on dense screens and in print. */
    static final int SCALE = 2;

    static final List<Color> SERIES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x7A5195),
            new Color(0x5B5B5B));

    private Style() {}

    /** The colour of series {@code index}; the colours of Okabe and Ito first, repeating after eight. */
    public static Color series(int index) {
        return SERIES.get(Math.floorMod(index, SERIES.size()));
    }

    /**
     * The text font.
     *
     * @param pixels its size as shown
     */
    public static Font font(int pixels) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, pixels);
    }

    /**
     * The font of titles.
     *
     * @param pixels its size as shown
     */
    public static Font bold(int pixels) {
        return new Font(Font.SANS_SERIF, Font.BOLD, pixels);
    }

    /** The dashed line of a chance level. */
    public static BasicStroke dashes() {
        return new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {5f, 4f}, 0f);
    }

    /** The line of a series. */
    static BasicStroke line() {
        return new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** What a legend says of the value that guessing reaches; nothing for NaN. */
    static String chance(double value) {
        return Double.isNaN(value) ? "" : "chance " + Numbers.brief(value);
    }

    /** The label of an axis that does not reach as far as the value of guessing. */
    static String withoutChance(String label, double value) {
        return label + " (" + chance(value) + " lies beyond the axis)";
    }

    /** Dark or white text, whichever reads better on {@code ground}. */
    static Color inkOn(Color ground) {
        double light = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
        return light > 140 ? INK : Color.WHITE;
    }
}
