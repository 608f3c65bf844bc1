package org.modeljungle.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;

/** Which of a repository's files are its model's weights. */
final class WeightFiles {

    /** What most repositories call it. */
    static final String USUAL = "model.safetensors";

    static final String ADAPTER_CONFIG = "adapter_config.json";
    static final String INDEX = ".index.json";

    private static final String ENDING = ".safetensors";
    private static final List<String> NAMES = List.of(
            USUAL,
            USUAL + INDEX,
            "adapter_model.safetensors",
            "pytorch_lora_weights.safetensors",
            "diffusion_pytorch_model.safetensors",
            "diffusion_pytorch_model.safetensors" + INDEX);
    private static final int LONGEST_INDEX = 100_000_000; // bytes, as a header's
    private static final JsonMapper JSON = new JsonMapper();

    private WeightFiles() {}

    /**
     * The file that stands for the model: of the usual name, or the only safetensors file.
     *
     * @throws HubException if there is none, or several
     */
    static String choose(String what, List<String> paths) {
        for (String name : NAMES) {
            if (paths.contains(name)) {
                return name;
            }
        }
        List<String> root = paths.stream()
                .filter(path -> isWeights(path) && !path.contains("/"))
                .toList();
        List<String> found =
                root.isEmpty() ? paths.stream().filter(WeightFiles::isWeights).toList() : root;
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new HubException(
                found.isEmpty()
                        ? what + ": expected weights in safetensors, found none; it has: "
                                + Check.excerpt(String.join(", ", paths))
                        : what + ": expected one file of weights, found " + found.size() + ": "
                                + Check.excerpt(String.join(", ", found)) + "; name the one that is meant behind a"
                                + " colon: owner/name:FILE");
    }

    static boolean isIndex(String path) {
        return path.endsWith(ENDING + INDEX);
    }

    static boolean isWeights(String path) {
        return path.endsWith(ENDING);
    }

    /** The file of each tensor, by its path in the repository, as an index says. */
    static Map<String, String> shards(String what, String index, Path file) {
        try {
            if (Files.size(file) > LONGEST_INDEX) {
                throw wrong(what, Files.size(file) + " bytes");
            }
            Map<String, String> shards = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry :
                    JSON.readTree(Files.readAllBytes(file)).path("weight_map").properties()) {
                String name = entry.getValue().asText();
                if (name.contains("/")) {
                    throw wrong(what, "the file '" + Check.excerpt(name) + "' elsewhere");
                }
                shards.put(entry.getKey(), FilePaths.check(what, FilePaths.beside(index, name)));
            }
            if (shards.isEmpty()) {
                throw wrong(what, "no 'weight_map'");
            }
            return shards;
        } catch (JacksonException e) {
            throw wrong(what, "no JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** The file that holds a layer. */
    static String shardOf(String what, Map<String, String> shards, String layer) {
        List<String> files = LayerTensors.of(layer, shards.keySet(), Map.of()).stream()
                .map(shards::get)
                .distinct()
                .toList();
        Optional<String> one = files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
        return one.orElseThrow(
                () -> new HubException(what + ": expected layer '" + layer + "' in one of its files, found" + " it in "
                        + (files.isEmpty() ? "none" : files) + "; header() lists what there is"));
    }

    private static HubException wrong(String what, String found) {
        return new HubException(what + ": expected an index of shards, found " + found);
    }
}
