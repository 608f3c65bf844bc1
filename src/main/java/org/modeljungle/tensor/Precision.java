package org.modeljungle.tensor;

/** The precision of matrices in training. Parameters and Adam are in single precision always. */
public enum Precision {
    /** Single precision, 4 bytes per number. */
    FP32,

    /**
     * The matrices and their products, {@code X U} of ProbeX and all views of MVProbe with its encoder, in bfloat16:
     * half the memory, and about twice the speed on a CPU with AVX512-BF16 or AMX; on a CPU without either, slower than
     * {@link #FP32}. A number keeps 8 of its 24 significant bits, so that training ends at other parameters; sums are
     * in single precision.
     */
    BF16
}
