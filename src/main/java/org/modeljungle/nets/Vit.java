package org.modeljungle.nets;

import org.modeljungle.Check;

/**
 * A small vision transformer (Dosovitskiy et al., arXiv 2010.11929): patches become tokens, blocks of pre-norm
 * attention and a ReLU MLP follow, and the features are the mean of the last tokens.
 *
 * <p>Its parameters are named and shaped as in Hugging Face's {@code ViTForImageClassification}, whose weights are
 * {@code [out, in]}: what reads the public jungle's ViTs reads these.
 */
public final class Vit implements Backbone {

    /**
     * The network's sizes.
     *
     * @param image side of the square image, in pixels
     * @param channels colour channels
     * @param patch side of a patch, in pixels; divides {@code image}
     * @param width numbers per token; {@code heads} divides it
     * @param depth number of blocks
     * @param heads attention heads
     * @param hidden width of the MLP's hidden layer
     */
    public record Settings(int image, int channels, int patch, int width, int depth, int heads, int hidden) {

        /** 16x16 RGB. */
        public static final Settings SMALL = new Settings(16, 3, 4, 64, 3, 4, 256);

        public Settings {
            Check.that(
                    image > 0 && channels > 0 && patch > 0 && image % patch == 0,
                    "ViT: expected a patch that divides the image, found patch %d and image %d",
                    patch,
                    image);
            Check.that(
                    width > 0 && heads > 0 && width % heads == 0,
                    "ViT: expected a width that the heads divide, found width %d and %d heads",
                    width,
                    heads);
            Check.that(
                    depth > 0 && hidden > 0,
                    "ViT: expected depth and hidden of 1 or more, found %d and %d",
                    depth,
                    hidden);
        }

        /** Patches along one side. */
        public int side() {
            return image / patch;
        }

        /** Patches of one image. */
        public int tokens() {
            return side() * side();
        }

        /** Values in one patch. */
        public int patchValues() {
            return channels * patch * patch;
        }
    }

    private static final String BLOCK = "vit.encoder.layer.";

    private final Settings settings;
    private final ParameterLayout layout;

    /** A network of these sizes. */
    public Vit(Settings settings) {
        this.settings = settings;
        this.layout = layout(settings);
    }

