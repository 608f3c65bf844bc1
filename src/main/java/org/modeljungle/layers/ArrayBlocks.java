package org.modeljungle.layers;

import org.modeljungle.DataDigest;

/**
 * Blocks in one array.
 *
 * @param models how many
 * @param all all numbers; not copied // [models, size]
 */
@SuppressWarnings("ArrayRecordComponent") // gigabytes: the caller's own array, shared on purpose
record ArrayBlocks(int models, float[] all) implements Blocks {

    @Override
    public int size() {
        return all.length / models;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public void copy(int first, int count, int from, int length, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(all, (first + i) * size() + from, target, at + i * length, length);
        }
    }

    @Override
    public Blocks select(int... chosen) {
        int size = size();
        float[] some = new float[Blocks.length(chosen.length, 1, size)];
        for (int i = 0; i < chosen.length; i++) {
            Blocks.checkModel(models, chosen[i]);
            System.arraycopy(all, chosen[i] * size, some, i * size, size);
        }
        return new ArrayBlocks(chosen.length, some);
    }

    @Override
    public void addTo(DataDigest digest) {
        digest.add(all);
    }
}
