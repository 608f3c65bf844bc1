package org.modeljungle.tensor;

import org.modeljungle.Check;

/**
 * How many models train side by side where nobody says. A processor is fastest with few, whose numbers stay in its
 * cache; a GPU starts an operation on hundreds as fast as on one.
 */
public final class Stacks {

    private static final int FEWEST = 16; // stacks, where the models of a stack share a setting

    private Stacks() {}

    /**
     * The usual stack of the device that everything runs on.
     *
     * @param onCpu models on a processor's core
     * @param onGpu models on a GPU
     */
    public static int usual(int onCpu, int onGpu) {
        return of(Torch.isOnGpu(), onCpu, onGpu);
    }

    /**
     * The usual stack of a set in which the models of a stack share a setting, their number of steps for example: on a
     * GPU too there are at least 16 stacks, or stacks as small as on a processor.
     *
     * @param onCpu models on a processor's core
     * @param onGpu models on a GPU, at most
     * @param models in the set
     */
    public static int usual(int onCpu, int onGpu, int models) {
        return of(Torch.isOnGpu(), onCpu, onGpu, models);
    }

    static int of(boolean gpu, int onCpu, int onGpu) {
        Check.that(onCpu > 0 && onGpu > 0, "stack: expected 1 model or more, found %d and %d", onCpu, onGpu);
        return gpu ? onGpu : onCpu;
    }

    static int of(boolean gpu, int onCpu, int onGpu, int models) {
        int most = of(gpu, onCpu, onGpu);
        return gpu ? Math.max(onCpu, Math.min(most, models / FEWEST)) : most;
    }
}
