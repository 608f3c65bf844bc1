package org.modeljungle.weights;

import java.util.Arrays;
import java.util.List;

/** The arithmetic of shapes, without overflow. */
final class Shapes {

    private Shapes() {}

    /** @throws ArithmeticException if there are 2^63 elements or more */
    static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** @throws ArithmeticException if there are 2^63 bits or more */
    static long bits(Dtype dtype, List<Long> shape) {
        return Math.multiplyExact(elements(shape), dtype.bits());
    }

    static List<Long> of(long... shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