    /** The network's sizes. */
    public Settings settings() {
        return settings;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public int features() {
        return settings.width;
    }

    @Override
    public int image() {
        return settings.image;
    }

    @Override
    public int channels() {
        return settings.channels;
    }

    @Override
    public long flops() {
        long tokens = settings.tokens();
        long width = settings.width;
        long projections = 4 * Flops.linear(width, width) + 2 * Flops.linear(width, settings.hidden);
        long attention = 2 * Flops.linear(width, tokens); // scores, then the sum of values
        return tokens * (Flops.linear(settings.patchValues(), width) + settings.depth * (projections + attention));
    }

    /**
     * Beside {@code features}: {@code patches(x)}, images to patches
     * {@code [models, batch, tokens, channels patch patch]}; {@code embedding(p)}, the patches' weight, bias and
     * positions; {@code embed(p, x)}, images to tokens {@code [models, batch, tokens, width]}; {@code encode(p, h)},
     * any number of tokens through all blocks and the last norm.
     */
    @Override
    public String script() {
        StringBuilder blocks = new StringBuilder();
        for (int block = 0; block < settings.depth; block++) {
            blocks.append(BLOCK_TEXT.replace("$", (BLOCK + block + ".").replace('.', '_')));
        }
        return TEXT.replace("{named}", layout.named("parts", false).indent(2).strip())
                .replace("{sizes}", layout.sizes())
                .replace("{blocks}", blocks.toString().indent(2).strip())
                .replace("{side}", Integer.toString(settings.side()))
                .replace("{tokens}", Integer.toString(settings.tokens()))
                .replace("{patch}", Integer.toString(settings.patch))
                .replace("{channels}", Integer.toString(settings.channels))
                .replace("{values}", Integer.toString(settings.patchValues()))
                .replace("{width}", Integer.toString(settings.width))
                .replace("{heads}", Integer.toString(settings.heads))
                .replace("{head}", Integer.toString(settings.width / settings.heads));
    }

    // M models, B images each, T tokens each
    private static final String TEXT = """
            def patches(self, x: Tensor) -> Tensor:
              M = x.size(0)
              B = x.size(1)
              y = x.reshape([M, B, {channels}, {side}, {patch}, {side}, {patch}])
              return y.permute([0, 1, 3, 5, 2, 4, 6]).reshape([M, B, {tokens}, {values}])
            def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              return torch.baddbmm(torch.unsqueeze(bias, 1), x, torch.transpose(weight, 1, 2))
            def norm(self, h: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              n = torch.layer_norm(h, [{width}])
              return torch.addcmul(torch.unsqueeze(bias, 1), n, torch.unsqueeze(weight, 1))
            def attend(self, qkv: Tensor, T: int) -> Tensor:
              M = qkv.size(0)
              N = qkv.size(1)
              heads = torch.unbind(qkv.reshape([M * (N // T), T, 3, {heads}, {head}]).permute([2, 0, 3, 1, 4]))
              y = torch.scaled_dot_product_attention(heads[0], heads[1], heads[2])
              return torch.transpose(y, 1, 2).reshape([M, N, {width}])
            def cut(self, p: Tensor) -> List[Tensor]:
              return torch.split_with_sizes(p, [{sizes}], 1)
            def embedding(self, p: Tensor) -> List[Tensor]:
              return self.embedding_of(self.cut(p))
            def embedding_of(self, parts: List[Tensor]) -> List[Tensor]:
              {named}
              weight = vit_embeddings_patch_embeddings_projection_weight.reshape([-1, {width}, {values}])
              return [weight, vit_embeddings_patch_embeddings_projection_bias, vit_embeddings_position_embeddings]
            def embed(self, p: Tensor, x: Tensor) -> Tensor:
              return self.embed_of(self.cut(p), x)
            def embed_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              M = parts[0].size(0)
              B = x.size(1)
              x = x.expand([M, -1, -1, -1, -1])
              e = self.embedding_of(parts)
              h = self.linear(self.patches(x).reshape([M, B * {tokens}, {values}]), e[0], e[1])
              return h.reshape([M, B, {tokens}, {width}]) + e[2]
            def encode(self, p: Tensor, tokens: Tensor) -> Tensor:
              return self.encode_of(self.cut(p), tokens)
            def encode_of(self, parts: List[Tensor], tokens: Tensor) -> Tensor:
              {named}
              M = tokens.size(0)
              B = tokens.size(1)
              T = tokens.size(2)
              h = tokens.reshape([M, B * T, {width}])
              {blocks}
              h = self.norm(h, vit_layernorm_weight, vit_layernorm_bias)
              return h.reshape([M, B, T, {width}])
            def features(self, p: Tensor, x: Tensor) -> Tensor:
              return self.features_of(self.cut(p), x)
            def features_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              return torch.mean(self.encode_of(parts, self.embed_of(parts, x)), 2)
            """;

    private static final String BLOCK_TEXT = """
            n = self.norm(h, $layernorm_before_weight, $layernorm_before_bias)
            qkv = torch.cat([$attention_attention_query_weight, $attention_attention_key_weight, \
            $attention_attention_value_weight], 1)
            bias = torch.cat([$attention_attention_query_bias, $attention_attention_key_bias, \
            $attention_attention_value_bias], 1)
            y = self.attend(self.linear(n, qkv, bias), T)
            h = h + self.linear(y, $attention_output_dense_weight, $attention_output_dense_bias)
            n = self.norm(h, $layernorm_after_weight, $layernorm_after_bias)
            y = torch.relu(self.linear(n, $intermediate_dense_weight, $intermediate_dense_bias))
            h = h + self.linear(y, $output_dense_weight, $output_dense_bias)
            """;

    private static ParameterLayout layout(Settings s) {
        ParameterLayout layout = new ParameterLayout();
        String patches = "vit.embeddings.patch_embeddings.projection.";
        layout.add(
                        "vit.embeddings.position_embeddings",
                        new ParameterLayout.Initialiser.Normal(1),
                        1,
                        s.tokens(),
                        s.width)
                .add(patches + "weight", fanIn(s.patchValues(), 1), s.width, s.channels, s.patch, s.patch)
                .add(patches + "bias", constant(0), s.width);
        double residual = .5 / StrictMath.sqrt(s.depth); // a deep sum of small steps
        for (int block = 0; block < s.depth; block++) {
            String name = BLOCK + block + ".";
            norm(layout, name + "layernorm_before");
            for (String projection : new String[] {"query", "key", "value"}) {
                dense(layout, name + "attention.attention." + projection, s.width, s.width, 1);
            }
            dense(layout, name + "attention.output.dense", s.width, s.width, residual);
            norm(layout, name + "layernorm_after");
            dense(layout, name + "intermediate.dense", s.width, s.hidden, 1);
            dense(layout, name + "output.dense", s.hidden, s.width, residual);
        }
        return norm(layout, "vit.layernorm");
    }

    private static void dense(ParameterLayout layout, String name, int in, int out, double gain) {
        layout.add(name + ".weight", fanIn(in, gain), out, in).add(name + ".bias", constant(0), out);
    }

    private static ParameterLayout norm(ParameterLayout layout, String name) {
        int width = layout.get("vit.embeddings.position_embeddings").shape().get(2);
        return layout.add(name + ".weight", constant(1), width).add(name + ".bias", constant(0), width);
    }

    private static ParameterLayout.Initialiser fanIn(int fanIn, double gain) {
        return new ParameterLayout.Initialiser.Normal(gain / StrictMath.sqrt(fanIn));
    }

    private static ParameterLayout.Initialiser constant(float value) {
        return new ParameterLayout.Initialiser.Constant(value);
    }

    @Override
    public String toString() {
        return "ViT " + settings;
    }
}
