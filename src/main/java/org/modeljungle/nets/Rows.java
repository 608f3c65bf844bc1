package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Between a model's row of parameters and the named tensors of a file. */
public final class Rows {

    private Rows() {}

    /**
     * One model's row as named tensors of the layout's shapes.
     *
     * @param row [layout size]
     */
    public static Map<String, Weight> weights(ParameterLayout layout, float[] row) {
        return weights(layout, List.of(row), false);
    }

    /**
     * The rows of several models as named tensors {@code [models, shape...]}.
     *
     * @param rows [models][layout size]
     */
    public static Map<String, Weight> stacked(ParameterLayout layout, List<float[]> rows) {
        return weights(layout, rows, true);
    }

    /**
     * One model's row from a file that {@link #weights} wrote, or one with the same names and shapes.
     *
     * @throws IllegalArgumentException if a tensor is missing or has another shape
     */
    public static float[] read(ParameterLayout layout, Safetensors file) {
        return read(layout, file, UnaryOperator.identity());
    }

    /**
     * The same from a file with other names.
     *
     * @param names the file's name of each of the layout's parameters
     */
    public static float[] read(ParameterLayout layout, Safetensors file, UnaryOperator<String> names) {
        layout.parameters().forEach(parameter -> check(file, names.apply(parameter.name()), shape(parameter, 0)));
        float[] row = new float[layout.size()];
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            float[] values = values(file, names.apply(parameter.name()), shape(parameter, 0));
            System.arraycopy(values, 0, row, parameter.offset(), values.length);
        }
        return row;
    }

    /**
     * The rows of several models from a file that {@link #stacked} wrote.
     *
     * @return [models][layout size]
     * @throws IllegalArgumentException if a tensor is missing or has another shape
     */
    public static List<float[]> readStacked(ParameterLayout layout, Safetensors file, int models) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            rows.add(new float[layout.size()]);
        }
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            float[] values = values(file, parameter.name(), shape(parameter, models)); // [models, shape...]
            for (int i = 0; i < models; i++) {
                System.arraycopy(values, i * parameter.size(), rows.get(i), parameter.offset(), parameter.size());
            }
        }
        return List.copyOf(rows);
    }

    private static Map<String, Weight> weights(ParameterLayout layout, List<float[]> rows, boolean stacked) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            float[] values = new float[Math.multiplyExact(rows.size(), parameter.size())]; // [models, shape...]
            for (int i = 0; i < rows.size(); i++) {
                float[] own = layout.slice(rows.get(i), parameter.name());
                System.arraycopy(own, 0, values, i * own.length, own.length);
            }
            List<Long> shape = shape(parameter, stacked ? rows.size() : 0);
            weights.put(
                    parameter.name(),
                    Weight.of(values, shape.stream().mapToLong(Long::longValue).toArray()));
        }
        return weights;
    }

    private static float[] values(Safetensors file, String name, List<Long> shape) {
        check(file, name, shape);
        return file.floats(name);
    }

    private static void check(Safetensors file, String name, List<Long> shape) {
        List<Long> found = file.info(name).shape();
        Check.that(found.equals(shape), "%s: expected '%s' %s, found %s", file.path(), name, shape, found);
    }

    /** A parameter's shape in a file of so many models; of 0 models, without the axis that counts them. */
    private static List<Long> shape(ParameterLayout.Parameter parameter, int models) {
        List<Long> shape = new ArrayList<>();
        if (models > 0) {
            shape.add((long) models);
        }
        parameter.shape().forEach(length -> shape.add((long) length));
        return shape;
    }
}
