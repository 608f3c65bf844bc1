package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/**
 * A masked autoencoder (He et al., arXiv 2111.06377) around a {@link Vit}: the encoder sees a few patches of each
 * image, a small decoder draws the others. The target is each hidden patch, normalised to mean 0 and variance 1; the
 * loss is the mean squared error over the hidden patches alone.
 */
public final class MaskedAutoencoder {

    private static final int HEADS = 4;

    private final Vit vit;
    private final ParameterLayout layout;
    private final Script script;

    /**
     * Compiles the network.
     *
     * @param vit the encoder
     * @param width of the decoder, which has one block
     */
    public MaskedAutoencoder(Vit vit, int width) {
        Check.that(
                width > 0 && width % HEADS == 0,
                "masked autoencoder: expected a decoder's width that is a multiple of %d, found %d",
                HEADS,
                width);
        this.vit = vit;
        this.layout = new ParameterLayout().addAll(vit.layout()).addAll(decoder(vit, width));
        this.script = Script.compile("masked autoencoder", text(width));
    }

    /** The encoder's parameters, then the decoder's. */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The mean squared error over the hidden patches, differentiable in {@code parameters}.
     *
     * @param parameters [models, layout size]
     * @param images [models, batch, channels, image, image]
     * @param order for each image all its patches in random order; the first ones are seen // [models, batch, patches]
     * @param seen how many patches of each image the encoder sees, as a tensor of that length, whose values do
     *     not matter; fewer than there are
     * @return [models]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray images, NDArray order, NDArray seen) {
        Shape expected = new Shape(
                images.getShape().get(0),
                images.getShape().get(1),
                vit.settings().tokens());
        Check.that(
                order.getShape().equals(expected),
                "masked autoencoder: expected an order %s, found %s",
                expected,
                order.getShape());
        Check.that(
                seen.size() > 0 && seen.size() < vit.settings().tokens(),
                "masked autoencoder: expected 1 to %d patches that are seen, found %d",
                vit.settings().tokens() - 1,
                seen.size());
        return script.forward(scope, parameters, images, order, seen);
    }

    private static ParameterLayout decoder(Vit vit, int width) {
        int tokens = vit.settings().tokens();
        int hidden = 4 * width;
        ParameterLayout layout = new ParameterLayout()
                .add("decoder.position", new ParameterLayout.Initialiser.Normal(1), tokens, width)
                .add("decoder.mask_token", new ParameterLayout.Initialiser.Normal(.02), width);
        linear(layout, "decoder.embed", vit.features(), width, 1);
        linear(layout, "decoder.qkv", width, 3 * width, 1);
        linear(layout, "decoder.out", width, width, .5);
        linear(layout, "decoder.mlp_in", width, hidden, 1);
        linear(layout, "decoder.mlp_out", hidden, width, .5);
        return linear(layout, "decoder.predict", width, vit.settings().patchValues(), .1);
    }

    private static ParameterLayout linear(ParameterLayout layout, String name, int in, int out, double gain) {
        return layout.add(name + ".weight", new ParameterLayout.Initialiser.Normal(gain / StrictMath.sqrt(in)), out, in)
                .add(name + ".bias", new ParameterLayout.Initialiser.Constant(0), out);
    }

    private String text(int width) {
        ParameterLayout decoder = decoder(vit, width);
        return vit.script()
                + TEXT.replace("{unpack}", decoder.unpack("d", false).indent(2).strip())
                        .replace("{encoder}", Integer.toString(vit.layout().size()))
                        .replace("{decoder}", Integer.toString(decoder.size()))
                        .replace("{tokens}", Integer.toString(vit.settings().tokens()))
                        .replace("{values}", Integer.toString(vit.settings().patchValues()))
                        .replace("{features}", Integer.toString(vit.features()))
                        .replace("{width}", Integer.toString(width))
                        .replace("{heads}", Integer.toString(HEADS))
                        .replace("{head}", Integer.toString(width / HEADS));
    }

    // M models, B images, T patches, S of them seen
    private static final String TEXT = """
            def pick(self, h: Tensor, index: Tensor) -> Tensor:
              return torch.gather(h, 2, torch.unsqueeze(index, 3).expand([-1, -1, -1, h.size(3)]))
            def decode(self, d: Tensor, h: Tensor, back: Tensor) -> Tensor:
              {unpack}
              M = h.size(0)
              B = h.size(1)
              S = h.size(2)
              T = {tokens}
              e = self.linear(h.reshape([M, B * S, {features}]), decoder_embed_weight, decoder_embed_bias)
              masks = decoder_mask_token.reshape([M, 1, 1, {width}]).expand([M, B, T - S, {width}])
              z = self.pick(torch.cat([e.reshape([M, B, S, {width}]), masks], 2), back)
              z = (z + torch.unsqueeze(decoder_position, 1)).reshape([M, B * T, {width}])
              qkv = self.linear(torch.layer_norm(z, [{width}]), decoder_qkv_weight, decoder_qkv_bias)
              heads = torch.unbind(qkv.reshape([M * B, T, 3, {heads}, {head}]).permute([2, 0, 3, 1, 4]))
              y = torch.scaled_dot_product_attention(heads[0], heads[1], heads[2])
              y = torch.transpose(y, 1, 2).reshape([M, B * T, {width}])
              z = z + self.linear(y, decoder_out_weight, decoder_out_bias)
              y = torch.relu(self.linear(torch.layer_norm(z, [{width}]), decoder_mlp_in_weight, decoder_mlp_in_bias))
              z = z + self.linear(y, decoder_mlp_out_weight, decoder_mlp_out_bias)
              y = self.linear(torch.layer_norm(z, [{width}]), decoder_predict_weight, decoder_predict_bias)
              return y.reshape([M, B, T, {values}])
            def forward(self, p: Tensor, x: Tensor, order: Tensor, seen: Tensor) -> Tensor:
              parts = torch.split_with_sizes(p, [{encoder}, {decoder}], 1)
              S = seen.size(0)
              kept = torch.slice(order, 2, 0, S)
              h = self.encode(parts[0], self.pick(self.embed(parts[0], x), kept))
              y = self.decode(parts[1], h, torch.argsort(order, 2))
              target = self.patches(x)
              mean = torch.mean(target, [3], True)
              spread = torch.mean(torch.square(target - mean), [3], True)
              target = (target - mean) * torch.rsqrt(spread + 1e-6)
              error = torch.mean(torch.square(y - target), [3])
              hidden = torch.gather(error, 2, torch.slice(order, 2, S))
              return torch.mean(hidden, [1, 2])
            """;

    @Override
    public String toString() {
        return "masked autoencoder on " + vit;
    }
}
