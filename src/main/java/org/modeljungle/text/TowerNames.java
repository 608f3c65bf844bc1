package org.modeljungle.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;

/** How a kind of text encoder names its tensors; behind a prefix that differs from file to file. */
enum TowerNames {

    /** transformers' BERT. */
    BERT(
            "embeddings.word_embeddings.weight",
            "embeddings.position_embeddings.weight",
            "encoder.layer.{}.",
            "attention.self.query attention.self.key attention.self.value",
            "attention.output.dense intermediate.dense output.dense",
            "attention.output.LayerNorm output.LayerNorm"),

    /** transformers' text tower of CLIP. */
    CLIP(
            "embeddings.token_embedding.weight",
            "embeddings.position_embedding.weight",
            "encoder.layers.{}.",
            "self_attn.q_proj self_attn.k_proj self_attn.v_proj",
            "self_attn.out_proj mlp.fc1 mlp.fc2",
            "layer_norm1 layer_norm2"),

    /** OpenCLIP's text tower, with CLIP's first names. */
    OPEN_CLIP(
            "token_embedding.weight",
            "positional_embedding",
            "transformer.resblocks.{}.",
            "attn.in_proj",
            "attn.out_proj mlp.c_fc mlp.c_proj",
            "ln_1 ln_2");

    private final String tokens;
    private final String positions;
    private final String block;
    private final String projections; // of queries, keys and values
    private final String linears; // attention's output, MLP's hidden layer, MLP's output
    private final String norms; // the first and the second

    TowerNames(String tokens, String positions, String block, String projections, String linears, String norms) {
        this.tokens = tokens;
        this.positions = positions;
        this.block = block;
        this.projections = projections;
        this.linears = linears;
        this.norms = norms;
    }

    /**
     * Tensors that are used as one, below each other.
     *
     * @param names in their order, each of equally many rows
     * @param shape of the whole
     */
    record Joined(List<String> names, List<Integer> shape) {}

    String tokens() {
        return tokens;
    }

    String positions() {
        return positions;
    }

    /**
     * What a block has, in the order that {@link TowerScript} takes: weight and bias of queries, keys and values, of
     * the attention's output, of the MLP's two layers, and of the two norms.
     */
    List<Joined> block(int index, TowerSizes sizes) {
        String at = block.replace("{}", Integer.toString(index));
        int width = sizes.width();
        List<Joined> all = new ArrayList<>();
        List<String> layers = List.of(linears.split(" ", -1));
        add(all, at, List.of(projections.split(" ", -1)), 3 * width, width);
        add(all, at, layers.subList(0, 1), width, width);
        add(all, at, layers.subList(1, 2), sizes.hidden(), width);
        add(all, at, layers.subList(2, 3), width, sizes.hidden());
        for (String norm : norms.split(" ", -1)) {
            all.add(new Joined(List.of(at + norm + ".weight"), List.of(width)));
            all.add(new Joined(List.of(at + norm + ".bias"), List.of(width)));
        }
        return all;
    }

    private static void add(List<Joined> all, String at, List<String> layers, int rows, int cols) {
        all.add(new Joined(names(at, layers, "weight"), List.of(rows, cols)));
        all.add(new Joined(names(at, layers, "bias"), List.of(rows)));
    }

    private static List<String> names(String at, List<String> layers, String what) {
        return layers.stream()
                .map(layer -> at + layer + (layer.endsWith("in_proj") ? "_" : ".") + what)
                .toList();
    }

    /** The prefix of a file's tensors of this kind; empty where it holds none. */
    private Optional<String> prefix(Safetensors file) {
        List<String> found = file.names().stream()
                .filter(name -> name.equals(tokens) || name.endsWith("." + tokens))
                .map(name -> name.substring(0, name.length() - tokens.length()))
                .toList();
        Check.that(
                found.size() < 2, "%s: expected one text encoder, found those at the prefixes %s", file.path(), found);
        return found.stream().findFirst();
    }

    /**
     * A kind and its prefix.
     *
     * @param prefix what stands before its names, {@code text_model.} for example, or nothing
     */
    record Found(TowerNames names, String prefix) {}

    /**
     * The text encoder that a file holds.
     *
     * @throws IllegalArgumentException if it holds none of the kinds, or two
     */
    static Found in(Safetensors file) {
        return Stream.of(values())
                .flatMap(kind -> kind.prefix(file).stream().map(prefix -> new Found(kind, prefix)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: expected a BERT or the text tower of a CLIP, with a tensor '%s', '%s' or '%s', found none among its %d tensors"
                                .formatted(
                                        file.path(),
                                        BERT.tokens,
                                        CLIP.tokens,
                                        OPEN_CLIP.tokens,
                                        file.names().size())));
    }
}
