package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * A trained {@link ProbeX} in a safetensors file, with the names of the public reference code's state dictionary. Sizes
 * are read from the shapes; what shapes do not tell ({@code relu}, {@code logit_scale}) stands in the remarks.
 *
 * @param network the network
 * @param parameters one row
 */
public record MetanetworkFile(ProbeX network, float[] parameters) {

    private static final String RELU = "relu";
    private static final String SCALE = "logit_scale";

    /** Checks that the parameters are the network's. */
    public MetanetworkFile {
        Check.that(
                parameters.length == network.layout().size(),
                "ProbeX: expected %d parameters, found %d",
                network.layout().size(),
                parameters.length);
    }

    /** Writes the file; an existing one is replaced. */
    public void write(Path path) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
            long[] shape =
                    parameter.shape().stream().mapToLong(Integer::longValue).toArray();
            weights.put(parameter.name(), Weight.of(network.layout().slice(parameters, parameter.name()), shape));
        }
        Map<String, String> remarks = new HashMap<>();
        remarks.put(RELU, Boolean.toString(network.settings().relu()));
        if (network.head() instanceof Head.Text text) {
            remarks.put(SCALE, Double.toString(text.scale()));
        }
        Safetensors.write(path, weights, remarks);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is damaged or no ProbeX
     */
    public static MetanetworkFile read(Path path) {
        Safetensors file = Safetensors.open(path);
        int[] probes = shape(file, "probes.weight"); // [cols, r_U]
        int[] projections = shape(file, "shared_probe_proj.weight"); // [r_V, rows]
        int[] encoders = shape(file, "per_probe_encoders.weight"); // [r_T, r_U r_V]
        boolean relu = Boolean.parseBoolean(remark(file, RELU));
        ProbeX.Settings settings = new ProbeX.Settings(probes[1], projections[0], encoders[0], relu);
        ProbeX network = new ProbeX(settings, projections[1], probes[0], head(file));
        Map<String, float[]> values = new HashMap<>();
        for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
            List<Long> expected =
                    parameter.shape().stream().map(Integer::longValue).toList();
            Check.that(
                    file.info(parameter.name()).shape().equals(expected),
                    "ProbeX in %s: expected '%s' %s, found %s",
                    path,
                    parameter.name(),
                    expected,
                    file.info(parameter.name()).shape());
            values.put(parameter.name(), file.floats(parameter.name()));
        }
        return new MetanetworkFile(network, network.layout().join(values));
    }

    private static Head head(Safetensors file) {
        if (file.has("classification_head.weight")) {
            return new Head.Labels(shape(file, "classification_head.weight")[0]);
        }
        int width = shape(file, "regression_head.weight")[1];
        return new Head.Text(width, Double.parseDouble(remark(file, SCALE)));
    }

    private static int[] shape(Safetensors file, String name) {
        List<Long> shape = file.info(name).shape();
        Check.that(shape.size() == 2, "ProbeX in %s: expected '%s' as a matrix, found %s", file.path(), name, shape);
        return shape.stream().mapToInt(Math::toIntExact).toArray();
    }

    private static String remark(Safetensors file, String key) {
        String value = file.header().metadata().get(key);
        Check.that(
                value != null,
                "ProbeX in %s: expected a remark '%s', found %s; MetanetworkFile.write adds it",
                file.path(),
                key,
                file.header().metadata().keySet());
        return value;
    }
}
