package org.modeljungle.data;

import java.util.Locale;

/** The colour of a concept's ink. The order is part of {@link Concept#index()}. */
public enum Colour {
    /** Signal red. */
    RED(0.87, 0.07, 0.09),
    /** Orange. */
    ORANGE(1.00, 0.52, 0.02),
    /** Yellow. */
    YELLOW(0.99, 0.92, 0.12),
    /** Leaf green. */
    GREEN(0.10, 0.66, 0.16),
    /** Cyan. */
    CYAN(0.12, 0.84, 0.90),
    /** Blue. */
    BLUE(0.10, 0.22, 0.90),
    /** Purple. */
    PURPLE(0.55, 0.12, 0.78),
    /** Pink. */
    PINK(1.00, 0.50, 0.76),
    /** Brown. */
    BROWN(0.52, 0.29, 0.11),
    /** White. */
    WHITE(0.98, 0.98, 0.98);

    /** How bright a texture's dark parts are, relative to the ink. */
    private static final double SHADE = 0.22;

    private final double red;
    private final double green;
    private final double blue;

    Colour(double red, double green, double blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** The colour's number, 0 to 9. */
    @SuppressWarnings("EnumOrdinal") // the order is fixed, see above
    public int index() {
        return ordinal();
    }

    /** The colour's word in captions: {@code "red"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ink. */
    double[] ink() {
        return new double[] {red, green, blue}; // [channels] in [0, 1]
    }

    /** The dark parts of the texture. */
    double[] shade() {
        return new double[] {SHADE * red, SHADE * green, SHADE * blue}; // [channels] in [0, 1]
    }
}
