package org.modeljungle.layers;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** Blocks of equal size in one array, one for each model. */
final class Blocks {

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private Blocks() {}

    /** The length of an array {@code [models, rows, cols]}. */
    static int length(int models, int rows, int cols) {
        long perModel = (long) rows * cols;
        Check.that(
                models >= 1 && rows >= 1 && cols >= 1 && perModel <= MAX_ARRAY / models,
                "matrices: expected 1 or more models, rows and cols, at most %d numbers in all, found [%d, %d, %d];"
                        + " take fewer models at a time",
                MAX_ARRAY,
                models,
                rows,
                cols);
        return (int) (models * perModel);
    }

    static void checkLength(String what, float[] values, int models, int rows, int cols) {
        Check.that(
                values.length == length(models, rows, cols),
                "%s: expected the %d numbers of [%d, %d, %d], found %d",
                what,
                length(models, rows, cols),
                models,
                rows,
                cols,
                values.length);
    }

    /** A copy of one model's block. */
    static float[] one(float[] all, int models, int model) {
        checkModel(models, model);
        int size = all.length / models;
        return Arrays.copyOfRange(all, model * size, (model + 1) * size);
    }

    /** Copies of some models' blocks, side by side. */
    static float[] some(float[] all, int models, int[] chosen) {
        int size = all.length / models;
        float[] some = new float[length(chosen.length, 1, size)];
        for (int i = 0; i < chosen.length; i++) {
            checkModel(models, chosen[i]);
            System.arraycopy(all, chosen[i] * size, some, i * size, size);
        }
        return some;
    }

    /** All blocks, one after the other. */
    static float[] concat(List<float[]> parts) {
        long length = parts.stream().mapToLong(part -> part.length).sum();
        Check.that(
                length <= MAX_ARRAY,
                "joined matrices: expected at most %d numbers in all, found %d; take fewer models at a time",
                MAX_ARRAY,
                length);
        float[] all = new float[(int) length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Whether two banks have matrices of one shape, and are stored in the same way. */
    static boolean alike(Matrices a, Matrices b) {
        return a.rows() == b.rows() && a.cols() == b.cols() && rank(a) == rank(b);
    }

    private static int rank(Matrices matrices) {
        return matrices instanceof LowRank factors ? factors.rank() : 0;
    }

    static void checkModel(int models, int model) {
        Check.that(model >= 0 && model < models, "model index: expected 0 to %d, found %d", models - 1, model);
    }
}
