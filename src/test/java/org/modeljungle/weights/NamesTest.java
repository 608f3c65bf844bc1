package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void numbersCountAsPeopleCount() {
        List<String> ordered = List.of(
                "",
                "blocks",
                "blocks.1",
                "blocks.01",
                "blocks.2.attn",
                "blocks.2.mlp",
                "blocks.10",
                "blocks.99999999999999999999",
                "blocks.100000000000000000000",
                "blocks.a");
        List<String> sorted = new ArrayList<>(ordered);
        Collections.shuffle(sorted, new Random(1));
        sorted.sort(NaturalOrder.NATURAL);
        assertThat(sorted).containsExactlyInAnyOrderElementsOf(ordered);
        assertThat(sorted).containsSubsequence("", "blocks", "blocks.01", "blocks.1", "blocks.2.attn", "blocks.2.mlp");
        assertThat(sorted)
                .endsWith("blocks.10", "blocks.99999999999999999999", "blocks.100000000000000000000", "blocks.a");
    }

    @Test
    void aNameThatHoldsTheOneAskedForIsClosest() {
        List<String> names = List.of("up.3.to_q.lora.down.weight", "mid.to_q", "down.1.attn.to_q.lora.down.weight");
        assertThat(ClosestNames.of("attn.to_q", names)).startsWith("'down.1.attn.to_q.lora.down.weight', 'mid.to_q'");
    }

    @Test
    void aTypingErrorIsForgiven() {
        List<String> names = List.of("layer.1.key.weight", "layer.1.query.weight", "layer.2.query.weight", "head.bias");
        assertThat(ClosestNames.of("layer.1.qeury.weight", names)).startsWith("'layer.1.query.weight', ");
    }

    @Test
    void noNamesAreNone() {
        assertThat(ClosestNames.of("a", List.of())).isEqualTo("none");
    }
}
