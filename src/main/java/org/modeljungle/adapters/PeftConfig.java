package org.modeljungle.adapters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;
import org.modeljungle.weights.Safetensors;

/** What PEFT's {@code adapter_config.json}, or diffusers' metadata in the file itself, says of the scale. */
final class PeftConfig {

    private static final String NAME = "adapter_config.json";
    static final String DIFFUSERS = "lora_adapter_metadata"; // a key of the file's metadata
    private static final int LONGEST = 16 << 20; // bytes
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> VARIANTS =
            Map.of("kasa_config", "KaSA", "use_bdlora", "BD-LoRA", "use_qalora", "QALoRA");

    private final String where;
    private final JsonNode settings;
    private final String component; // what layers' names begin with and patterns do not

    private PeftConfig(String where, JsonNode settings, String component) {
        this.where = where;
        this.settings = settings;
        this.component = component;
    }

    /** The configuration beside a file; empty where there is none. */
    static Optional<PeftConfig> beside(Safetensors file) {
        Path path = file.path().resolveSibling(NAME);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            Check.that(Files.size(path) <= LONGEST, "%s: expected at most %d bytes", path, LONGEST);
            return Optional.of(new PeftConfig(path.toString(), object(path.toString(), Files.readString(path)), ""));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /** What diffusers wrote into the file's metadata: of one component, such as {@code unet}, or of a model alone. */
    static Optional<PeftConfig> inside(Safetensors file, String layer) {
        String text = file.metadata().get(DIFFUSERS);
        if (text == null) {
            return Optional.empty();
        }
        String where = file.path() + ", " + DIFFUSERS;
        int dot = layer.indexOf('.');
        String component = dot < 0 ? "" : layer.substring(0, dot + 1);
        JsonNode all = object(where, text);
        ObjectNode own = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            if (entry.getKey().startsWith(component)) {
                own.set(entry.getKey().substring(component.length()), entry.getValue());
            }
        }
        if (!own.isEmpty()) {
            return Optional.of(new PeftConfig(where, own, component));
        }
        return all.has("r") || all.has("lora_alpha") ? Optional.of(new PeftConfig(where, all, "")) : Optional.empty();
    }

    private static JsonNode object(String where, String text) {
        try {
            JsonNode settings = JSON.readTree(text);
            Check.that(settings != null && settings.isObject(), "%s: expected a JSON object, found none", where);
            return settings;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": expected JSON, found " + JsonProblem.of(e), e);
        }
    }

    /** Whether weights are stored {@code [in, out]}. */
    boolean transposed() {
        return settings.path("fan_in_fan_out").asBoolean(false);
    }

    /**
     * What the factors' product is multiplied with.
     *
     * @param factors the rank that the factors have; 0 where it is not seen in them
     */
    double scale(Parts parts, int factors) {
        int rank = factors > 0 ? factors : (int) number(parts.layer(), "rank_pattern", "r");
        String type = settings.path("peft_type").asText("LORA");
        boolean lora = !type.equals("LOHA") && !type.equals("LOKR");
        double alpha = number(parts.layer(), "alpha_pattern", lora ? "lora_alpha" : "alpha");
        if (type.equals("ADALORA") || parts.has(Part.SINGULAR)) { // its scale is of the rank before pruning, as in PEFT
            double start = settings.path("init_r").asDouble(rank);
            return (alpha > 0 ? alpha : start) / (start + 1e-5);
        }
        return alpha / (settings.path("use_rslora").asBoolean(false) ? Math.sqrt(rank) : rank);
    }

    /** What a pattern says of a layer, or else the number of all layers. */
    private double number(String layer, String several, String key) {
        JsonNode patterns = settings.path(several);
        if (patterns.isObject()) {
            for (Map.Entry<String, JsonNode> pattern : patterns.properties()) {
                if (matches(pattern.getKey(), own(layer))) {
                    return number(several + " '" + pattern.getKey() + "'", pattern.getValue());
                }
            }
        }
        return number(key, settings.path(key));
    }

    private double number(String key, JsonNode value) {
        Check.that(
                value.isNumber(),
                "%s: expected a number as %s, found %s; the adapter's scale is not known without it",
                where,
                key,
                value.isMissingNode() ? "none" : value);
        return value.asDouble();
    }

    private String own(String layer) {
        return layer.startsWith(component) ? layer.substring(component.length()) : layer;
    }

    /**
     * A variant of LoRA that these settings say and tensors do not, and whose change is not the factors' product.
     *
     * @param factors the rank that the factors have
     */
    Optional<String> variant(String layer, int factors) {
        for (Map.Entry<String, String> variant : VARIANTS.entrySet()) {
            JsonNode said = settings.path(variant.getKey());
            if (!said.isMissingNode() && !said.isNull() && !(said.isBoolean() && !said.asBoolean())) {
                return Optional.of(variant.getValue());
            }
        }
        boolean fused =
                settings.path("target_parameters").size() > 0 && factors != (int) number(layer, "rank_pattern", "r");
        return fused ? Optional.of("LoRA of several experts in one parameter") : Optional.empty();
    }

    /** As PEFT matches: the end of the layer's name, from a dot on. */
    private boolean matches(String pattern, String layer) {
        try {
            return Pattern.compile("(.*\\.)?(" + pattern + ")")
                    .matcher(new Limited(layer))
                    .matches();
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new IllegalArgumentException(where + ": expected a pattern, found '" + pattern + "'", e);
        } catch (Limited.Reached e) {
            throw new IllegalArgumentException(
                    where + ": expected a pattern that is soon matched, found '" + pattern + "', which tries layer '"
                            + layer + "' over and over",
                    e);
        }
    }

    /** A text at which a pattern may look so often and no oftener: some patterns would for years. */
    private static final class Limited implements CharSequence {

        private static final int MOST = 1_000_000; // characters

        private final String text;
        private int looks;

        Limited(String text) {
            this.text = text;
        }

        /** The pattern has looked too often. */
        static final class Reached extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST) {
                throw new Reached();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
