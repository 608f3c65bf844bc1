package org.modeljungle;

import java.util.Arrays;

/** Numbers as a short text of their bits, for processes to compare. */
public final class Bits {

    private Bits() {}

    /** The SHA-256 of all rows of all matrices. */
    public static String of(float[][]... matrices) {
        DataDigest digest = new DataDigest();
        Arrays.stream(matrices).flatMap(Arrays::stream).forEach(digest::add);
        return digest.hex();
    }
}
