package org.modeljungle.show;

import java.awt.Color;

/** A scale of colours for heat maps; safe for colour-blind readers and in black-and-white print. */
public enum Palette {
    /** White to dark blue, from the smallest to the largest value. */
    SEQUENTIAL(0xFFFFFF, 0xD3E3F3, 0x8DBFE0, 0x3A87C3, 0x0A4A90, 0x08265C),
    /** Blue through white to red, with white at zero. */
    DIVERGING(0x12437F, 0x5C9CCB, 0xCFE1EF, 0xFFFFFF, 0xF9D5C4, 0xDF7B5D, 0x8E1223);

    @SuppressWarnings("ImmutableEnumChecker") // never written after the constructor
    private final int[] anchors;

    Palette(int... anchors) {
        this.anchors = anchors;
    }

    /** The colour at {@code position}, 0 to 1; positions outside are cut. */
    public Color at(double position) {
        double place = Math.max(0, Math.min(1, position)) * (anchors.length - 1);
        int low = Math.min((int) place, anchors.length - 2);
        double part = place - low;
        return new Color(
                mix(anchors[low] >> 16, anchors[low + 1] >> 16, part),
                mix(anchors[low] >> 8, anchors[low + 1] >> 8, part),
                mix(anchors[low], anchors[low + 1], part));
    }

    /**
     * Colours for values around zero, as an image.
     *
     * @param full the value that gets the last colour; its negative gets the first
     * @return row-major [3, values] in [-1, 1]; NaN for what is not finite
     */
    float[] paint(float[] values, double full) {
        float[] pixels = new float[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                pixels[i] = pixels[values.length + i] = pixels[2 * values.length + i] = Float.NaN;
                continue;
            }
            Color color = at(full == 0 ? .5 : .5 + values[i] / (2 * full));
            pixels[i] = color.getRed() / 127.5f - 1;
            pixels[values.length + i] = color.getGreen() / 127.5f - 1;
            pixels[2 * values.length + i] = color.getBlue() / 127.5f - 1;
        }
        return pixels;
    }

    private static int mix(int from, int to, double part) {
        return (int) Math.round((from & 255) * (1 - part) + (to & 255) * part);
    }
}
