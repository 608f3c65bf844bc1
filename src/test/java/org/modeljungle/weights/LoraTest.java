package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraTest {

    @TempDir
    Path folder;

    @Test
    void listsTheLayersInNaturalOrder() {
        Safetensors file = write(Map.of(
                "up.10.to_q.lora.down.weight", matrix(2, 5),
                "up.10.to_q.lora.up.weight", matrix(3, 2),
                "up.9.to_q.lora.down.weight", matrix(2, 5),
                "up.9.to_q.lora.up.weight", matrix(3, 2),
                "head.weight", matrix(4, 4)));
        assertThat(Lora.layers(file)).containsExactly("up.9.to_q", "up.10.to_q");
    }

    @Test
    void aFileWithoutPairsHasNone() {
        assertThat(Lora.layers(write(Map.of("head.weight", matrix(4, 4))))).isEmpty();
    }

    @Test
    void aFactorWithoutItsPartnerIsRefused() {
        Safetensors file = write(Map.of("q.lora.up.weight", matrix(3, 2)));
        assertThatThrownBy(() -> Lora.layers(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'q' in " + file.path() + ": expected 'q.lora.down.weight' beside"
                        + " 'q.lora.up.weight', found none; the pair is incomplete: save the LoRA again");
    }

    @Test
    void ranksThatDifferAreRefused() {
        Safetensors file = write(Map.of("q.lora.up.weight", matrix(3, 4), "q.lora.down.weight", matrix(2, 5)));
        assertThatThrownBy(() -> Lora.layers(file))
                .hasMessage("layer 'q' in " + file.path() + ": expected lora.up [rows, rank] and lora.down [rank, cols]"
                        + " of one rank, found [3, 4] and [2, 5]; the two are not of one pair: save the LoRA again");
    }

    @Test
    void aFactorThatIsNoMatrixIsRefused() {
        Safetensors file = write(
                Map.of("q.lora.up.weight", Weight.of(new float[6], 3, 2, 1, 1), "q.lora.down.weight", matrix(2, 5)));
        assertThatThrownBy(() -> Lora.layers(file))
                .hasMessage("layer 'q' in " + file.path() + ": expected a matrix in 'q.lora.up.weight', found"
                        + " [3, 2, 1, 1]; only LoRAs of linear layers are read");
    }

    private Safetensors write(Map<String, Weight> weights) {
        Path path = folder.resolve("pytorch_lora_weights.safetensors");
        Safetensors.write(path, weights, Map.of());
        return Safetensors.open(path);
    }

    private static Weight matrix(int rows, int cols) {
        return Weight.of(new float[rows * cols], rows, cols);
    }
}
