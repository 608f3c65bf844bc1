package org.modeljungle.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;

/**
 * A folder laid out as on the Hugging Face Hub.
 *
 * @param path the folder
 */
record EncoderFolder(Path path) {

    private static final List<String> WEIGHTS =
            List.of("model.safetensors", "model.safetensors.index.json", "open_clip_model.safetensors");

    EncoderFolder {
        Check.that(
                Files.isDirectory(path),
                "%s: expected a folder with config.json, model.safetensors and tokenizer.json, found %s",
                path,
                Files.exists(path) ? "a file" : "nothing");
    }

    /** The network that its weights and configuration describe. */
    TextNetwork network() {
        Safetensors file = weights();
        TowerNames.Found found = TowerNames.in(file);
        return switch (found.names()) {
            case BERT -> BertNetwork.of(file, found.prefix(), config("bert"), mean());
            case CLIP -> ClipNetwork.of(file, found.prefix(), clipText());
            case OPEN_CLIP ->
                ClipNetwork.open(
                        file, found.prefix(), required("open_clip_config.json").part("model_cfg"));
        };
    }

    private Safetensors weights() {
        return WEIGHTS.stream()
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(Safetensors::open)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: expected one of %s, found none; weights in another form are not read"
                                .formatted(path, WEIGHTS)));
    }

    private JsonFile required(String name) {
        Optional<JsonFile> file = JsonFile.find(path.resolve(name));
        Check.that(file.isPresent(), "%s: expected %s beside its weights, found none", path, name);
        return file.get();
    }

    private JsonFile config(String... types) {
        JsonFile config = required("config.json");
        String type = config.text("model_type", "");
        Check.that(
                Set.of(types).contains(type),
                "%s: expected the model_type %s, as its tensors are named, found '%s'",
                config.where(),
                String.join(" or ", types),
                type);
        return config;
    }

    private JsonFile clipText() {
        JsonFile config = config("clip", "clip_text_model");
        return config.has("text_config") ? config.part("text_config") : config;
    }

    /** Whether a text's vector is the mean of its tokens'; the mean too where no file says so. */
    private boolean mean() {
        checkModules();
        Optional<JsonFile> pooling = JsonFile.find(path.resolve("1_Pooling").resolve("config.json"));
        if (pooling.isEmpty()) {
            return true;
        }
        List<String> modes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : pooling.get().json().properties()) {
            if (entry.getKey().startsWith("pooling_mode_") && entry.getValue().asBoolean()) {
                modes.add(entry.getKey()
                        .substring("pooling_mode_".length())
                        .replace("_tokens", "")
                        .replace("_token", ""));
            }
        }
        String mode = modes.isEmpty() ? pooling.get().text("pooling_mode", "none") : String.join(" and ", modes);
        Check.that(
                mode.equals("mean") || mode.equals("cls"),
                "%s: expected the pooling mean or cls, found %s",
                pooling.get().where(),
                mode);
        return mode.equals("mean");
    }

    /** Of the modules of a sentence-transformers model, only these three are computed. */
    private void checkModules() {
        JsonFile.find(path.resolve("modules.json"))
                .ifPresent(modules -> modules.json()
                        .forEach(module -> Check.that(
                                module.path("type").asText().matches(".*\\.(Transformer|Pooling|Normalize)"),
                                "%s: expected the modules Transformer, Pooling and Normalize, found %s",
                                modules.where(),
                                module.path("type"))));
    }

    /** The most tokens of a text: what sentence-transformers, transformers or the network's positions allow. */
    int longest(TowerSizes sizes) {
        int longest = sizes.positions();
        Optional<JsonFile> sentences = JsonFile.find(path.resolve("sentence_bert_config.json"));
        if (sentences.isPresent() && sentences.get().has("max_seq_length")) {
            return Math.min(longest, sentences.get().size("max_seq_length", longest));
        }
        double own = JsonFile.find(path.resolve("tokenizer_config.json"))
                .map(config -> config.number("model_max_length", longest))
                .orElse((double) longest);
        return (int) Math.min(longest, own); // may be 1e30, for no limit
    }

    Path tokenizer() {
        return path.resolve("tokenizer.json");
    }
}
