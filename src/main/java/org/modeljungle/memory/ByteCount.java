package org.modeljungle.memory;

import org.modeljungle.Numbers;

/** Numbers of bytes as people read them. */
public final class ByteCount {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};
    private static final double STEP = 1000;

    private ByteCount() {}

    /** For example "512 bytes", "1.2 MB": units of thousands. */
    public static String text(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP - 0.5 && unit < UNITS.length - 1) { // 999.5 would be shown as 1000
            value /= STEP;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : Numbers.fixed(value, value < 99.95 ? 1 : 0)) + " " + UNITS[unit];
    }
}
