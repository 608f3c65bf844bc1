package org.modeljungle.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.modeljungle.Check;
import org.modeljungle.weights.NaturalOrder;

/**
 * Where a layer is in its network, in few words: which kind of matrix it is, and how deep.
 *
 * @param layer its name in the file
 * @param kind a short name that all of its kind have: {@code query}, {@code MLP in}; see {@link #kindOf}
 * @param depth its number among the network's layers of that kind, from 1
 */
public record LayerPlace(String layer, String kind, int depth) {

    /**
     * Kinds of the transformers and residual networks of the Hugging Face library, by what their layers' names end in.
     */
    private static final Map<String, String> KINDS = kinds();

    private static final Pattern NUMBER = Pattern.compile("(?<![^.])\\d+(?![^.])");

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("attention.attention.query", "query");
        kinds.put("attention.attention.key", "key");
        kinds.put("attention.attention.value", "value");
        kinds.put("attention.output.dense", "attention out");
        kinds.put("intermediate.dense", "MLP in");
        kinds.put("output.dense", "MLP out");
        kinds.put("patch_embeddings.projection", "patches");
        kinds.put("embedder.embedder.convolution", "stem");
        kinds.put("shortcut.convolution", "shortcut");
        kinds.put("layer.0.convolution", "first of a block");
        kinds.put("layer.1.convolution", "second of a block");
        kinds.put("layer.2.convolution", "third of a block");
        return kinds;
    }

    /**
     * Places of a network's layers: depth goes by the natural order of the names.
     *
     * @param layers names, each once; all of a network, so that depths are right
     * @return by name, in the order given
     */
    public static Map<String, LayerPlace> all(Collection<String> layers) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        layers.stream()
                .sorted(NaturalOrder.NATURAL)
                .forEach(layer -> kinds.computeIfAbsent(kindOf(layer), kind -> new ArrayList<>())
                        .add(layer));
        Map<String, LayerPlace> places = new LinkedHashMap<>();
        for (String layer : layers) {
            String kind = kindOf(layer);
            int depth = kinds.get(kind).indexOf(layer) + 1;
            Check.that(
                    places.put(layer, new LayerPlace(layer, kind, depth)) == null,
                    "layers: expected each name once, found '%s' twice",
                    layer);
        }
        return places;
    }

    /**
     * Which kind of matrix a layer is, whatever its depth: of transformers and residual networks as the Hugging Face
     * library names their layers a word or two, of others the layer's name with {@code *} for its numbers, without
     * {@code .weight}.
     */
    public static String kindOf(String layer) {
        String name = layer.endsWith(".weight") ? layer.substring(0, layer.length() - ".weight".length()) : layer;
        return KINDS.entrySet().stream()
                .filter(kind -> name.equals(kind.getKey()) || name.endsWith("." + kind.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseGet(() -> NUMBER.matcher(name).replaceAll("*"));
    }

    /** {@code MLP out 3}. */
    @Override
    public String toString() {
        return kind + " " + depth;
    }
}
