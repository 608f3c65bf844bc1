package org.modeljungle.layers;

import java.util.Arrays;
import org.modeljungle.Progress;
import org.modeljungle.weights.Safetensors;

/**
 * Blocks in a mapped file: a copy holds nothing but what is asked for. A block is checked when it is read for the first
 * time.
 */
final class FileBlocks implements Blocks {

    /** Checks a block before it is read. */
    @FunctionalInterface
    interface Checks {
        /** Throws if the block at this place in the file is damaged. */
        void check(int place);
    }

    private final Safetensors file;
    private final String tensor; // [models of the file, ...]
    private final int size;
    private final int[] places; // of the models in the file
    private final Checks checks;

    FileBlocks(Safetensors file, String tensor, int size, int[] places, Checks checks) {
        this.file = file;
        this.tensor = tensor;
        this.size = size;
        this.places = places;
        this.checks = checks;
    }

    @Override
    public int models() {
        return places.length;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public float[] all() {
        float[] all = new float[Blocks.length(models(), 1, size)];
        copy(0, models(), 0, size, all, 0);
        return all;
    }

    @Override
    public void copy(int first, int models, int from, int count, float[] target, int at) {
        long[] starts = new long[models];
        for (int i = 0; i < models; i++) {
            Progress.checkInterrupt("reading " + file.path());
            checks.check(places[first + i]);
            starts[i] = (long) places[first + i] * size + from;
        }
        file.floats(tensor, starts, count, target, at);
    }

    @Override
    public Blocks select(int... chosen) {
        Blocks.length(Math.min(1, chosen.length), 1, size); // one is chosen
        Arrays.stream(chosen).forEach(model -> Blocks.checkModel(models(), model));
        int[] others = Arrays.stream(chosen).map(model -> places[model]).toArray();
        return new FileBlocks(file, tensor, size, others, checks);
    }
}
