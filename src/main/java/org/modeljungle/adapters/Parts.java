package org.modeljungle.adapters;

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

    /** Which dimension of a tensor is the rank; -1 for none that is known. */
    int rankDimension(String tensor) {
        if (tensor.equals(names.get(Part.DOWN)) || tensor.equals(names.get(Part.EMBEDDING_DOWN))) {
            return 0;
        }
        return tensor.equals(names.get(Part.UP)) || tensor.equals(names.get(Part.EMBEDDING_UP)) ? 1 : -1;
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
        long cols = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        return Math.toIntExact(cols);
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
        return Math.toIntExact(shape.get(dimension));
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
