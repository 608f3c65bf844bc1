package org.modeljungle.data;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * The one grey that a PNG of 1, 2 or 4 bits a pixel declares transparent (PNG specification, 11.3.2.1). Java's decoder
 * widens such pixels to 8 bits and then compares them with the number as it is in the file, so that it finds black
 * alone.
 */
final class PngGrey {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int HEADER = 0x49484452; // IHDR
    private static final int CLEAR = 0x74524E53; // tRNS
    private static final int DATA = 0x49444154; // IDAT
    private static final int BITS = 8; // places in the header's chunk
    private static final int COLOUR = 9;
    private static final int CRC = 4;
    private static final int FULL = 255;

    private PngGrey() {}

    /** The grey, from 0 to 255; empty for every other picture, damaged ones included. */
    static OptionalInt clear(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < Long.BYTES || file.getLong() != SIGNATURE) {
            return OptionalInt.empty();
        }
        boolean isGrey = false;
        int mask = 1;
        while (file.remaining() >= 2 * Integer.BYTES) {
            int length = file.getInt();
            int type = file.getInt();
            if (type == DATA || length < 0 || length > file.remaining() - CRC) {
                return OptionalInt.empty();
            }
            int at = file.position();
            if (type == HEADER && length > COLOUR) {
                isGrey = file.get(at + COLOUR) == 0 && file.get(at + BITS) < Byte.SIZE;
                mask = (1 << file.get(at + BITS)) - 1;
            } else if (type == CLEAR && isGrey && length == Short.BYTES) {
                return OptionalInt.of((file.getShort(at) & mask) * FULL / mask);
            }
            file.position(at + length + CRC);
        }
        return OptionalInt.empty();
    }
}
