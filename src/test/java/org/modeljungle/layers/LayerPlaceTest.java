package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerPlaceTest {

    @Test
    void knowsTheKindsOfTransformersAndResidualNetworks() {
        assertThat(LayerPlace.kindOf("vit.embeddings.patch_embeddings.projection"))
                .isEqualTo("patches");
        assertThat(LayerPlace.kindOf("vit.encoder.layer.3.attention.attention.query"))
                .isEqualTo("query");
        assertThat(LayerPlace.kindOf("vit.encoder.layer.3.attention.output.dense"))
                .isEqualTo("attention out");
        assertThat(LayerPlace.kindOf("vit.encoder.layer.10.intermediate.dense")).isEqualTo("MLP in");
        assertThat(LayerPlace.kindOf("vit.encoder.layer.10.output.dense")).isEqualTo("MLP out");
        assertThat(LayerPlace.kindOf("resnet.embedder.embedder.convolution")).isEqualTo("stem");
        assertThat(LayerPlace.kindOf("resnet.encoder.stages.1.layers.0.shortcut.convolution"))
                .isEqualTo("shortcut");
        assertThat(LayerPlace.kindOf("resnet.encoder.stages.2.layers.1.layer.1.convolution"))
                .isEqualTo("second of a block");
    }

    @Test
    void othersAreCalledByTheirNamesWithoutNumbers() {
        assertThat(LayerPlace.kindOf("blocks.3.attn.q2.weight")).isEqualTo("blocks.*.attn.q2");
        assertThat(LayerPlace.kindOf("0.weight")).isEqualTo("*");
        assertThat(LayerPlace.kindOf("my_output.dense")).isEqualTo("my_output.dense");
    }

    @Test
    void depthCountsTheLayersOfOneKindInNaturalOrder() {
        List<String> layers = List.of(
                "vit.encoder.layer.10.output.dense",
                "vit.encoder.layer.2.output.dense",
                "vit.encoder.layer.2.attention.attention.key");
        assertThat(LayerPlace.all(layers).keySet()).containsExactlyElementsOf(layers);
        assertThat(LayerPlace.all(layers).values()).asString().isEqualTo("[MLP out 2, MLP out 1, key 1]");
        assertThatThrownBy(() -> LayerPlace.all(List.of("a", "a")))
                .hasMessage("layers: expected each name once, found 'a' twice");
    }
}
