package org.modeljungle.nets;

/**
 * Counts floating-point operations of matrix products and convolutions, where a multiplication and an addition are two.
 * Biases, activations and normalisations are not counted: they are few, and counting tools disagree on them.
 */
public final class Flops {

    private Flops() {}

    /** A linear layer, for one input. */
    public static long linear(long inputs, long outputs) {
        return 2 * inputs * outputs;
    }

    /**
     * A convolution, for one picture.
     *
     * @param side of its square output, in pixels; padding is counted like the picture
     * @param kernel side of its square kernel
     */
    public static long convolution(long in, long out, long kernel, long side) {
        return 2 * in * out * kernel * kernel * side * side;
    }

    /**
     * A transposed convolution, for one picture.
     *
     * @param side of its square input, in pixels: every pixel is multiplied with the whole kernel
     */
    public static long transposed(long in, long out, long kernel, long side) {
        return 2 * in * out * kernel * kernel * side * side;
    }
}
