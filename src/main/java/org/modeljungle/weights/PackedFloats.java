package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads floats of fewer than eight bits, which lie one after the other from each byte's lowest bit on: of F4 two in a
 * byte, the first in its lower half, as PyTorch's {@code float4_e2m1fn_x2} has them; of F6 four in three bytes in the
 * same way. The microscaling formats themselves leave the order open.
 */
final class PackedFloats {

    private static final int STEP = 1 << 14; // elements that are unpacked at a time: whole bytes

    private PackedFloats() {}

    /** Whether elements of this type share bytes. */
    static boolean isPacked(Dtype dtype) {
        return dtype.bits() < Byte.SIZE;
    }

    /**
     * Writes a run of a tensor's numbers.
     *
     * @param parts the tensor's bytes
     * @param start the first element
     * @param target where to, from {@code at} on
     */
    static void read(Dtype dtype, List<ByteBuffer> parts, long start, int length, float[] target, int at) {
        for (long done = 0; done < length; done += STEP) {
            step(dtype, parts, start + done, (int) Math.min(STEP, length - done), target, at + (int) done);
        }
    }

    private static void step(Dtype dtype, List<ByteBuffer> parts, long start, int count, float[] target, int at) {
        float[] table = SmallFloats.table(dtype);
        long firstBit = start * dtype.bits();
        long firstByte = firstBit / Byte.SIZE;
        long lastByte = (firstBit + (long) count * dtype.bits() - 1) / Byte.SIZE;
        byte[] bytes = gathered(parts, firstByte, (int) (lastByte - firstByte + 1));
        int bit = (int) (firstBit - firstByte * Byte.SIZE);
        for (int i = 0; i < count; i++, bit += dtype.bits()) {
            int low = bytes[bit / Byte.SIZE] & 0xFF;
            int high = bit / Byte.SIZE + 1 < bytes.length ? bytes[bit / Byte.SIZE + 1] & 0xFF : 0;
            target[at + i] = table[((high << Byte.SIZE | low) >> (bit % Byte.SIZE)) & (table.length - 1)];
        }
    }

    private static byte[] gathered(List<ByteBuffer> parts, long from, int length) {
        byte[] bytes = new byte[length];
        int at = 0;
        for (ByteBuffer piece : Elements.pieces(parts, from, length)) {
            int count = piece.remaining();
            piece.get(bytes, at, count);
            at += count;
        }
        return bytes;
    }
}
