package org.modeljungle.weights;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The element types of a safetensors file, in the order of the reference implementation: a writer stores the tensors
 * of the last type here first, so that every tensor stays aligned. F4 (E2M1) and F6 are elements of the Open Compute
 * Project's microscaling formats, to which scales in another tensor belong; C64 is a complex number of two F32.
 */
public enum Dtype {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private static final Map<String, Dtype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Dtype::name, dtype -> dtype));

    private final int bits;

    Dtype(int bits) {
        this.bits = bits;
    }

    /** The size of one element, in bits. */
    public int bits() {
        return bits;
    }

    /** Whether {@link Safetensors#floats(String)} reads this type. */
    public boolean isFloat() {
        return switch (this) {
            case F32, F64, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, F4, F6_E2M3, F6_E3M2 -> true;
            default -> false;
        };
    }

    /** Whether {@link Safetensors#longs(String)} and {@link Safetensors#ints(String)} read this type. */
    public boolean isInteger() {
        return switch (this) {
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> true;
            default -> false;
        };
    }

    static Optional<Dtype> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
