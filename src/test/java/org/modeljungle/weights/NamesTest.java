package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

    /** Piece by piece, as the order is described. */
    @Test
    void theOrderIsThatOfThePieces() {
        Random random = new Random(2);
        String signs = "0019a.B-";
        for (int i = 0; i < 100_000; i++) {
            String left = name(random, signs);
            String right = name(random, signs);
            assertThat(Integer.signum(NaturalOrder.NATURAL.compare(left, right)))
                    .as("'%s' and '%s'", left, right)
                    .isEqualTo(Integer.signum(naive(left, right)));
        }
    }

    private static String name(Random random, String signs) {
        StringBuilder name = new StringBuilder(random.nextBoolean() ? "a.0" : "");
        for (int i = random.nextInt(8); i > 0; i--) {
            name.append(signs.charAt(random.nextInt(signs.length())));
        }
        return name.toString();
    }

    private static int naive(String left, String right) {
        List<String> a = pieces(left);
        List<String> b = pieces(right);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            boolean numbers = a.get(i).matches("[0-9]+") && b.get(i).matches("[0-9]+");
            int order = numbers
                    ? new BigInteger(a.get(i)).compareTo(new BigInteger(b.get(i)))
                    : a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return a.size() != b.size() ? Integer.compare(a.size(), b.size()) : left.compareTo(right);
    }

    private static List<String> pieces(String name) {
        return Pattern.compile("[0-9]+|[^0-9]+")
                .matcher(name)
                .results()
                .map(MatchResult::group)
                .toList();
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
