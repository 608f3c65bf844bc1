package org.modeljungle.data;

import java.util.Locale;

/** What a concept is. The order is part of {@link Concept#index()}. */
public enum Shape {
    /** A disc. */
    CIRCLE,
    /** A square, upright within the world's tilt. */
    SQUARE,
    /** A triangle that points up. */
    TRIANGLE,
    /** A rhombus, higher than wide. */
    DIAMOND,
    /** A star of five points. */
    STAR,
    /** An upright cross of equal arms. */
    CROSS,
    /** A heart. */
    HEART,
    /** A crescent that is open to the right. */
    CRESCENT,
    /** An arrow that points right. */
    ARROW,
    /** Two triangles that meet at their tips. */
    HOURGLASS;

    /** The shape's number, 0 to 9. */
    @SuppressWarnings("EnumOrdinal") // the order is fixed, see above
    public int index() {
        return ordinal();
    }

    /** The shape's word in captions: {@code "circle"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
