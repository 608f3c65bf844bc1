package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * The names, shapes and initialisers of a network's parameters, laid out one after the other in a single row: a stack
 * of models is one tensor {@code [models, size]}, so that one gradient and one Adam step serve all of it.
 */
public final class ParameterLayout {

    /** How a parameter is initialised. */
    public sealed interface Initialiser {
        /** All values the same. */
        record Constant(float value) implements Initialiser {}

        /** Normal around zero. */
        record Normal(double deviation) implements Initialiser {}

        /** Uniform between -bound and bound. */
        record Uniform(double bound) implements Initialiser {}

        /** Sampled from the parameter's seed, row-major; to compare layouts, {@code sample} needs an {@code equals}. */
        record Sampled(Function<Seeds, float[]> sample) implements Initialiser {}
    }

    /**
     * One parameter.
     *
     * @param name its name, unique in the layout
     * @param shape its shape in one model
     * @param offset where it starts in a model's row
     * @param initialiser its initial values
     */
    public record Parameter(String name, List<Integer> shape, int offset, Initialiser initialiser) {
        /** The number of values. */
        public int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private int size;

    /**
     * Adds a parameter after the others.
     *
     * @param shape its lengths along each axis, 1 or more
     * @throws IllegalArgumentException if there is one of that name, a length is below 1, or the row gets too long for
     *     a Java array
     */
    public ParameterLayout add(String name, Initialiser initialiser, Integer... shape) {
        Check.that(!parameters.containsKey(name), "layout: there is a parameter '%s' already", name);
        long own = 1;
        for (int length : shape) {
            Check.that(
                    length > 0,
                    "layout: parameter '%s': expected lengths of 1 or more, found %s",
                    name,
                    List.of(shape));
            own = Math.min(own * length, Integer.MAX_VALUE);
        }
        Check.that(
                size + own <= Integer.MAX_VALUE - 8,
                "layout: parameter '%s': expected at most %d values in all, found %s after %d values",
                name,
                Integer.MAX_VALUE - 8,
                List.of(shape),
                size);
        Parameter parameter = new Parameter(name, List.of(shape), size, initialiser);
        parameters.put(name, parameter);
        size += parameter.size();
        return this;
    }

    /** Adds all parameters of another layout after the others. */
    public ParameterLayout addAll(ParameterLayout other) {
        other.parameters
                .values()
                .forEach(parameter -> add(
                        parameter.name(),
                        parameter.initialiser(),
                        parameter.shape().toArray(Integer[]::new)));
        return this;
    }

    /** All parameters, in order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Whether there is a parameter of this name. */
    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** One parameter by name. */
    public Parameter get(String name) {
        Parameter parameter = parameters.get(name);
        Check.that(parameter != null, "layout: no parameter '%s'; it has %s", name, parameters.keySet());
        return parameter;
    }

    /** The number of values in one model's row. */
    public int size() {
        return size;
    }

    /** A model's row at the start of training; each parameter draws from its own named seed. */
    public float[] initial(Seeds seeds) {
        float[] row = new float[size];
        parameters.values().forEach(parameter -> fill(row, parameter, seeds.split(parameter.name())));
        return row;
    }

    /** One parameter's values out of a model's row. */
    public float[] slice(float[] row, String name) {
        Check.that(row.length == size, "layout: expected a row of %d values, found %d", size, row.length);
        Parameter parameter = get(name);
        return Arrays.copyOfRange(row, parameter.offset(), parameter.offset() + parameter.size());
    }

    /** A model's row from its parameters' values by name, the inverse of {@link #slice}. */
    public float[] join(Map<String, float[]> values) {
        float[] row = new float[size];
        for (Parameter parameter : parameters.values()) {
            float[] value = values.get(parameter.name());
            Check.that(
                    value != null && value.length == parameter.size(),
                    "layout: parameter '%s': expected %d values %s, found %s",
                    parameter.name(),
                    parameter.size(),
                    parameter.shape(),
                    value == null ? "none" : value.length);
            System.arraycopy(value, 0, row, parameter.offset(), value.length);
        }
        return row;
    }

    /**
     * TorchScript lines that cut a tensor {@code [models, size]} named {@code tensor} into local variables named like
     * the parameters (dots become underscores), each {@code [models, shape...]} or, for {@code single} models, without
     * the model axis.
     */
    public String unpack(String tensor, boolean single) {
        String parts = tensor + "_parts";
        return parts + " = torch.split_with_sizes(" + tensor + ", [" + sizes() + "], 1)\n" + named(parts, single);
    }

    /** The number of values of each parameter, in order, as TorchScript writes a list without its brackets. */
    public String sizes() {
        return parameters.values().stream()
                .map(parameter -> Integer.toString(parameter.size()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The lines of {@link #unpack} for a tensor that is cut already: {@code parts}, a list of {@code [models, values]}.
     */
    public String named(String parts, boolean single) {
        List<String> lines = new ArrayList<>();
        int index = 0;
        for (Parameter parameter : parameters.values()) {
            List<String> shape = new ArrayList<>(single ? List.of() : List.of("-1"));
            parameter.shape().forEach(length -> shape.add(length.toString()));
            lines.add(parameter.name().replace('.', '_') + " = " + parts + "[" + index++ + "].reshape(["
                    + String.join(", ", shape) + "])");
        }
        return String.join("\n", lines);
    }

    private static void fill(float[] row, Parameter parameter, Seeds seeds) {
        int from = parameter.offset();
        int to = from + parameter.size();
        if (parameter.initialiser() instanceof Initialiser.Constant constant) {
            Arrays.fill(row, from, to, constant.value());
        } else if (parameter.initialiser() instanceof Initialiser.Normal normal) {
            seeds.fillNormal(row, from, parameter.size());
            for (int i = from; i < to; i++) {
                row[i] *= (float) normal.deviation();
            }
        } else if (parameter.initialiser() instanceof Initialiser.Uniform uniform) {
            UniformRandomProvider random = seeds.random();
            for (int i = from; i < to; i++) {
                row[i] = (float) ((2 * random.nextDouble() - 1) * uniform.bound());
            }
        } else if (parameter.initialiser() instanceof Initialiser.Sampled sampled) {
            float[] values = sampled.sample().apply(seeds);
            Check.that(
                    values.length == parameter.size(),
                    "layout: parameter '%s': expected %d initial values %s, found %d",
                    parameter.name(),
                    parameter.size(),
                    parameter.shape(),
                    values.length);
            System.arraycopy(values, 0, row, from, values.length);
        }
    }

    @Override
    public String toString() {
        return "%,d parameters in %d tensors".formatted(size, parameters.size());
    }
}
