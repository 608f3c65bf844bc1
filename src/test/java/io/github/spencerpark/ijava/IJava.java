package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;

/** Stands in for IJava's main class, which is found by this name and asked by this method. */
public final class IJava {

    /** The kernel that "runs". */
    public static BaseKernel kernel;

    private IJava() {}

    /** As in IJava. */
    public static BaseKernel getKernelInstance() {
        return kernel;
    }
}
