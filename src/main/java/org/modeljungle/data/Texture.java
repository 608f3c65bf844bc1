package org.modeljungle.data;

import java.util.Locale;

/**
 * How a concept's shape is filled: where its ink is, and where its shade. The order is part of {@link Concept#index()}.
 *
 * <p>Patterns are measured in the shape's radius and turn with it, so a striped heart has the same number of stripes at
 * every size.
 */
public enum Texture {
    /** Ink all over. */
    SOLID,
    /** Horizontal stripes. */
    STRIPED,
    /** Vertical stripes. */
    BARRED,
    /** Stripes that rise to the right. */
    SLANTED,
    /** A chess board. */
    CHECKERED,
    /** Dark dots on ink. */
    DOTTED,
    /** An outline; the background shows inside. */
    HOLLOW,
    /** Concentric rings around the shape's centre. */
    RINGED,
    /** From ink at the top to shade at the bottom. */
    SHADED,
    /** Ink on the left half, shade on the right. */
    HALVED;

    private static final double PERIOD = 0.72; // of stripes, bars and dots, in radii
    private static final double RING_PERIOD = 0.80;
    private static final double CELL = 0.50; // side of a checker's field
    private static final double DOT = 0.20; // radius
    private static final double LINE = 0.24; // width of an outline
    private static final double FADE = 0.65; // ink lost per radius from top to bottom
    private static final double HALF_ROOT = 0.7071067811865476;

    /** The texture's number, 0 to 9. */
    @SuppressWarnings("EnumOrdinal") // the order is fixed, see above
    public int index() {
        return ordinal();
    }

    /** The texture's word in captions: {@code "striped"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The share of ink in the pixel at ({@code x}, {@code y}), from 0 to 1; positions and lengths in the shape's radius,
     * y down.
     *
     * @param depth the distance to the shape's outline, positive inside
     * @param pixel the width of a pixel
     */
    double ink(double x, double y, double depth, double pixel) {
        return switch (this) {
            case SOLID -> 1;
            case STRIPED -> stripes(y, PERIOD, pixel);
            case BARRED -> stripes(x, PERIOD, pixel);
            case SLANTED -> stripes((x + y) * HALF_ROOT, PERIOD, pixel);
            case CHECKERED -> checkers(x, y, pixel);
            case DOTTED -> 1 - dots(x, y, pixel);
            case HOLLOW -> cover(depth - LINE, pixel);
            case RINGED -> stripes(Math.sqrt(x * x + y * y), RING_PERIOD, pixel);
            case SHADED -> clamp(0.5 - FADE * y);
            case HALVED -> cover(x, pixel);
        };
    }

    /** The share of a pixel that lies inside an edge at signed {@code distance} (negative inside). */
    static double cover(double distance, double pixel) {
        return clamp(0.5 - distance / pixel);
    }

    /** Bands of half a period each, ink around 0. */
    private static double stripes(double at, double period, double pixel) {
        double turns = at / period;
        double fromInk = Math.abs(turns - Math.rint(turns)); // 0 in the middle of the ink, 0.5 in that of the shade
        return cover((fromInk - 0.25) * period, pixel);
    }

    /** Fields meet at the centre, ink at its upper left and lower right. */
    private static double checkers(double x, double y, double pixel) {
        double column = stripes(x + CELL / 2, 2 * CELL, pixel);
        double row = stripes(y + CELL / 2, 2 * CELL, pixel);
        return column * row + (1 - column) * (1 - row);
    }

    private static double dots(double x, double y, double pixel) {
        double dx = x - PERIOD * Math.rint(x / PERIOD);
        double dy = y - PERIOD * Math.rint(y / PERIOD);
        return cover(Math.sqrt(dx * dx + dy * dy) - DOT, pixel);
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
