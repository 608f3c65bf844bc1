package org.modeljungle.text;

import java.util.Map;
import org.modeljungle.Check;

/**
 * The sizes of a text transformer.
 *
 * @param vocabulary tokens that it knows
 * @param positions tokens in its longest text
 * @param width numbers per token; {@code heads} divides it
 * @param depth blocks
 * @param heads attention heads
 * @param hidden width of the hidden layer of a block's MLP
 * @param epsilon what layer norms add to the variance
 * @param activation the hidden layer's, as transformers names it
 */
record TowerSizes(
        int vocabulary, int positions, int width, int depth, int heads, int hidden, double epsilon, String activation) {

    /** TorchScript by transformers' names. */
    private static final Map<String, String> ACTIVATIONS = Map.of(
            "gelu", "torch.gelu(x)",
            "gelu_new", "torch.gelu(x, approximate=\"tanh\")",
            "gelu_pytorch_tanh", "torch.gelu(x, approximate=\"tanh\")",
            "quick_gelu", "torch.mul(x, torch.sigmoid(torch.mul(x, 1.702)))",
            "relu", "torch.relu(x)");

    TowerSizes {
        Check.that(
                width % heads == 0,
                "text encoder: expected a width that the heads divide, found width %d and %d heads",
                width,
                heads);
        Check.that(
                ACTIVATIONS.containsKey(activation),
                "text encoder: expected one of the activations %s, found '%s'",
                ACTIVATIONS.keySet().stream().sorted().toList(),
                activation);
    }

    /** The activation as TorchScript over {@code x}. */
    String activationScript() {
        return ACTIVATIONS.get(activation);
    }

    /** BERT's, by transformers' names and defaults. */
    static TowerSizes bert(JsonFile config) {
        config.expect("position_embedding_type", "absolute");
        return new TowerSizes(
                config.size("vocab_size", 30522),
                config.size("max_position_embeddings", 512),
                config.size("hidden_size", 768),
                config.size("num_hidden_layers", 12),
                config.size("num_attention_heads", 12),
                config.size("intermediate_size", 3072),
                config.number("layer_norm_eps", 1e-12),
                config.text("hidden_act", "gelu"));
    }

    /** Those of CLIP's text tower, by transformers' names and defaults. */
    static TowerSizes clip(JsonFile config) {
        return new TowerSizes(
                config.size("vocab_size", 49408),
                config.size("max_position_embeddings", 77),
                config.size("hidden_size", 512),
                config.size("num_hidden_layers", 12),
                config.size("num_attention_heads", 8),
                config.size("intermediate_size", 2048),
                config.number("layer_norm_eps", 1e-5),
                config.text("hidden_act", "quick_gelu"));
    }

    /** Those of an OpenCLIP model's text tower, by open_clip's names and defaults. */
    static TowerSizes openClip(JsonFile model) {
        JsonFile text = model.part("text_cfg");
        int width = text.size("width", 512);
        return new TowerSizes(
                text.size("vocab_size", 49408),
                text.size("context_length", 77),
                width,
                text.size("layers", 12),
                text.size("heads", 8),
                (int) (width * text.number("mlp_ratio", 4)),
                1e-5,
                model.flag("quick_gelu") ? "quick_gelu" : "gelu");
    }
}
