package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Layers read by name and size, of files whose other tensors differ. */
class SizedLayersTest {

    @TempDir
    Path folder;

    private Path model(String name, int head, int width) {
        Seeds seeds = new Seeds(head);
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("q.weight", Weight.of(seeds.split("q").normal(4 * width), 4, width));
        weights.put("conv.weight", Weight.of(seeds.split("c").normal(2 * 3 * 9), 2, 3, 3, 3));
        weights.put("q.bias", Weight.of(seeds.split("b").normal(4), 4));
        weights.put("lora.lora.up.weight", Weight.of(seeds.split("u").normal(6), 3, 2));
        weights.put("lora.lora.down.weight", Weight.of(seeds.split("d").normal(10), 2, 5));
        weights.put("head.weight", Weight.of(seeds.split("h").normal(head * 4), head, 4));
        Path file = folder.resolve(name);
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    @Test
    void onlyWhatIsNeededIsRead() {
        List<Path> files = List.of(model("a", 3, 5), model("b", 7, 5));
        List<LayerSize> sizes = List.of(
                new LayerSize("q.bias", 1, 4),
                new LayerSize("lora", 3, 5),
                new LayerSize("q", 4, 5),
                new LayerSize("conv", 27, 2));
        Map<String, LayerBank> banks = LayerBank.read(files, sizes);
        assertThat(banks.keySet()).containsExactly("q.bias", "lora", "q", "conv");
        assertThat(banks.get("q").matrix(1))
                .containsExactly(new Seeds(7).split("q").normal(20));
        assertThat(banks.get("q.bias").matrix(0))
                .containsExactly(new Seeds(3).split("b").normal(4));
        assertThat(banks.get("lora").matrices()).isInstanceOf(LowRank.class);
        assertThat(banks.get("conv").matrix(1))
                .isEqualTo(LayerBank.read(files, "conv", ConvolutionView.REINTERPRETED)
                        .matrix(1));
        assertThat(banks.get("conv").rows()).isEqualTo(27);
        assertThat(LayerBank.read(files, List.of(new LayerSize("conv", 2, 27)))
                        .get("conv")
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void otherSizesAreRefused() {
        Path a = model("a", 3, 5);
        Path c = model("c", 3, 6);
        List<LayerSize> q = List.of(new LayerSize("q", 4, 5));
        assertThatThrownBy(() -> LayerBank.read(List.of(c), q))
                .hasMessage("layer 'q' in " + c
                        + ": expected [4, 5], found [4, 6]; it is a model of another tree or of another size");
        assertThatThrownBy(() -> LayerBank.read(List.of(a, c), q))
                .hasMessageStartingWith("layer 'q' in " + c + ": expected [4, 5], found [4, 6]; all files");
        assertThatThrownBy(() -> LayerBank.read(List.of(a), List.of(new LayerSize("k", 4, 5))))
                .hasMessageStartingWith("layer 'k' in " + a + ": expected a weight or a LoRA pair, found neither");
        assertThatThrownBy(() -> LayerBank.read(List.of(a), List.of(new LayerSize("q.bias", 1, 5))))
                .hasMessageStartingWith("layer 'q.bias' in " + a + ": expected [1, 5], found [1, 4]");
        assertThatThrownBy(() -> LayerBank.read(List.of(), q))
                .hasMessage("reading layers: expected at least one weight file, found none");
        assertThatThrownBy(() -> LayerBank.read(List.of(a), List.of()))
                .hasMessage("reading layers: expected the names of 1 layer or more, found none");
        assertThatThrownBy(() -> new LayerSize("q", 0, 5))
                .hasMessage("layer 'q': expected a matrix of 1 or more numbers, found [0, 5]");
    }
}
