package org.modeljungle.layers;

import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/**
 * Blocks of equal size, one for each model: in one array, or in a file that is read when they are asked for, as they
 * are or less another block.
 */
public sealed interface Blocks permits ArrayBlocks, FileBlocks, DifferenceBlocks {

    /** The longest array that every Java virtual machine can make. */
    int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Numbers that are held in memory of blocks that lie in a file. */
    int PART = 1 << 22;

    /** The number of models. */
    int models();

    /** The numbers of each block. */
    int size();

    /** Whether they lie in an array, so that {@link #all} costs nothing. */
    boolean inMemory();

    /**
     * All numbers: the array itself, or read from the file.
     *
     * @return [models, size]
     * @throws IllegalArgumentException if they are more than an array can hold
     */
    float[] all();

    /**
     * Copies a run of numbers out of each of some consecutive models' blocks.
     *
     * @param first the first model
     * @param models how many
     * @param from the run's first number in each block
     * @param count the run's length
     * @param target where to // [models, count]
     * @param at the place in it of the first number
     */
    void copy(int first, int models, int from, int count, float[] target, int at);

    /** The blocks of some models, in the order given: copied from an array, only looked up of a file. */
    Blocks select(int... chosen);

    /** Adds all numbers to a digest, whether they lie in an array or in a file. */
    default void addTo(DataDigest digest) {
        int step = Math.max(1, PART / size());
        digest.add(
                (long) models() * size(),
                IntStream.iterate(0, first -> first < models(), first -> first + step)
                        .mapToObj(first -> some(first, Math.min(step, models() - first)))
                        .iterator());
    }

    /** A copy of one model's block. */
    default float[] one(int model) {
        checkModel(models(), model);
        return some(model, 1);
    }

    private float[] some(int first, int count) {
        float[] numbers = new float[length(count, 1, size())];
        copy(first, count, 0, size(), numbers, 0);
        return numbers;
    }

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

    /** Blocks in an array, not copied; checks its length. */
    static Blocks of(String what, float[] values, int models, int rows, int cols) {
        Check.that(
                values.length == length(models, rows, cols),
                "%s: expected the %d numbers of [%d, %d, %d], found %d",
                what,
                length(models, rows, cols),
                models,
                rows,
                cols,
                values.length);
        return new ArrayBlocks(models, values);
    }

    /** Checks that there is a block of this size for each model. */
    static void check(String what, Blocks blocks, int models, int rows, int cols) {
        Check.that(
                blocks.models() == models && blocks.size() == length(1, rows, cols),
                "%s: expected the blocks of [%d, %d, %d], found %d of %d numbers",
                what,
                models,
                rows,
                cols,
                blocks.models(),
                blocks.size());
    }

    /** All blocks, one after the other, in an array. */
    static Blocks concat(List<Blocks> parts) {
        long length = parts.stream()
                .mapToLong(part -> (long) part.models() * part.size())
                .sum();
        Check.that(
                length <= MAX_ARRAY,
                "joined matrices: expected at most %d numbers in all, found %d; take fewer models at a time",
                MAX_ARRAY,
                length);
        float[] all = new float[(int) length];
        int at = 0;
        int models = 0;
        for (Blocks part : parts) {
            part.copy(0, part.models(), 0, part.size(), all, at);
            at += part.models() * part.size();
            models += part.models();
        }
        return new ArrayBlocks(models, all);
    }

    /** Checks that there is such a model. */
    static void checkModel(int models, int model) {
        Check.that(model >= 0 && model < models, "model index: expected 0 to %d, found %d", models - 1, model);
    }
}
