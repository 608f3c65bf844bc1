package org.modeljungle.metanetwork;

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
 * A trained {@link Metanetwork} in a safetensors file; ProbeX has the names of the public reference code's state
 * dictionary. Sizes are read from the shapes; what shapes do not tell ({@code network}, {@code layer}, {@code relu},
 * {@code logit_scale}...) stands in the remarks.
 *
 * @param network the network
 * @param layer the layer that it reads; empty where that is said elsewhere
 * @param parameters one row
 */
public record MetanetworkFile(Metanetwork network, String layer, float[] parameters) {

    private static final String NETWORK = "network";
    private static final String LAYER = "layer";

    /** Checks that the parameters are the network's. */
    public MetanetworkFile {
        Check.that(
                parameters.length == network.layout().size(),
                "%s: expected %d parameters, found %d",
                network.name(),
                network.layout().size(),
                parameters.length);
    }

    /** A network whose layer is said elsewhere. */
    public MetanetworkFile(Metanetwork network, float[] parameters) {
        this(network, "", parameters);
    }

    /** Writes the file; an existing one is replaced. */
    public void write(Path path) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
            long[] shape =
                    parameter.shape().stream().mapToLong(Integer::longValue).toArray();
            weights.put(parameter.name(), Weight.of(network.layout().slice(parameters, parameter.name()), shape));
        }
        Map<String, String> remarks = new HashMap<>(network.remarks());
        remarks.put(NETWORK, network.name());
        remarks.put(LAYER, layer);
        if (network.head() instanceof Head.Text text) {
            remarks.put(MetanetworkShapes.SCALE, Double.toString(text.scale()));
        }
        Safetensors.write(path, weights, remarks);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is damaged or no metanetwork
     */
    public static MetanetworkFile read(Path path) {
        Safetensors file = Safetensors.open(path);
        MetanetworkShapes shapes = new MetanetworkShapes("metanetwork", file);
        Metanetwork network = network(shapes.remark(NETWORK), file);
        Map<String, float[]> values = new HashMap<>();
        for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
            List<Long> expected =
                    parameter.shape().stream().map(Integer::longValue).toList();
            Check.that(
                    file.info(parameter.name()).shape().equals(expected),
                    "%s in %s: expected '%s' %s, found %s",
                    network.name(),
                    path,
                    parameter.name(),
                    expected,
                    file.info(parameter.name()).shape());
            values.put(parameter.name(), file.floats(parameter.name()));
        }
        return new MetanetworkFile(
                network, shapes.remark(LAYER), network.layout().join(values));
    }

    private static Metanetwork network(String name, Safetensors file) {
        MetanetworkShapes shapes = new MetanetworkShapes(name, file);
        return switch (name) {
            case ProbeX.NAME -> ProbeX.of(shapes);
            case MvProbe.NAME -> MvProbe.of(shapes);
            case DenseNetwork.NAME -> DenseNetwork.of(shapes);
            default ->
                throw new IllegalArgumentException("metanetwork in %s: expected %s, %s or %s, found '%s'"
                        .formatted(file.path(), ProbeX.NAME, MvProbe.NAME, DenseNetwork.NAME, name));
        };
    }
}
