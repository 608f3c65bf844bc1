package org.modeljungle.jungle.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.AtomicFile;
import org.modeljungle.Digests;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * How one model is published.
 *
 * @param dialect how its weights are written down
 * @param dtype what its numbers are rounded to
 * @param alpha what a scale is written with
 * @param prefix what a wrapper puts before the names
 * @param sharded whether a whole model is in two files
 * @param caption what its card says; empty for no card
 * @param damage what is wrong with it; empty for a sound one
 */
record Release(
        Dialect dialect,
        Dtype dtype,
        double alpha,
        String prefix,
        boolean sharded,
        Optional<String> caption,
        Optional<Damage> damage) {

    // %s writes a number in the same digits everywhere
    private static final String CONFIG = """
            {"peft_type": "LORA", "r": %s, "lora_alpha": %s, "target_modules": ["to_q", "to_k", "to_v", "to_out"]}
            """;
    private static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:%s
            size %s
            """;
    private static final String PAGE =
            "<!DOCTYPE html>\n<html><body>Please log in to download this file.</body></html>\n";
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    /** Writes the model's folder; gives the file that stands for the model, whether or not it is there. */
    Path write(Path folder, FineTuned model) {
        Map<String, Tensor> sound = dialect.tensors(model, alpha, prefix);
        Map<String, Tensor> tensors = damage.map(what -> what.tensors(sound)).orElse(sound);
        text(folder.resolve("README.md"), "# %s\n\n%s\n".formatted(folder.getFileName(), caption.orElse("")));
        if (dialect == Dialect.PEFT && !is(Damage.NO_SCALE)) {
            int rank = model.changes().values().iterator().next().rank();
            text(folder.resolve("adapter_config.json"), CONFIG.formatted(rank, alpha));
        }
        Path main = folder.resolve(dialect.file());
        if (sharded || is(Damage.NO_SHARD)) {
            return shards(folder, tensors);
        }
        if (is(Damage.PICKLE) || is(Damage.GGUF)) {
            return other(folder);
        }
        if (!is(Damage.NO_WEIGHTS)) {
            Safetensors.write(main, weights(tensors), metadata());
            damage.ifPresent(what -> spoil(main));
        }
        return main;
    }

    private boolean is(Damage what) {
        return damage.equals(Optional.of(what));
    }

    private Map<String, String> metadata() {
        return caption.map(text -> Map.of("caption", text)).orElse(Map.of());
    }

    private Map<String, Weight> weights(Map<String, Tensor> tensors) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> weights.put(name, tensor.as(dtype)));
        return weights;
    }

    /** The blocks in the second file, all else in the first. */
    private Path shards(Path folder, Map<String, Tensor> tensors) {
        Map<String, Weight> first = new LinkedHashMap<>(weights(tensors));
        Map<String, Weight> second = new LinkedHashMap<>(first);
        first.keySet().removeIf(name -> name.contains("blocks."));
        second.keySet().removeAll(first.keySet());
        Map<String, String> files = new LinkedHashMap<>();
        first.keySet().forEach(name -> files.put(name, FIRST));
        second.keySet().forEach(name -> files.put(name, SECOND));
        Safetensors.write(folder.resolve(FIRST), first, metadata());
        if (!is(Damage.NO_SHARD)) {
            Safetensors.write(folder.resolve(SECOND), second, metadata());
        }
        StringBuilder map = new StringBuilder("{\"metadata\": {}, \"weight_map\": {\n");
        files.forEach((name, file) -> map.append(map.charAt(map.length() - 2) == '{' ? "" : ",\n")
                .append("  \"%s\": \"%s\"".formatted(name, file)));
        Path index = folder.resolve(dialect.file() + ".index.json");
        text(index, map.append("\n}}\n").toString());
        return index;
    }

    private Path other(Path folder) {
        byte[] start = is(Damage.GGUF) ? new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0} : new byte[] {'P', 'K', 3, 4};
        Path file = folder.resolve(is(Damage.GGUF) ? "model.gguf" : "pytorch_model.bin");
        AtomicFile.write(file, out -> out.write(Arrays.copyOf(start, 1 << 16)));
        return file;
    }

    private void spoil(Path main) {
        try {
            byte[] bytes = Files.readAllBytes(main);
            switch (damage.orElseThrow()) {
                case POINTER -> text(main, POINTER.formatted(Digests.ofFiles(List.of(main)), bytes.length));
                case WEB_PAGE -> text(main, PAGE);
                case CUT -> AtomicFile.write(main, out -> out.write(bytes, 0, bytes.length * 2 / 3));
                default -> {} // its tensors are spoilt
            }
        } catch (IOException e) {
            throw new UncheckedIOException(main + ": cannot be read", e);
        }
    }

    private static void text(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
