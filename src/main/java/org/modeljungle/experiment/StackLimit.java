package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/**
 * How many trainings are done in one stack.
 *
 * @param most how many at most; 1 for each by itself
 * @param bytes of the device's memory that they may take together
 */
record StackLimit(int most, long bytes) {

    /** On a GPU, where memory allows; a processor is busy with one. */
    private static final int ON_GPU = 64;

    /** Part of the free memory that all stacks together are planned to take: what they take is an estimate. */
    private static final int SHARE = 2;

    /** As many as were asked for; 0 for what suits the device. */
    static StackLimit of(int asked) {
        if (asked > 0) {
            return new StackLimit(asked, Long.MAX_VALUE);
        }
        OptionalLong free = Torch.freeOnGpu();
        return free.isEmpty()
                ? new StackLimit(1, Long.MAX_VALUE)
                : new StackLimit(ON_GPU, free.getAsLong() / SHARE / Workers.countForDevice());
    }

    /** Whether trainings are done in stacks where they can be. */
    boolean isStacking() {
        return most > 1;
    }

    /**
     * Which of some trainings are done together, in the order of the first of each stack.
     *
     * @param stackable how a training is done with others; empty for one that is done by itself
     */
    <T, R> List<List<T>> stacks(List<T> trainings, Function<T, Optional<Stackable<R>>> stackable) {
        List<List<T>> stacks = new ArrayList<>();
        Map<Object, List<T>> open = new LinkedHashMap<>();
        Map<Object, Long> sizes = new LinkedHashMap<>();
        for (T training : trainings) {
            Optional<Stackable<R>> own = stackable.apply(training);
            if (own.isEmpty()) {
                stacks.add(List.of(training));
                continue;
            }
            Object shape = own.get().shape();
            long size = own.get().bytes();
            List<T> stack = open.get(shape);
            if (stack == null || stack.size() >= most || sizes.get(shape) + size > bytes) {
                stack = new ArrayList<>();
                stacks.add(stack);
                open.put(shape, stack);
                sizes.put(shape, 0L);
            }
            stack.add(training);
            sizes.merge(shape, size, Math::addExact);
        }
        return stacks;
    }
}
