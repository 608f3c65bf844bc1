package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConceptTest {

    @Test
    void everyIndexComesBack() {
        for (int index = 0; index < Concept.COUNT; index++) {
            assertThat(Concept.of(index).index()).isEqualTo(index);
        }
        assertThat(new HashSet<>(ShapeWorld.concepts())).hasSize(1_000);
    }

    /** Stored jungles name concepts by index: an order that changes would give their labels another meaning. */
    @Test
    void indicesAreFixedForEver() {
        assertThat(Stream.of(Shape.values()).map(Shape::word))
                .containsExactly(
                        "circle",
                        "square",
                        "triangle",
                        "diamond",
                        "star",
                        "cross",
                        "heart",
                        "crescent",
                        "arrow",
                        "hourglass");
        assertThat(Stream.of(Colour.values()).map(Colour::word))
                .containsExactly(
                        "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "white");
        assertThat(Stream.of(Texture.values()).map(Texture::word))
                .containsExactly(
                        "solid",
                        "striped",
                        "barred",
                        "slanted",
                        "checkered",
                        "dotted",
                        "hollow",
                        "ringed",
                        "shaded",
                        "halved");
        assertThat(Concept.of(201)).isEqualTo(new Concept(Shape.TRIANGLE, Colour.RED, Texture.STRIPED));
    }

    @Test
    void captionsReadAsEnglish() {
        assertThat(new Concept(Shape.TRIANGLE, Colour.RED, Texture.STRIPED).caption())
                .isEqualTo("a red striped triangle");
        assertThat(new Concept(Shape.STAR, Colour.ORANGE, Texture.SOLID).caption())
                .isEqualTo("an orange solid star");
        assertThat(Concept.of(999).words()).containsExactly("white", "halved", "hourglass");
    }

    @Test
    void captionsDiffer() {
        assertThat(ShapeWorld.concepts().stream().map(Concept::caption).distinct())
                .hasSize(1_000);
    }

    @Test
    void noWordNamesTwoThings() {
        Set<String> words = new HashSet<>();
        Arrays.stream(Shape.values()).forEach(shape -> words.add(shape.word()));
        Arrays.stream(Colour.values()).forEach(colour -> words.add(colour.word()));
        Arrays.stream(Texture.values()).forEach(texture -> words.add(texture.word()));
        assertThat(words).hasSize(30).allMatch(word -> word.matches("[a-z]+"));
    }

    @Test
    void refusesAnIndexOutsideTheWorld() {
        assertThatThrownBy(() -> Concept.of(1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concept: expected an index from 0 to 999, found 1000;"
                        + " there are 10 shapes x 10 colours x 10 textures");
        assertThatThrownBy(() -> Concept.of(-1)).hasMessageContaining("found -1");
    }
}
