package org.modeljungle.layers;

import java.util.List;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * Weights of eight bits, with the scales that stand beside them: {@code W = (q - z) * s}, where {@code s} is one
 * number, one for each row, or one for each block of 128 x 128. Without scales they are the numbers themselves.
 */
final class Quantised {

    private static final String WEIGHT = ".weight";
    private static final int BLOCK = 128; // rows and columns that share a number of weight_scale_inv
    private static final float LARGEST = 127; // what SCB, a row's largest absolute value, stands for

    /** What scales are called, behind the layer's name. */
    private static final List<String> SCALES = List.of(".weight_scale", ".weight_scale_inv", ".scale_weight", ".SCB");

    private static final String ZERO = ".weight_zero_point";

    private Quantised() {}

    /** Whether a tensor's numbers can be read; those of fewer bits mean nothing without the scales of their blocks. */
    static boolean isRead(TensorInfo info) {
        return (info.dtype().isFloat() && !isBlockwise(info.dtype())) || info.dtype() == Dtype.I8;
    }

    /** Whether numbers of this type are always those of a microscaling format, of which each block has a scale. */
    static boolean isBlockwise(Dtype dtype) {
        return dtype.bits() < Byte.SIZE;
    }

    /** The weight whose scale or zero a tensor is. */
    static Optional<String> scaled(Safetensors file, String tensor) {
        for (String end : SCALES) {
            if (tensor.endsWith(end)) {
                return weight(file, tensor.substring(0, tensor.length() - end.length()));
            }
        }
        return tensor.endsWith(ZERO)
                ? weight(file, tensor.substring(0, tensor.length() - ZERO.length()))
                : Optional.empty();
    }

    private static Optional<String> weight(Safetensors file, String layer) {
        String weight = layer + WEIGHT;
        return Optional.of(weight)
                .filter(file::has)
                .filter(name -> file.info(name).dtype().bits() <= Byte.SIZE);
    }

    private static boolean isSmall(Dtype dtype) {
        return dtype.bits() == Byte.SIZE;
    }

    /** Copies a tensor's numbers, multiplied by their scales where they have some. */
    static void copy(Safetensors file, String tensor, float[] target, int at) {
        TensorInfo info = file.info(tensor);
        if (info.dtype().isFloat()) {
            file.floats(tensor, target, at);
        } else {
            long[] whole = file.longs(tensor);
            for (int i = 0; i < whole.length; i++) {
                target[at + i] = whole[i];
            }
        }
        if (isSmall(info.dtype()) && tensor.endsWith(WEIGHT)) {
            scale(file, info, tensor.substring(0, tensor.length() - WEIGHT.length()), target, at);
        }
    }

    private static void scale(Safetensors file, TensorInfo info, String layer, float[] target, int at) {
        if (file.has(layer + ZERO)) {
            apply(file, info, layer + ZERO, target, at, (value, zero) -> value - zero);
        }
        for (String end : SCALES) {
            if (!file.has(layer + end)) {
                continue;
            }
            if (end.equals(".weight_scale_inv") && file.info(layer + end).elements() > 1) {
                blocks(file, info, layer + end, numbers(file, layer + end), target, at);
            } else {
                float unit = end.equals(".SCB") ? 1 / LARGEST : 1;
                apply(file, info, layer + end, target, at, (value, scale) -> value * scale * unit);
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        float of(float value, float by);
    }

    /** One number for all, or one for each row; rows lie in a scale's first dimension. */
    private static void apply(Safetensors file, TensorInfo info, String name, float[] target, int at, Change change) {
        int rows = Math.toIntExact(info.shape().get(0));
        int count = (int) info.elements();
        TensorInfo scale = file.info(name);
        Check.that(
                scale.elements() == 1
                        || (scale.elements() == rows && scale.shape().get(0) == rows),
                "tensor '%s' in %s: expected one number, or one for each of the %d rows of '%s', found %s",
                name,
                file.path(),
                rows,
                info.name(),
                scale.shape());
        float[] by = numbers(file, name);
        int width = count / rows;
        for (int i = 0; i < count; i++) {
            target[at + i] = change.of(target[at + i], by[by.length == 1 ? 0 : i / width]);
        }
    }

    private static void blocks(Safetensors file, TensorInfo info, String name, float[] scales, float[] target, int at) {
        int rows = Math.toIntExact(info.shape().get(0));
        int cols = (int) info.elements() / rows;
        List<Long> expected = List.of((long) blocks(rows), (long) blocks(cols));
        Check.that(
                file.info(name).shape().equals(expected),
                "tensor '%s' in %s: expected scales %s, one for each block of %d x %d of '%s' %s, found %s",
                name,
                file.path(),
                expected,
                BLOCK,
                BLOCK,
                info.name(),
                info.shape(),
                file.info(name).shape());
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                target[at + i * cols + j] *= scales[i / BLOCK * blocks(cols) + j / BLOCK];
            }
        }
    }

    private static int blocks(int size) {
        return (size + BLOCK - 1) / BLOCK;
    }

    private static float[] numbers(Safetensors file, String name) {
        TensorInfo info = file.info(name);
        if (info.dtype().isFloat()) {
            return file.floats(name);
        }
        long[] whole = file.longs(name);
        float[] numbers = new float[whole.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = whole[i];
        }
        return numbers;
    }
}
