package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Seeds;

class BalancedSampleTest {

    private static final List<ToIntFunction<Concept>> ATTRIBUTES = List.of(
            concept -> concept.shape().index(),
            concept -> concept.colour().index(),
            concept -> concept.texture().index());

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 120, 500, 1_000})
    void tensAreExactlyBalanced(int count) {
        List<Concept> drawn = ShapeWorld.sampleConcepts(count, new Seeds(1));
        assertThat(drawn).hasSize(count);
        for (ToIntFunction<Concept> attribute : ATTRIBUTES) {
            assertThat(counts(drawn, attribute)).containsOnly(count / 10);
        }
    }

    @Test
    void everyBeginningIsBalancedAndDistinct() {
        List<Concept> drawn = ShapeWorld.sampleConcepts(1_000, new Seeds(2));
        assertThat(new HashSet<>(drawn)).hasSize(1_000);
        for (int count = 1; count <= 1_000; count++) {
            for (ToIntFunction<Concept> attribute : ATTRIBUTES) {
                int[] counts = counts(drawn.subList(0, count), attribute);
                int spread = Arrays.stream(counts).max().getAsInt()
                        - Arrays.stream(counts).min().getAsInt();
                assertThat(spread).as("spread among the first %d", count).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void aHundredHoldEachPairOfShapeAndColourOnce() {
        List<Concept> drawn = ShapeWorld.sampleConcepts(100, new Seeds(3));
        assertThat(drawn.stream().map(c -> c.shape() + " " + c.colour()).distinct())
                .hasSize(100);
        assertThat(drawn.stream().map(c -> c.shape() + " " + c.texture()).distinct())
                .hasSize(100);
    }

    @Test
    void aSmallerDrawIsTheBeginningOfALargerOne() {
        assertThat(ShapeWorld.sampleConcepts(120, new Seeds(4)))
                .startsWith(ShapeWorld.sampleConcepts(37, new Seeds(4)).toArray(Concept[]::new));
    }

    @Test
    void seedsDrawDifferently() {
        assertThat(ShapeWorld.sampleConcepts(50, new Seeds(5))).isEqualTo(ShapeWorld.sampleConcepts(50, new Seeds(5)));
        assertThat(ShapeWorld.sampleConcepts(50, new Seeds(5)))
                .isNotEqualTo(ShapeWorld.sampleConcepts(50, new Seeds(6)));
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> ShapeWorld.sampleConcepts(1_001, new Seeds(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concepts: expected a count from 0 to 1000, found 1001; the sampled concepts are distinct");
    }

    private static int[] counts(List<Concept> concepts, ToIntFunction<Concept> attribute) {
        int[] counts = new int[10];
        concepts.forEach(concept -> counts[attribute.applyAsInt(concept)]++);
        return counts;
    }
}
