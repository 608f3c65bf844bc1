package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * The layers of one open file: what an adapter changes, and weights that are stored as they are.
 *
 * @param file its tensors
 * @param adapter what it changes; nothing, where the file is a whole model
 */
record LayerFile(Safetensors file, Adapter adapter) {

    static LayerFile open(Path path) {
        return of(Safetensors.open(path));
    }

    static LayerFile of(Safetensors file) {
        return new LayerFile(file, Adapter.of(file));
    }

    Path path() {
        return file.path();
    }

    /** The layers that can be read, in natural order. */
    List<String> layers() {
        Set<String> layers = new TreeSet<>(NaturalOrder.NATURAL);
        for (String layer : adapter.layers()) {
            if (adapter.refusal(layer).isEmpty()) {
                adapter.shape(layer); // its tensors fit together
                layers.add(layer);
            }
        }
        for (String name : file.names()) {
            if (!adapter.holds(name) && WeightNames.reason(file, name).isEmpty()) {
                layers.add(WeightNames.layer(name));
            }
        }
        return List.copyOf(layers);
    }

    /** The layers that share a tensor with others, by the tensor's layer; in natural order. */
    Map<String, List<String>> parts() {
        Map<String, List<String>> parts = new TreeMap<>(NaturalOrder.NATURAL);
        for (String layer : layers()) {
            Optional<String> tensor = adapter.changes(layer) ? Optional.empty() : WeightNames.tensor(file, layer);
            List<String> names = tensor.stream()
                    .flatMap(name -> Packed.parts(file, name).keySet().stream())
                    .map(part -> layer + "[" + part + "]")
                    .toList();
            if (!names.isEmpty()) {
                parts.put(layer, names);
            }
        }
        return parts;
    }

    /** Why the other tensors are no layers, by their names. */
    Map<String, String> omitted() {
        Map<String, String> omitted = new LinkedHashMap<>();
        for (String name : file.names()) {
            String reason = adapter.holds(name) ? refusal(name) : WeightNames.reason(file, name);
            if (!reason.isEmpty()) {
                omitted.put(name, reason);
            }
        }
        return omitted;
    }

    private String refusal(String name) {
        boolean bias = name.endsWith(".diff_b") || name.endsWith(".bias");
        String read = bias ? "it changes a bias, which is a vector" : "";
        return adapter.refusal(adapter.layerOf(name)).orElse(read);
    }

    /** How the file stores a layer. */
    LayerShape shape(String layer) {
        if (adapter.changes(layer)) {
            return new LayerShape(adapter.shape(layer), adapter.rank(layer), true, false);
        }
        TensorInfo info = file.info(tensor(layer));
        Check.that(
                Quantised.isRead(info) && info.shape().size() >= 2 && info.elements() > 0,
                "layer '%s' in %s: expected floats of 2 dimensions or more, found %s %s; LayerBank.layers(file) lists"
                        + " what can be read",
                layer,
                file.path(),
                info.dtype(),
                info.shape());
        List<Long> shape =
                Packed.part(layer).isEmpty() ? info.shape() : place(layer).shape();
        return new LayerShape(shape, Adapter.FULL, false, false);
    }

    private String tensor(String layer) {
        return WeightNames.tensor(file, Packed.whole(layer))
                .orElseThrow(() -> new IllegalArgumentException(MissingLayer.message(file, layer)));
    }

    private Packed.Place place(String layer) {
        Map<String, Packed.Place> parts = Packed.parts(file, tensor(layer));
        Check.that(
                parts.containsKey(Packed.part(layer)),
                "layer '%s' in %s: expected a part of '%s', one of %s, found none of that name",
                layer,
                file.path(),
                Packed.whole(layer),
                parts.keySet());
        return parts.get(Packed.part(layer));
    }

    /** Also of a vector, by its tensor's full name: a matrix of one row. */
    LayerShape shapeOfAny(String layer) {
        return isVector(layer)
                ? new LayerShape(List.of(1L, file.info(layer).elements()), Adapter.FULL, false, true)
                : shape(layer);
    }

    private boolean isVector(String layer) {
        return file.has(layer)
                && file.info(layer).dtype().isFloat()
                && file.info(layer).shape().size() == 1;
    }

    /** What an adapter changes of a layer. */
    LayerChange change(String layer) {
        return adapter.change(layer);
    }

    /**
     * Copies a weight that is stored as it is, or a vector by its tensor's name.
     *
     * @param vector which of the two, where a file has both: a tensor {@code a} and a weight {@code a.weight}
     */
    void copy(String layer, boolean vector, float[] target, int at) {
        if (vector) {
            file.floats(layer, target, at);
        } else if (Packed.part(layer).isEmpty()) {
            Quantised.copy(file, tensor(layer), target, at);
        } else {
            TensorInfo info = file.info(tensor(layer));
            float[] whole = new float[Math.toIntExact(info.elements())];
            Quantised.copy(file, info.name(), whole, 0);
            place(layer).copy(whole, Math.toIntExact(info.shape().get(1)), target, at);
        }
    }

    /**
     * All numbers of a layer: whole // [rows, cols], or its factors B // [rows, rank] and A // [rank, cols]
     *
     * @param rank of the factors, those of a lower rank filled up with zeros; 0 for whole
     */
    List<float[]> blocks(String layer, int rank) {
        if (!adapter.changes(layer)) {
            long numbers = shape(layer).shape().stream().reduce(1L, Math::multiplyExact);
            float[] values = new float[Math.toIntExact(numbers)];
            copy(layer, false, values, 0);
            return List.of(values);
        }
        LayerChange change = adapter.change(layer);
        if (rank == 0) {
            return List.of(change.dense());
        }
        LayerChange.LowRank factors = (LayerChange.LowRank) change;
        float[] up = new float[Blocks.length(1, factors.rows(), rank)];
        BankBuilder.spread(factors.up(), factors.rank(), up, 0, rank);
        return List.of(up, Arrays.copyOf(factors.down(), Blocks.length(1, rank, factors.cols())));
    }
}
