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

    private static final double STRIPES = 0.66; // period, in radii
    private static final double RINGS = 0.80; // period
    private static final double DOTS = 0.72; // period
    private static final double CELL = 0.50; // side of a checker's field
    private static final double DOT = 0.21; // radius
    private static final double LINE = 0.22; // width of an outline
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
     * The share of ink in the pixel at ({@code x}, {@code y}), from 0 to 1; positions and lengths in the shape's
     * radius, y down.
     *
     * @param depth the distance to the shape's outline, positive inside
     * @param pixel the width of a pixel
     */
    double ink(double x, double y, double depth, double pixel) {
        return switch (this) {
            case SOLID -> 1;
            case STRIPED -> 1 - bands(y, STRIPES, pixel);
            case BARRED -> 1 - bands(x, STRIPES, pixel);
            case SLANTED -> 1 - bands((x + y) * HALF_ROOT, STRIPES, pixel);
            case CHECKERED -> checkers(x, y, pixel);
            case DOTTED -> 1 - dots(x, y, pixel);
            case HOLLOW -> cover(depth - LINE, pixel);
            case RINGED -> bands(Math.sqrt(x * x + y * y), RINGS, pixel);
            case SHADED -> clamp(0.5 - FADE * y);
            case HALVED -> cover(x, pixel);
        };
    }

    /** The share of a pixel that lies inside an edge at signed {@code distance} (negative inside). */
    static double cover(double distance, double pixel) {
        return clamp(0.5 - distance / pixel);
    }

    /**
     * Bands of half a period each: 1 around 0, then 0, and so on. Stripes have their shade at 0 and rings their ink, so
     * that they stay apart in narrow shapes.
     */
    private static double bands(double at, double period, double pixel) {
        double turns = at / period;
        double off = Math.abs(turns - Math.rint(turns)); // 0 in the middle of a band of 1, 0.5 in that of a band of 0
        return cover((off - 0.25) * period, pixel);
    }

    /** Fields meet at the centre, ink at its upper right and lower left, where slanted stripes have their shade. */
    private static double checkers(double x, double y, double pixel) {
        double column = bands(x + CELL / 2, 2 * CELL, pixel);
        double row = bands(y + CELL / 2, 2 * CELL, pixel);
        return column * (1 - row) + row * (1 - column);
    }

    private static double dots(double x, double y, double pixel) {
        double dx = x - DOTS * Math.rint(x / DOTS);
        double dy = y - DOTS * Math.rint(y / DOTS);
        return cover(Math.sqrt(dx * dx + dy * dy) - DOT, pixel);
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
