package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class SplitTest {

    private static final Seeds SEEDS = new Seeds(3);
    private static final List<String> CAPTIONS = new World(SEEDS, 4, 3, 4).captions(); // 12 concepts, 48 models

    @Test
    void everyModelIsInOnePart() {
        Split split = Split.draw(CAPTIONS, 3, 1, SEEDS);
        assertThat(split.heldOut()).hasSize(12);
        assertThat(split.test()).hasSize(9);
        assertThat(split.validation()).hasSize(9);
        assertThat(split.train()).hasSize(18);
        int[] all = Stream.of(split.train(), split.validation(), split.test(), split.heldOut())
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, 48).toArray());
        assertThat(Split.concepts(CAPTIONS, split.heldOut()))
                .hasSize(3)
                .doesNotContainAnyElementsOf(Split.concepts(CAPTIONS, split.train()));
        assertThat(Split.concepts(CAPTIONS, split.test())).hasSize(9);
        assertThat(Split.concepts(CAPTIONS, split.validation())).hasSize(9);
    }

    @Test
    void withoutValidationItsModelsAreTrainedOn() {
        Split with = Split.draw(CAPTIONS, 3, 1, SEEDS);
        Split without = Split.draw(CAPTIONS, 3, 0, SEEDS);
        assertThat(without.validation()).isEmpty();
        assertThat(without.train()).hasSize(27).contains(with.train()).contains(with.validation());
        assertThat(without.test()).isEqualTo(with.test());
        assertThat(without.heldOut()).isEqualTo(with.heldOut());
    }

    @Test
    void theSeedDecides() {
        assertThat(Split.draw(CAPTIONS, 3, 1, SEEDS))
                .usingRecursiveComparison()
                .isEqualTo(Split.draw(CAPTIONS, 3, 1, SEEDS));
        assertThat(Split.draw(CAPTIONS, 3, 1, new Seeds(4)).heldOut())
                .isNotEqualTo(Split.draw(CAPTIONS, 3, 1, SEEDS).heldOut());
    }

    @Test
    void aConditionHoldsOutConcepts() {
        Split split = Split.holdingOut(CAPTIONS, caption -> caption.contains("colour2"), 0, SEEDS);
        assertThat(Split.concepts(CAPTIONS, split.heldOut()))
                .containsExactly("colour2 shape0", "colour2 shape1", "colour2 shape2");
        assertThat(split.test()).hasSize(9);
    }

    @Test
    void fewerModelsToTrainOnAreAPartOfMore() {
        Split split = Split.draw(CAPTIONS, 3, 0, SEEDS); // 9 concepts with 3 models each to train on
        Split few = split.withFewer(CAPTIONS, 4, 2, SEEDS);
        assertThat(few.train()).hasSize(8).isSorted();
        assertThat(Split.concepts(CAPTIONS, few.train())).hasSize(4);
        assertThat(few.test()).hasSize(4); // one of each concept that is still seen
        assertThat(Split.concepts(CAPTIONS, few.test()))
                .containsExactlyInAnyOrderElementsOf(Split.concepts(CAPTIONS, few.train()));
        assertThat(few.heldOut()).isEqualTo(split.heldOut());
        Split more = split.withFewer(CAPTIONS, 6, 2, SEEDS);
        assertThat(more.train()).contains(few.train());
        assertThat(split.withFewer(CAPTIONS, 4, 3, SEEDS).train()).contains(few.train());
        assertThat(split.withFewer(CAPTIONS, 9, 99, SEEDS).train()).isEqualTo(split.train());
        assertThatThrownBy(() -> split.withFewer(CAPTIONS, 10, 1, SEEDS))
                .hasMessage("split: expected 2 to 9 concepts to train on and 1 child or more of each, found 10 and 1");
    }

    @Test
    void aModelInTwoPartsIsRefused() {
        assertThatThrownBy(() -> new Split(new int[] {0, 1}, new int[] {2}, new int[] {3}, new int[] {4, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("split: expected each model in one part, found model 1 twice");
        assertThatThrownBy(() -> new Split(new int[0], new int[0], new int[] {3}, new int[0]))
                .hasMessage("split: expected models to train on, found none");
    }

    @Test
    void anEmptyJungleIsRefused() {
        assertThatThrownBy(() -> Split.draw(List.of(), 0, 0, SEEDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("captions: expected at least one model, found an empty jungle");
    }

    @Test
    void missingCaptionsAreNamed() {
        assertThatThrownBy(() -> Split.draw(List.of("a", " ", "b"), 1, 0, SEEDS))
                .hasMessage(
                        "caption of model 1: expected words, found ' '; give every model a caption or leave it out");
        assertThatThrownBy(() -> Split.holdingOut(Arrays.asList("a", "b", null), caption -> true, 0, SEEDS))
                .hasMessage(
                        "caption of model 2: expected words, found none; give every model a caption or leave it out");
    }

    @Test
    void tooFewModelsOfAConceptAreNamed() {
        List<String> captions = List.of("dot", "dot", "dot", "star", "star", "ring", "ring", "ring");
        assertThatThrownBy(() -> Split.draw(captions, 0, 1, SEEDS))
                .hasMessage("concept 'star': expected 3 or more models (1 to test, 1 to validate, 1 to train), found 2;"
                        + " add models of it or hold it out");
        assertThat(Split.draw(captions, 0, 0, SEEDS).train()).hasSize(5);
    }

    @Test
    void moreHeldOutConceptsThanThereAreAreRefused() {
        assertThatThrownBy(() -> Split.draw(CAPTIONS, 11, 0, SEEDS))
                .hasMessage("split: expected 0 to 10 held-out concepts, found 11; the jungle has 12 concepts and 2 must"
                        + " be left to train on");
        assertThatThrownBy(() -> Split.holdingOut(CAPTIONS, caption -> true, 0, SEEDS))
                .hasMessage(
                        "split: expected a condition that holds out 1 to 10 concepts, found one that holds out 12 of"
                                + " 12");
        assertThatThrownBy(() -> Split.holdingOut(CAPTIONS, caption -> false, 0, SEEDS))
                .hasMessageContaining("found one that holds out 0 of 12");
        assertThatThrownBy(() -> Split.draw(CAPTIONS, 1, -1, SEEDS))
                .hasMessage("split: expected 0 or more validation models per concept, found -1");
    }
}
