package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTensorsTest {

    @Test
    void aLayerIsItsWeightWithItsScales() {
        List<String> names =
                List.of("a.q.weight", "a.q.weight_scale", "a.q.bias", "a.qq.weight", "a.q.weight_zero_point");
        assertThat(LayerTensors.of("a.q", names, Map.of()))
                .containsExactly("a.q.weight", "a.q.weight_scale", "a.q.weight_zero_point");
    }

    @Test
    void aLayerIsWhatAnAdapterChangesItBy() {
        List<String> names = List.of(
                "lora_unet_a_q.lora_down.weight",
                "lora_unet_a_q.lora_up.weight",
                "lora_unet_a_q.alpha",
                "lora_unet_a_k.alpha",
                "base_model.model.a.q.lora_A.weight");
        assertThat(LayerTensors.of("lora_unet_a_q", names, Map.of())).isEqualTo(names.subList(0, 3));
        assertThat(LayerTensors.of("a.q", names, Map.of())).isEqualTo(names.subList(4, 5));
    }

    @Test
    void aPartIsFetchedWithItsWhole() {
        List<String> names = List.of("a.in_proj_weight", "l.weight_ih_l0", "l.weight_hh_l0", "l.weight_ih_l1");
        assertThat(LayerTensors.of("a.in_proj_weight[query]", names, Map.of())).containsExactly("a.in_proj_weight");
        assertThat(LayerTensors.of("l.weight_ih_l0[forget]", names, Map.of()))
                .containsExactly("l.weight_ih_l0", "l.weight_hh_l0");
    }

    @Test
    void aSecondNameIsFollowed() {
        assertThat(LayerTensors.of("lm_head", List.of("embed.weight"), Map.of("lm_head.weight", "embed.weight")))
                .containsExactly("embed.weight");
    }
}
