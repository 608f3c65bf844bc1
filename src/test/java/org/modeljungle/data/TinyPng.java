package org.modeljungle.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** PNG files that no encoder of Java's writes, chunk by chunk. */
final class TinyPng {

    private static final byte GREY = 0;
    private static final byte COLOUR = 2;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(file);

    private TinyPng(int width, int height, int bits, byte kind) throws IOException {
        out.writeLong(0x89504E470D0A1A0AL);
        byte[] rest = {(byte) bits, kind, 0, 0, 0};
        chunk(
                "IHDR",
                ByteBuffer.allocate(13).putInt(width).putInt(height).put(rest).array());
    }

    /** The start of a file of 8 bits of red, green and blue. */
    static byte[] header(int width, int height) throws IOException {
        return new TinyPng(width, height, Byte.SIZE, COLOUR).file.toByteArray();
    }

    /** A file of one grey pixel, and the grey that is transparent in it. */
    static byte[] grey(int bits, int value, OptionalInt clear) throws IOException {
        TinyPng png = new TinyPng(1, 1, bits, GREY);
        if (clear.isPresent()) {
            png.chunk("tRNS", new byte[] {0, (byte) clear.getAsInt()});
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(row)) {
            packed.write(0); // no filter
            packed.write(value << (Byte.SIZE - bits));
        }
        png.chunk("IDAT", row.toByteArray());
        png.chunk("IEND", new byte[0]);
        return png.file.toByteArray();
    }

    private void chunk(String type, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(UTF_8));
        sum.update(content);
        out.writeInt(content.length);
        out.write(type.getBytes(UTF_8));
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
