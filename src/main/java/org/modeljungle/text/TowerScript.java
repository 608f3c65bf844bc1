package org.modeljungle.text;

import org.modeljungle.tensor.Script;

/**
 * The operations of a text transformer (Vaswani et al., arXiv 1706.03762): BERT's blocks have their norms behind the
 * residual sum, CLIP's before attention and MLP, and a token of CLIP's sees only those before it.
 */
final class TowerScript {

    private TowerScript() {}

    /**
     * Compiled for one activation: {@code bert(h, p, heads, epsilon)} and {@code clip(h, p, heads, epsilon)}, one block
     * each, {@code h} being {@code [texts, tokens, width]} and {@code p} its parameters in the order of
     * {@link TowerNames#block}; {@code norm(h, weight, bias, epsilon)}; {@code project(h, weight)}, the weight being
     * {@code [out, in]}.
     */
    static Script of(TowerSizes sizes) {
        return Script.compile("text encoder", TEXT.replace("{activation}", sizes.activationScript()));
    }

    private static final String TEXT = """
            def activation(self, x: Tensor) -> Tensor:
              return {activation}
            def norm(self, h: Tensor, weight: Tensor, bias: Tensor, epsilon: float) -> Tensor:
              return torch.layer_norm(h, [h.size(-1)], weight, bias, epsilon)
            def project(self, h: Tensor, weight: Tensor) -> Tensor:
              return torch.linear(h, weight)
            def attend(self, h: Tensor, p: List[Tensor], heads: int, causal: bool) -> Tensor:
              B = h.size(0)
              T = h.size(1)
              W = h.size(2)
              qkv = torch.linear(h, p[0], p[1]).reshape([B, T, 3, heads, W // heads])
              parts = torch.unbind(qkv.permute([2, 0, 3, 1, 4]))
              y = torch.scaled_dot_product_attention(parts[0], parts[1], parts[2], None, 0., causal)
              return torch.linear(torch.transpose(y, 1, 2).reshape([B, T, W]), p[2], p[3])
            def mlp(self, h: Tensor, p: List[Tensor]) -> Tensor:
              return torch.linear(self.activation(torch.linear(h, p[4], p[5])), p[6], p[7])
            def bert(self, h: Tensor, p: List[Tensor], heads: int, epsilon: float) -> Tensor:
              h = self.norm(h + self.attend(h, p, heads, False), p[8], p[9], epsilon)
              return self.norm(h + self.mlp(h, p), p[10], p[11], epsilon)
            def clip(self, h: Tensor, p: List[Tensor], heads: int, epsilon: float) -> Tensor:
              h = h + self.attend(self.norm(h, p[8], p[9], epsilon), p, heads, True)
              return h + self.mlp(self.norm(h, p[10], p[11], epsilon), p)
            """;
}
