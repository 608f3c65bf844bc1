package org.modeljungle.show;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.Seeds;
import org.modeljungle.store.Model;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Small weight files. */
final class WeightFiles {

    /** A name that would run if it reached HTML as it is. */
    static final String EVIL = "<script>alert('x')</script>\"><img src=x onerror=y>";

    private WeightFiles() {}

    /** Two matrices and a bias. */
    static Model plain(Path folder, String id, long seed) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        tensors.put("a.weight", Weight.of(new Seeds(seed).split("a").normal(12), 3, 4));
        tensors.put("b.weight", Weight.of(new Seeds(seed).split("b").normal(10), 5, 2));
        tensors.put("b.bias", Weight.of(new Seeds(seed).split("c").normal(5), 5));
        return write(folder, id, tensors, Map.of("note", EVIL, "seed", Long.toString(seed)));
    }

    /** A LoRA of rank 2 of a layer [3, 4]. */
    static Model lora(Path folder, String id, long seed) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        tensors.put("a.lora.up.weight", Weight.of(new Seeds(seed).split("up").normal(6), 3, 2));
        tensors.put(
                "a.lora.down.weight", Weight.of(new Seeds(seed).split("down").normal(8), 2, 4));
        return write(folder, id, tensors, Map.of());
    }

    static Model matrix(Path folder, String id, int rows, int cols, float... values) {
        return write(folder, id, Map.of("a.weight", Weight.of(values, rows, cols)), Map.of());
    }

    private static Model write(Path folder, String id, Map<String, Weight> tensors, Map<String, String> metadata) {
        Path file = folder.resolve(Integer.toHexString(id.hashCode()) + ".safetensors");
        Safetensors.write(file, tensors, metadata);
        return Model.of(id, file);
    }
}
