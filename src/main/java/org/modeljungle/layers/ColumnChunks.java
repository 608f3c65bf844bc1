package org.modeljungle.layers;

/** Goes through the blocks of all models side by side, some numbers of each at a time: {@code [models, width]}. */
public final class ColumnChunks {

    private static final int MOST = 1 << 27; // numbers that are read at a time

    /** What is done with a chunk. */
    @FunctionalInterface
    public interface Part {
        /**
         * Takes a chunk.
         *
         * @param start the first of the chunk's numbers in each block
         * @param width how many of each
         * @param chunk not shared // [models, width]
         */
        void accept(int start, int width, float[] chunk);
    }

    private ColumnChunks() {}

    /**
     * Calls for each chunk, in order. Out of a file several chunks are read at once, as many as a sixteenth of the heap
     * holds: longer runs are read faster.
     *
     * @param step the width of all chunks but the last
     */
    public static void each(Blocks blocks, int step, Part part) {
        int models = blocks.models();
        int wide = blocks.inMemory() ? step : step * Math.max(1, room() / Math.multiplyExact(models, step));
        for (int from = 0; from < blocks.size(); from += wide) {
            int width = Math.min(wide, blocks.size() - from);
            float[] read = new float[Math.multiplyExact(models, width)]; // [models, width]
            blocks.copy(0, models, from, width, read, 0);
            if (width <= step) {
                part.accept(from, width, read);
            } else {
                cut(models, from, width, read, step, part);
            }
        }
    }

    private static void cut(int models, int from, int width, float[] read, int step, Part part) {
        for (int start = 0; start < width; start += step) {
            int count = Math.min(step, width - start);
            float[] chunk = new float[models * count];
            for (int model = 0; model < models; model++) {
                System.arraycopy(read, model * width + start, chunk, model * count, count);
            }
            part.accept(from + start, count, chunk);
        }
    }

    private static int room() {
        long share = Runtime.getRuntime().maxMemory() / 16 / Float.BYTES;
        return (int) Math.min(share, MOST);
    }
}
