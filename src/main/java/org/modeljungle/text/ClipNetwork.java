package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Safetensors;

/**
 * The text tower of a CLIP (Radford et al. 2021): a token sees those before it, and the text's vector is that of the
 * token that ends it, projected.
 *
 * @param tower its blocks
 * @param norm the last norm's tensors, without {@code weight} and {@code bias}
 * @param projection the last linear map's tensor
 * @param transposed whether that is {@code [in, out]}
 * @param end the token that ends a text; 0 for the one with the highest number
 */
record ClipNetwork(Tower tower, String norm, String projection, boolean transposed, int end) implements TextNetwork {

    private static final int OLD_END = 2; // what older configurations say, whatever the token
    private static final String INNER = "text_model.";

    ClipNetwork {
        int width = tower.sizes().width();
        List<Long> shape = tower.file().info(projection).shape();
        Check.that(
                shape.size() == 2 && shape.get(transposed ? 0 : 1) == width,
                "tensor '%s' in %s: expected %s, found %s",
                projection,
                tower.file().path(),
                transposed ? "[" + width + ", out]" : "[out, " + width + "]",
                shape);
    }

    /** As transformers writes it. */
    static ClipNetwork of(Safetensors file, String prefix, JsonFile config) {
        Tower tower = new Tower(file, TowerNames.CLIP, prefix, TowerSizes.clip(config));
        String outer = prefix.endsWith(INNER) ? prefix.substring(0, prefix.length() - INNER.length()) : prefix;
        int end = config.size("eos_token_id", 49407);
        return new ClipNetwork(
                tower, prefix + "final_layer_norm.", outer + "text_projection.weight", false, end == OLD_END ? 0 : end);
    }

    /** As open_clip writes it. */
    static ClipNetwork open(Safetensors file, String prefix, JsonFile model) {
        JsonFile text = model.part("text_cfg");
        for (String other : List.of("hf_model_name", "ls_init_value", "act_kwargs", "norm_kwargs")) {
            text.expect(other, "");
        }
        for (String other : List.of("embed_cls", "no_causal_mask", "proj_bias")) {
            text.expect(other, "false");
        }
        text.expect("pool_type", "argmax");
        text.expect("proj_type", "linear");
        Tower tower = new Tower(file, TowerNames.OPEN_CLIP, prefix, TowerSizes.openClip(model));
        return new ClipNetwork(tower, prefix + "ln_final.", prefix + "text_projection", true, 0);
    }

    @Override
    public String block() {
        return "clip";
    }

    @Override
    public int dimension() {
        return Math.toIntExact(tower.file().info(projection).shape().get(transposed ? 1 : 0));
    }

    @Override
    public List<String> ends() {
        return List.of(norm + "weight", norm + "bias", projection);
    }

    @Override
    public NDArray[] ends(NDManager scope) {
        int width = tower.sizes().width();
        NDArray map = Torch.tensor(
                scope,
                tower.file().floats(projection),
                transposed ? new Shape(width, dimension()) : new Shape(dimension(), width));
        return new NDArray[] {
            tower.vector(scope, norm + "weight"), tower.vector(scope, norm + "bias"), transposed ? map.transpose() : map
        };
    }

    @Override
    public NDArray begin(NDManager scope, Script script, NDArray embedded, NDArray... ends) {
        return embedded;
    }

    @Override
    public NDArray end(NDManager scope, Script script, NDArray states, int[][] tokens, NDArray... ends) {
        int width = tower.sizes().width();
        int length = tokens[0].length;
        float[] all = Torch.floats(states); // [texts, tokens, width]
        float[][] last = new float[tokens.length][width];
        for (int i = 0; i < last.length; i++) {
            System.arraycopy(all, (i * length + end(tokens[i])) * width, last[i], 0, width);
        }
        NDArray pooled = Tensors.of(scope, last);
        NDArray normed = script.call(
                scope, "norm", pooled, ends[0], ends[1], tower.sizes().epsilon());
        return script.call(scope, "project", normed, ends[2]);
    }

    /** The place of the first token that ends a text. */
    private int end(int... tokens) {
        int best = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (end != 0 && tokens[i] == end) { // 0 says that the highest token is the end; it is a token itself
                return i;
            }
            best = tokens[i] > tokens[best] ? i : best;
        }
        Check.that(
                end == 0,
                "text encoder: expected a token %d, which ends a text, found none; its tokenizer adds none",
                end);
        return best;
    }

    @Override
    public String name() {
        return "CLIP's text tower, " + (end == 0 ? "the highest token" : "token " + end);
    }
}
