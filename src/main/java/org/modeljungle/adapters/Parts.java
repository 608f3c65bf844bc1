package org.modeljungle.adapters;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/** The tensors of one layer in an adapter's file. */
final class Parts {

    private final Safetensors file;
    private final String layer;
    private final Map<Part, String> names = new EnumMap<>(Part.class);
    private String method = "";
    private boolean peft;

    Parts(Safetensors file, String layer) {
        this.file = file;
        this.layer = layer;
    }

    void add(TensorName name, String tensor) {
        String other = names.put(name.part(), tensor);
        Check.that(
                other == null || name.part() == Part.UNREAD,
                "layer '%s' in %s: expected one tensor for each part of its change, found '%s' and '%s'; keep one adapter",
                layer,
                file.path(),
                other,
                tensor);
        if (method.isEmpty() || name.part() != Part.ALPHA) {
            method = name.method();
        }
        peft |= name.peft();
    }

    Safetensors file() {
        return file;
    }

    String layer() {
        return layer;
    }

    /** The method's name as people know it. */
    String method() {
        return method;
    }

    /** Whether PEFT named the tensors. */
    boolean peft() {
        return peft;
    }

    boolean has(Part part) {
        return names.containsKey(part);
    }

    /**
     * Whether it has a part that changes a weight; what stands alone beside, as an {@code x.alpha}, is no adapter's.
     */
    boolean changes() {
        return names.keySet().stream().anyMatch(part -> part != Part.ALPHA && part != Part.DIFF_BIAS);
    }

    /** The names of all tensors. */
    List<String> tensors() {
        return List.copyOf(names.values());
    }

    /** Which dimensions of a tensor are a rank, the last one first. */
    List<Integer> rankDimensions(String tensor) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(tensor))
                .findFirst()
                .map(entry -> rankDimensions(entry.getKey()))
                .orElse(List.of());
    }

    private List<Integer> rankDimensions(Part part) {
        return switch (part) {
            case DOWN, EMBEDDING_DOWN, SINGULAR, W1_B, W2_B -> List.of(0);
            case UP, EMBEDDING_UP -> List.of(1);
            case W1_A -> List.of(has(Part.T1) ? 0 : 1);
            case W2_A -> List.of(has(Part.T2) ? 0 : 1);
            case MID, T1, T2 -> List.of(1, 0);
            default -> List.of();
        };
    }

    TensorInfo info(Part part) {
        String name = names.get(part);
        Check.that(
                name != null,
                "layer '%s' in %s: expected %s's %s beside %s, found none; the adapter is incomplete: save it again",
                layer,
                file.path(),
                method,
                part,
                names.values());
        return file.info(name);
    }

    /** A tensor of shape [0], as each has that was saved while its numbers lay elsewhere; nothing, if none has it. */
    Optional<String> empty() {
        return names.values().stream()
                .filter(name -> file.info(name).shape().equals(List.of(0L)))
                .findFirst();
    }

    float[] floats(Part part) {
        return file.floats(info(part).name());
    }

    /** A tensor's one number, whole or not: a scale is often saved as a whole one. */
    float number(Part part) {
        TensorInfo info = info(part);
        Check.that(
                info.elements() == 1,
                "layer '%s' in %s: expected one number in '%s', found %s",
                layer,
                file.path(),
                info.name(),
                info.shape());
        return info.dtype().isInteger() ? file.longs(info.name())[0] : file.floats(info.name())[0];
    }

    /** The dimensions of a convolution's kernel, behind the first two of a tensor; none of a matrix. */
    List<Long> kernel(Part part) {
        List<Long> shape = info(part).shape();
        size(part, 1);
        return shape.subList(2, shape.size());
    }

    /** A tensor's first dimension. */
    int rows(Part part) {
        return size(part, 0);
    }

    /** The product of a tensor's other dimensions. */
    int cols(Part part) {
        List<Long> shape = info(part).shape();
        BigInteger cols = shape.stream().skip(1).map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
        checkLength(part, cols);
        return cols.intValue();
    }

    int size(Part part, int dimension) {
        List<Long> shape = info(part).shape();
        Check.that(
                shape.size() > dimension,
                "layer '%s' in %s: expected %d dimensions or more of '%s', found %s",
                layer,
                file.path(),
                dimension + 1,
                names.get(part),
                shape);
        checkLength(part, BigInteger.valueOf(shape.get(dimension)));
        return shape.get(dimension).intValue();
    }

    private void checkLength(Part part, BigInteger length) {
        Check.that(
                length.bitLength() < Integer.SIZE,
                "layer '%s' in %s: expected rows and columns of at most %,d numbers in '%s', found %s",
                layer,
                file.path(),
                Integer.MAX_VALUE,
                names.get(part),
                info(part).shape());
    }

    /** Checks that two sizes which must be one are one. */
    void same(int one, int other, String what) {
        Check.that(
                one == other,
                "layer '%s' in %s: expected %s of one size, found %d and %d; the tensors are not of one adapter: save it"
                        + " again",
                layer,
                file.path(),
                what,
                one,
                other);
    }
}
