package org.modeljungle.metanetwork;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Rows;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * A trained {@link Metanetwork} in a safetensors file, with the names and shapes of the public code's state
 * dictionaries for ProbeX and MVProbe: their files open here as they come, and the public code opens ours. Sizes are
 * read from the shapes.
 *
 * <p>Everything else is in the metadata, which the public code neither writes nor reads. A file without it is taken to
 * be as published: {@code relu} is true, {@code logit_scale} 1; MVProbe has all its views, and does not centre or scale
 * the matrices. Its {@link #layer()} and {@link #classes()} are empty; give them by {@link #withLayer} and
 * {@link #inOrder}.
 *
 * @param network the network
 * @param layer the layer that it reads; empty where that is said elsewhere
 * @param classes the names of the head's classes (or labels, or numbers), in its order; empty where they are not known
 * @param parameters one row
 */
@SuppressWarnings("ArrayRecordComponent") // the caller's own array, shared on purpose
public record MetanetworkFile(Metanetwork network, String layer, List<String> classes, float[] parameters) {

    private static final String NETWORK = "network";
    private static final String LAYER = "layer";
    private static final String CLASSES = "classes";
    private static final JsonMapper JSON = new JsonMapper();

    /** Checks that the parameters are the network's, and that there are as many classes as the head has. */
    public MetanetworkFile {
        classes = List.copyOf(classes);
        Check.that(
                parameters.length == network.layout().size(),
                "%s: expected %d parameters, found %d",
                network.name(),
                network.layout().size(),
                parameters.length);
        if (!classes.isEmpty()) {
            checkClasses(network, classes);
        }
    }

    /** A network whose classes are named elsewhere. */
    public MetanetworkFile(Metanetwork network, String layer, float[] parameters) {
        this(network, layer, List.of(), parameters);
    }

    /** The same, with the layer that it reads. */
    public MetanetworkFile withLayer(String other) {
        return new MetanetworkFile(network, other, classes, parameters);
    }

    /** The same, with names for the head's classes, in its order. */
    public MetanetworkFile withClasses(List<String> names) {
        return new MetanetworkFile(network, layer, names, parameters);
    }

    /**
     * The same network with its classes in another order. Where it is not known which class is where, they are taken to
     * be in the public code's order, the alphabetical one.
     *
     * @param names the classes in the order wanted
     * @throws IllegalArgumentException if they are not the head's
     */
    public MetanetworkFile inOrder(List<String> names) {
        checkClasses(network, names);
        List<String> own = classes.isEmpty() ? names.stream().sorted().toList() : classes;
        Check.that(
                Set.copyOf(own).equals(Set.copyOf(names)),
                "%s: expected its classes %s, found %s",
                network.name(),
                own,
                names);
        float[] row = parameters.clone();
        String head = Head.parameters(((Head.Linear) network.head()).kind()); // checked above
        for (String part : List.of(".weight", ".bias")) {
            ParameterLayout.Parameter parameter = network.layout().get(head + part);
            int width = parameter.size() / names.size();
            for (int k = 0; k < names.size(); k++) {
                int from = parameter.offset() + own.indexOf(names.get(k)) * width;
                System.arraycopy(parameters, from, row, parameter.offset() + k * width, width);
            }
        }
        return new MetanetworkFile(network, layer, names, row);
    }

    /**
     * The same network with its classes in the public code's order, the alphabetical one: the public code takes the
     * classes of every file to be in it. A network whose classes are not known is as it is.
     */
    public MetanetworkFile inPublicOrder() {
        return classes.isEmpty() ? this : inOrder(classes.stream().sorted().toList());
    }

    /** Writes the file, its classes in the order that they have here; an existing file is replaced. */
    public void write(Path path) {
        Safetensors.write(path, tensors(), metadata());
    }

    /** The tensors of the file, by the public code's names. */
    public Map<String, Weight> tensors() {
        Map<String, Weight> weights = new LinkedHashMap<>(Rows.weights(network.layout(), parameters));
        network.markers().forEach(marker -> weights.put(marker, Weight.of(new float[0], 0)));
        return weights;
    }

    /** The metadata of the file: what shapes do not tell. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>(network.metadata());
        metadata.put(NETWORK, network.name());
        if (!layer.isEmpty()) {
            metadata.put(LAYER, layer);
        }
        if (!classes.isEmpty()) {
            metadata.put(CLASSES, json(classes));
        }
        if (network.head() instanceof Head.Text text) {
            metadata.put(MetanetworkShapes.SCALE, Double.toString(text.scale()));
        }
        return metadata;
    }

    /**
     * Takes a network's tensors from a file that may hold more.
     *
     * @throws IllegalArgumentException if one is missing or not as it must be
     */
    public static MetanetworkFile of(ArtifactFile artifact) {
        Safetensors file = artifact.safetensors();
        MetanetworkShapes shapes = new MetanetworkShapes(file.metadata().getOrDefault(NETWORK, recognised(file)), file);
        Metanetwork network = network(shapes);
        Map<String, float[]> values = new HashMap<>();
        for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
            int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
            values.put(parameter.name(), artifact.floats(parameter.name(), shape));
        }
        network.markers().forEach(marker -> artifact.floats(marker, 0));
        return new MetanetworkFile(
                network,
                shapes.metadata(LAYER, ""),
                classes(file.path(), shapes.metadata(CLASSES, "[]")),
                network.layout().join(values));
    }

    /**
     * Reads a file: one of {@link #write}, or one of the public code of ProbeX or MVProbe.
     *
     * @throws IllegalArgumentException if it is damaged or no metanetwork
     */
    public static MetanetworkFile read(Path path) {
        return read(Safetensors.open(path));
    }

    /** As {@link #read(Path)}, from an open file. */
    public static MetanetworkFile read(Safetensors file) {
        String name = file.metadata().getOrDefault(NETWORK, recognised(file));
        MetanetworkShapes shapes = new MetanetworkShapes(name, file);
        Metanetwork network = network(shapes);
        checkNames(network, file);
        return new MetanetworkFile(
                network,
                shapes.metadata(LAYER, ""),
                classes(file.path(), shapes.metadata(CLASSES, "[]")),
                checked(network, file, Rows.read(network.layout(), file)));
    }

    private static float[] checked(Metanetwork network, Safetensors file, float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            Check.that(
                    Float.isFinite(parameters[i]),
                    "%s in %s: expected finite numbers, found %s at parameter %d",
                    network.name(),
                    file.path(),
                    parameters[i],
                    i);
        }
        return parameters;
    }

    /** Whether a file holds a metanetwork, by its metadata or by the names of its tensors. */
    public static boolean isMetanetwork(Safetensors file) {
        return file.metadata().containsKey(NETWORK) || !recognised(file).isEmpty();
    }

    private static String recognised(Safetensors file) {
        return file.has(MvProbe.PROBES) ? MvProbe.NAME : file.has(ProbeX.PROBES) ? ProbeX.NAME : "";
    }

    private static Metanetwork network(MetanetworkShapes file) {
        return switch (file.network()) {
            case ProbeX.NAME -> ProbeX.of(file);
            case MvProbe.NAME -> MvProbe.of(file);
            case DenseNetwork.NAME -> DenseNetwork.of(file);
            default ->
                throw new IllegalArgumentException(
                        ("metanetwork in %s: expected '%s' of ProbeX, '%s' of MVProbe, or metadata '%s' that says %s,"
                                        + " %s or %s; found %s")
                                .formatted(
                                        file.path(),
                                        ProbeX.PROBES,
                                        MvProbe.PROBES,
                                        NETWORK,
                                        ProbeX.NAME,
                                        MvProbe.NAME,
                                        DenseNetwork.NAME,
                                        file.network().isEmpty() ? "neither" : "'" + file.network() + "'"));
        };
    }

    private static void checkNames(Metanetwork network, Safetensors file) {
        Set<String> others = new LinkedHashSet<>(file.names());
        network.layout().parameters().forEach(parameter -> others.remove(parameter.name()));
        others.removeAll(network.markers());
        Check.that(
                others.isEmpty(),
                "%s in %s: expected no other tensors than its own, found %s; it is another network",
                network.name(),
                file.path(),
                others);
    }

    private static void checkClasses(Metanetwork network, List<String> names) {
        int count = network.head() instanceof Head.Linear head ? head.count() : 0;
        Check.that(
                names.size() == count && new HashSet<>(names).size() == count,
                "%s: expected a name for each of the %d classes of its head, all different, found %s",
                network.name(),
                count,
                names);
    }

    private static String json(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("classes: expected names, found " + names, e);
        }
    }

    private static List<String> classes(Path path, String json) {
        try {
            String[] names = JSON.readValue(json, String[].class);
            if (names != null && Arrays.stream(names).noneMatch(Objects::isNull)) {
                return List.of(names);
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "metanetwork in %s: expected metadata '%s' as a JSON list of names, found '%s'"
                        .formatted(path, CLASSES, json));
    }

    @Override
    public String toString() {
        return network + (layer.isEmpty() ? "" : ", which reads '" + layer + "'");
    }
}
