package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.modeljungle.tensor.Torch;

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

    /** Numbers that all trainings of a stack learn: a buffer of the engine has no more than 2 GiB. */
    private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

    /**
     * As many as were asked for; 0 for what suits the device.
     *
     * @param workers how many stacks are trained at a time
     */
    static StackLimit of(int asked, int workers) {
        if (asked > 0) {
            return new StackLimit(asked, Long.MAX_VALUE);
        }
        OptionalLong free = Torch.freeOnGpu();
        return free.isEmpty()
                ? new StackLimit(1, Long.MAX_VALUE)
                : new StackLimit(ON_GPU, free.getAsLong() / SHARE / workers);
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
        Map<Object, Open<T>> open = new HashMap<>();
        for (T training : trainings) {
            Optional<Stackable<R>> own = stackable.apply(training);
            if (own.isEmpty()) {
                stacks.add(List.of(training));
                continue;
            }
            Stackable.Size size = own.get().size();
            Open<T> stack = open.get(own.get().shape());
            if (stack == null || !stack.hasRoom(size, this)) {
                stack = new Open<>();
                stacks.add(stack.trainings);
                open.put(own.get().shape(), stack);
            }
            stack.add(training, size);
        }
        return stacks;
    }

    /** A stack that more may join. */
    private static final class Open<T> {

        private final List<T> trainings = new ArrayList<>();
        private final Set<Object> data = new HashSet<>();
        private long parameters;
        private long bytes;

        boolean hasRoom(Stackable.Size size, StackLimit limit) {
            return trainings.size() < limit.most
                    && parameters + size.parameters() <= LARGEST
                    && bytes + size.bytes() + more(size) <= limit.bytes;
        }

        void add(T training, Stackable.Size size) {
            bytes += size.bytes() + more(size);
            parameters += size.parameters();
            trainings.add(training);
            data.add(size.data());
        }

        private long more(Stackable.Size size) {
            return data.contains(size.data()) ? 0 : size.dataBytes();
        }
    }
}
