package org.modeljungle.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Other names that a file's tensors have, or are given. */
final class TensorNames {

    private TensorNames() {}

    /** Second names in the metadata, as the reference library's {@code save_model} writes them: each with the first. */
    static Map<String, String> tied(SafetensorsHeader header) {
        Map<String, String> tied = new LinkedHashMap<>();
        header.metadata().forEach((second, first) -> {
            if (header.tensors().containsKey(first) && !header.tensors().containsKey(second)) {
                tied.put(second, first);
            }
        });
        return Collections.unmodifiableMap(tied);
    }

    /** The names without any of some prefixes, old to new. */
    static Map<String, String> withoutPrefixes(Path path, SafetensorsHeader header, List<String> prefixes) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> taken = new LinkedHashMap<>(); // new to old
        for (String old : header.tensors().keySet()) {
            String name = without(old, prefixes);
            String other = taken.put(name, old);
            if (other != null) {
                throw new WeightFileException(path + ": expected names that differ without " + prefixes + ", found '"
                        + other + "' and '" + old + "'; read this file with its names as they are");
            }
            names.put(old, name);
        }
        return names;
    }

    static SafetensorsHeader renamed(SafetensorsHeader header, Map<String, String> names, List<String> prefixes) {
        Map<String, TensorInfo> tensors = new TreeMap<>(NaturalOrder.NATURAL);
        header.tensors().forEach((old, info) -> tensors.put(names.get(old), info.named(names.get(old))));
        Map<String, String> metadata = new LinkedHashMap<>(header.metadata());
        tied(header).forEach((second, first) -> {
            metadata.remove(second);
            metadata.put(without(second, prefixes), names.get(first));
        });
        return new SafetensorsHeader(header.dataStart(), tensors, metadata);
    }

    private static String without(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (!prefix.isEmpty() && name.startsWith(prefix) && name.length() > prefix.length()) {
                return without(name.substring(prefix.length()), prefixes);
            }
        }
        return name;
    }
}
