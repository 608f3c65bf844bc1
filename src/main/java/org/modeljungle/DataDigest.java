package org.modeljungle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * The SHA-256 of data in memory, piece by piece; each piece counts with its length, so that different sequences of
 * pieces have different digests. Not safe for use by several threads.
 */
public final class DataDigest {

    private static final int CHUNK = 1 << 14; // numbers

    private final MessageDigest digest = Digests.sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Double.BYTES);

    /** Adds a text. */
    public DataDigest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        length('t', bytes.length);
        digest.update(bytes);
        return this;
    }

    /** Adds numbers by their bits. */
    public DataDigest add(float... numbers) {
        length('f', numbers.length);
        bits(numbers);
        return this;
    }

    /** Adds numbers by their bits, as one array of all of them is added, but piece by piece. */
    public DataDigest add(long count, Iterator<float[]> pieces) {
        if (count > Integer.MAX_VALUE) { // no array is as long
            length('F', (int) (count >>> Integer.SIZE));
        }
        length('f', (int) count);
        long added = 0;
        while (pieces.hasNext()) {
            float[] piece = pieces.next();
            bits(piece);
            added += piece.length;
        }
        Check.that(added == count, "digest: expected %d numbers in pieces, found %d", count, added);
        return this;
    }

    private void bits(float... numbers) {
        for (int from = 0; from < numbers.length; from += CHUNK) {
            Progress.checkInterrupt("hashing data");
            int count = Math.min(CHUNK, numbers.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(numbers, from, count);
            digest.update(buffer.limit(count * Float.BYTES));
        }
    }

    /** Adds numbers by their bits. */
    public DataDigest add(double... numbers) {
        length('d', numbers.length);
        for (int from = 0; from < numbers.length; from += CHUNK) {
            Progress.checkInterrupt("hashing data");
            int count = Math.min(CHUNK, numbers.length - from);
            buffer.clear();
            buffer.asDoubleBuffer().put(numbers, from, count);
            digest.update(buffer.limit(count * Double.BYTES));
        }
        return this;
    }

    /** Adds bytes. */
    public DataDigest add(ByteBuffer bytes) {
        length('b', bytes.remaining());
        digest.update(bytes.duplicate());
        return this;
    }

    /** Adds whole numbers. */
    public DataDigest add(int... numbers) {
        length('i', numbers.length);
        for (int number : numbers) {
            digest.update(buffer.clear().putInt(0, number).limit(Integer.BYTES));
        }
        return this;
    }

    /** All that was added, as 64 hexadecimal digits; afterwards it is empty. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void length(char type, int pieces) {
        Progress.checkInterrupt("hashing data");
        digest.update((byte) type);
        digest.update(buffer.clear().putInt(0, pieces).limit(Integer.BYTES));
    }
}
