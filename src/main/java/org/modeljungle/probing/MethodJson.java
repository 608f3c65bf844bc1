package org.modeljungle.probing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.modeljungle.weights.PlainJson;

/** A method in a file's settings: the name of each part's class. */
final class MethodJson {

    private static final String TYPE = "type";

    /** Replaces {@link Probes.Real} in settings: the pictures themselves are in a tensor. */
    record Stored(int count, String name) implements Probes.Fixed {

        @Override
        public float[] values(List<Integer> input) {
            throw new IllegalStateException("stored probes: their values are a tensor of the file");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Probing.class, name = "probing"),
        @JsonSubTypes.Type(value = FlatWeights.class, name = "flat-weights"),
        @JsonSubTypes.Type(value = WeightStatistics.class, name = "weight-statistics"),
        @JsonSubTypes.Type(value = GraphNetwork.class, name = "graph-network")
    })
    private interface Methods {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Probes.Free.class, name = "free"),
        @JsonSubTypes.Type(value = Probes.Generated.class, name = "generated"),
        @JsonSubTypes.Type(value = Probes.StartedLike.class, name = "started-like"),
        @JsonSubTypes.Type(value = Probes.Unlearned.class, name = "unlearned"),
        @JsonSubTypes.Type(value = Probes.Untrained.class, name = "untrained"),
        @JsonSubTypes.Type(value = Probes.Grid.class, name = "grid"),
        @JsonSubTypes.Type(value = Stored.class, name = "stored")
    })
    private interface AllProbes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Generator.FullyConnected.class, name = "fully-connected"),
        @JsonSubTypes.Type(value = Generator.Convolutional.class, name = "convolutional")
    })
    private interface Generators {}

    /** The classes that a file can name, by what they implement. */
    static final Map<Class<?>, Class<?>> NOTES = Map.of(
            Method.class, Methods.class,
            Probes.class, AllProbes.class,
            Generator.class, Generators.class);

    private MethodJson() {}

    static JsonNode tree(Object settings) {
        return PlainJson.tree(settings, NOTES);
    }

    static <T> T of(String where, JsonNode tree, Class<T> type) {
        return PlainJson.of(where, tree, type, NOTES);
    }

    /** A copy without the names of classes: a notebook makes new ones each time that a cell is run. */
    static JsonNode withoutTypes(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        copy.findParents(TYPE).forEach(parent -> ((ObjectNode) parent).remove(TYPE));
        return copy;
    }
}
