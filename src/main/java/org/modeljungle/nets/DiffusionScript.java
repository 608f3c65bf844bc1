package org.modeljungle.nets;

/**
 * The diffusion transformer as TorchScript text: the one definition of the network.
 *
 * @param settings the network's sizes
 * @param base the base's parameters
 * @param lora one LoRA's parameters
 */
record DiffusionScript(DiffusionTransformer.Settings settings, ParameterLayout base, ParameterLayout lora) {

    /** The network as text: of a stack of LoRAs, or of the base alone. */
    String text(boolean withLora) {
        StringBuilder blocks = new StringBuilder();
        for (int block = 0; block < settings.depth(); block++) {
            blocks.append(withLora ? LORA_PROJECTIONS : BASE_PROJECTIONS);
            blocks.append(MLP);
            replace(blocks, "$", "blocks_" + block + "_");
        }
        String text = SCRIPT.replace(
                        "{unpack base}", base.unpack("p", true).indent(2).strip())
                .replace(
                        "{unpack lora}",
                        withLora ? lora.unpack("a", false).indent(2).strip() : "pass")
                .replace("{blocks}", blocks.toString().strip().indent(2).strip());
        return fill(text);
    }

    private String fill(String text) {
        return text.replace("{side}", Integer.toString(settings.side()))
                .replace("{tokens}", Integer.toString(settings.tokens()))
                .replace("{patch}", Integer.toString(settings.patch()))
                .replace("{channels}", Integer.toString(settings.channels()))
                .replace("{values}", Integer.toString(settings.patchValues()))
                .replace("{width}", Integer.toString(settings.width()))
                .replace("{half}", Integer.toString(settings.width() / 2))
                .replace("{heads}", Integer.toString(settings.heads()))
                .replace("{head}", Integer.toString(settings.width() / settings.heads()));
    }

    private static void replace(StringBuilder text, String what, String by) {
        String replaced = text.toString().replace(what, by);
        text.setLength(0);
        text.append(replaced);
    }

    // M models, B images each, T tokens each; N = B T
    private static final String SCRIPT = """
            def patches(self, x: Tensor) -> Tensor:
              M = x.size(0)
              B = x.size(1)
              y = x.reshape([M, B, {channels}, {side}, {patch}, {side}, {patch}])
              return y.permute([0, 1, 3, 5, 2, 4, 6]).reshape([M, B * {tokens}, {values}])
            def pixels(self, y: Tensor, B: int) -> Tensor:
              M = y.size(0)
              x = y.reshape([M, B, {side}, {side}, {channels}, {patch}, {patch}])
              return x.permute([0, 1, 4, 2, 5, 3, 6]).reshape([M, B, {channels}, {side} * {patch}, {side} * {patch}])
            def time(self, t: Tensor, w0: Tensor, w1: Tensor) -> Tensor:
              k = torch.arange({half}, dtype=6, device=t.device)
              angle = torch.unsqueeze(t, -1) * 1000.0 * torch.exp(k * (-9.210340371976184 / {half}))
              wave = torch.cat([torch.sin(angle), torch.cos(angle)], -1)
              return torch.matmul(torch.silu(torch.matmul(wave, w0)), w1)
            def attend(self, qkv: Tensor, B: int) -> Tensor:
              M = qkv.size(0)
              heads = torch.unbind(qkv.reshape([M * B, {tokens}, 3, {heads}, {head}]).permute([2, 0, 3, 1, 4]))
              y = torch.scaled_dot_product_attention(heads[0], heads[1], heads[2])
              return torch.transpose(y, 1, 2).reshape([M, B * {tokens}, {width}])
            def flow(self, p: Tensor, a: Tensor, x: Tensor, t: Tensor) -> Tensor:
              {unpack base}
              {unpack lora}
              M = x.size(0)
              N = x.size(1)
              B = N // {tokens}
              h = torch.matmul(x, patch_in_weight).reshape([M, B, {tokens}, {width}])
              c = torch.unsqueeze(self.time(t, time_0_weight, time_1_weight) + patch_in_bias, 2)
              h = (h + (position + c)).reshape([M, N, {width}])
              {blocks}
              n = torch.layer_norm(h, [{width}])
              return torch.matmul(n, patch_out_weight) + patch_out_bias
            def velocity(self, p: Tensor, a: Tensor, x: Tensor, t: Tensor) -> Tensor:
              return self.pixels(self.flow(p, a, self.patches(x), t), x.size(1))
            def forward(self, p: Tensor, a: Tensor, x: Tensor, noise: Tensor, t: Tensor) -> Tensor:
              s = torch.unsqueeze(torch.unsqueeze(torch.unsqueeze(t, -1), -1), -1)
              v = self.flow(p, a, self.patches(x + s * (noise - x)), t)
              return torch.mean(torch.square(v - self.patches(noise - x)), [1, 2])
            """;

    private static final String BASE_PROJECTIONS = """
            n = torch.layer_norm(h, [{width}])
            y = self.attend(torch.matmul(n, $attn_to_qkv_weight), B)
            h = h + torch.matmul(y, $attn_to_out_weight)
            """;

    // x W for all models at once, then each model's own (x A') B'; B' of q, k and v as one block-diagonal matrix
    private static final String LORA_PROJECTIONS = """
            down = torch.cat([$attn_to_q_lora_down_weight, $attn_to_k_lora_down_weight, $attn_to_v_lora_down_weight], 1)
            up_q = torch.constant_pad_nd(torch.transpose($attn_to_q_lora_up_weight, 1, 2), [0, 2 * {width}])
            up_k = torch.constant_pad_nd(torch.transpose($attn_to_k_lora_up_weight, 1, 2), [{width}, {width}])
            up_v = torch.constant_pad_nd(torch.transpose($attn_to_v_lora_up_weight, 1, 2), [2 * {width}, 0])
            n = torch.layer_norm(h, [{width}])
            z = torch.bmm(n, torch.transpose(down, 1, 2))
            y = self.attend(torch.baddbmm(torch.matmul(n, $attn_to_qkv_weight), z, torch.cat([up_q, up_k, up_v], 1)), B)
            z = torch.bmm(y, torch.transpose($attn_to_out_lora_down_weight, 1, 2))
            up = torch.transpose($attn_to_out_lora_up_weight, 1, 2)
            h = h + torch.baddbmm(torch.matmul(y, $attn_to_out_weight), z, up)
            """;

    private static final String MLP = """
            n = torch.layer_norm(h, [{width}])
            h = h + torch.matmul(torch.relu(torch.matmul(n, $mlp_in_weight)), $mlp_out_weight)
            """;
}
