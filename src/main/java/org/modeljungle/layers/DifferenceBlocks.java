package org.modeljungle.layers;

/**
 * Blocks less one block, divided by a number: computed from blocks in a file when they are asked for.
 *
 * @param blocks in a file
 * @param one what is subtracted of each // [size]
 * @param scale what the differences are divided by
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DifferenceBlocks(Blocks blocks, float[] one, float scale) implements Blocks {

    @Override
    public int models() {
        return blocks.models();
    }

    @Override
    public int size() {
        return blocks.size();
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public float[] all() {
        float[] all = new float[Blocks.length(models(), 1, size())];
        copy(0, models(), 0, size(), all, 0);
        return all;
    }

    @Override
    public void copy(int first, int models, int from, int count, float[] target, int at) {
        blocks.copy(first, models, from, count, target, at);
        for (int i = 0; i < models; i++) {
            subtract(one, from, scale, target, at + i * count, count);
        }
    }

    /** Numbers of a block, in place: less those of {@code one}, divided by the scale. */
    static void subtract(float[] one, int from, float scale, float[] target, int at, int count) {
        for (int j = 0; j < count; j++) {
            target[at + j] = (target[at + j] - one[from + j]) / scale;
        }
    }

    @Override
    public Blocks select(int... chosen) {
        return new DifferenceBlocks(blocks.select(chosen), one, scale);
    }
}
