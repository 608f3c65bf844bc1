package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/** Reads the vectors of files: biases and the norms' scales. */
final class VectorBanks {

    private VectorBanks() {}

    static Map<String, LayerBank> read(List<Path> files) {
        Check.that(
                !files.isEmpty(),
                "reading vectors: expected at least one weight file, found none; Models.folder(folder) finds those of a folder");
        Safetensors first = Safetensors.open(files.get(0));
        Map<String, float[]> values = new LinkedHashMap<>(); // each [models, length]
        for (String name : names(first)) {
            values.put(name, new float[Blocks.length(files.size(), 1, length(first, name))]);
        }
        try (Progress progress = Progress.of("reading vectors", files.size())) {
            for (int model = 0; model < files.size(); model++) {
                copy(Safetensors.open(files.get(model)), first, values, model);
                progress.step();
            }
        }
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        values.forEach((name, all) ->
                banks.put(name, new LayerBank(name, new Dense(files.size(), 1, all.length / files.size(), all))));
        return Collections.unmodifiableMap(banks);
    }

    private static void copy(Safetensors file, Safetensors first, Map<String, float[]> values, int model) {
        List<String> found = names(file);
        Check.that(
                found.equals(List.copyOf(values.keySet())),
                "%s: expected the vectors %s of %s, found %s; read models of one architecture at a time",
                file.path(),
                values.keySet(),
                first.path(),
                found);
        for (String name : found) {
            int length = length(first, name);
            Check.that(
                    length(file, name) == length,
                    "vector '%s' in %s: expected %d numbers as in %s, found %d; read models of one architecture at a time",
                    name,
                    file.path(),
                    length,
                    first.path(),
                    length(file, name));
            file.floats(name, values.get(name), model * length);
        }
    }

    private static List<String> names(Safetensors file) {
        List<String> names = new ArrayList<>(file.names());
        names.removeIf(name -> !isVector(file.info(name)));
        names.sort(NaturalOrder.NATURAL);
        return List.copyOf(names);
    }

    private static boolean isVector(TensorInfo info) {
        return info.dtype().isFloat() && info.shape().size() == 1 && info.elements() > 0;
    }

    private static int length(Safetensors file, String name) {
        return Math.toIntExact(file.info(name).elements());
    }
}
