package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class TextEncoderTest {

    private static final BagOfWords BAG =
            BagOfWords.of(List.of("a red fox, and the RED house", "Tea for two", "photo drawing"));

    @Test
    void aLambdaIsAnEncoder() {
        TextEncoder encoder = texts -> new float[][] {{0, 1}};
        assertThat(encoder.encodeRaw(List.of("x"))).isEqualTo(encoder.encode(List.of("x")));
        assertThat(encoder.digest()).isEmpty();
        assertThat(encoder.withTemplates("a {}").digest()).isEmpty();
    }

    @Test
    void aNameChangesNothingElse() {
        TextEncoder named = TextEncoder.named("mine-1", BAG);
        assertThat(named.digest()).isEqualTo("mine-1");
        assertThat(named.encodeRaw(List.of("red red"))).isEqualTo(BAG.encodeRaw(List.of("red red")));
        assertThat(named.encode(List.of("red fox"))).isEqualTo(BAG.encode(List.of("red fox")));
    }

    @Test
    void rawVectorsKeepTheirLengths() {
        TextEncoder named = TextEncoder.named("mine-1", BAG);
        TextEncoder raw = named.raw();
        assertThat(raw.encode(List.of("red red"))).isEqualTo(BAG.encodeRaw(List.of("red red")));
        assertThat(named.isOfUnitLength()).isTrue();
        assertThat(raw.isOfUnitLength()).isFalse();
        assertThat(raw.cached().isOfUnitLength()).isFalse();
        assertThat(TextEncoder.named("mine-2", raw).isOfUnitLength()).isFalse();
        assertThat(raw.withTemplates("a {}").isOfUnitLength()).isTrue(); // a mean is divided by its length
        assertThat(raw.digest()).isEqualTo("raw mine-1");
        assertThat(((TextEncoder) texts -> new float[][] {{2}}).raw().digest()).isEmpty();
    }

    /** Of sentences whose raw vectors are of very different lengths. */
    @Test
    void templatesAreAveragedAtLengthOne() {
        TextEncoder uneven = texts -> texts.stream()
                .map(text -> text.startsWith("a ") ? new float[] {100, 0} : new float[] {0, 1})
                .toArray(float[][]::new);
        float[] mean = uneven.raw().withTemplates("a {}", "{}").encode(List.of("fox"))[0];
        assertThat(mean[0]).isCloseTo(mean[1], within(1e-6f));
    }

    @Test
    void aBagCountsTheWordsThatItKnows() {
        assertThat(BAG.words()).containsExactly("and", "drawing", "for", "fox", "house", "photo", "red", "tea", "two");
        assertThat(BAG.encodeRaw(List.of("Red, red unicorn's FOX!"))[0]).containsExactly(0, 0, 0, 1, 0, 0, 2, 0, 0);
        float[] unit = BAG.encode(List.of("Red, red unicorn's FOX!"))[0];
        assertThat(unit[6]).isCloseTo((float) (2 / Math.sqrt(5)), within(1e-6f));
        assertThat(BAG).hasToString("bag of 9 words");
    }

    @Test
    void aTextWithoutAKnownWordIsRefused() {
        assertThatThrownBy(() -> BAG.encode(List.of("red", "a blue unicorn")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text 'a blue unicorn': expected 1 word or more of the 9 that the bag of words knows, found"
                        + " only [blue, unicorn]; it knows [and, drawing, for, fox, house, photo, red, tea, two]");
        assertThatThrownBy(() -> BagOfWords.of(List.of("the a", "...")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bag of words: expected texts with words, found none in 2 texts");
    }

    @Test
    void aTextsRandomVectorIsItsOwn() {
        RandomVectors random = new RandomVectors(64, new Seeds(0));
        float[][] rows = random.encode(List.of("a red fox", "a red fix", "a red fox"));
        assertThat(rows[0]).isEqualTo(rows[2]).isNotEqualTo(rows[1]);
        assertThat(Math.abs(dot(rows[0], rows[1]))).isLessThan(.5);
        assertThat(dot(rows[0], rows[0])).isCloseTo(1, within(1e-6));
        assertThat(random.encodeRaw(List.of("a red fox"))[0][0]).isEqualTo(.87162f); // in every process
        assertThat(new RandomVectors(64, new Seeds(1)).encode(List.of("a red fox"))[0])
                .isNotEqualTo(rows[0]);
        assertThat(random.digest()).isEqualTo("random vectors 1: 64 numbers, seed 0");
        assertThatThrownBy(() -> new RandomVectors(0, new Seeds(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("random vectors: expected 1 number or more in each, found 0");
    }

    @Test
    void templatesAreAveraged() {
        TextEncoder several = BAG.withTemplates("a photo of a {}.", "{} {} drawing");
        float[] first = BAG.encode(List.of("photo of a fox"))[0];
        float[] second = BAG.encode(List.of("fox fox drawing"))[0];
        float[] raw = several.encodeRaw(List.of("fox"))[0];
        float[] unit = several.encode(List.of("house", "fox"))[1];
        double length = UnitLength.length(raw);
        for (int i = 0; i < raw.length; i++) {
            assertThat(raw[i]).isCloseTo((first[i] + second[i]) / 2, within(1e-6f));
            assertThat(unit[i]).isCloseTo((float) (raw[i] / length), within(1e-6f));
        }
        assertThat(length).isLessThan(1);
        assertThat(several.digest())
                .hasSize(64)
                .isNotEqualTo(BAG.withTemplates("a photo of a {}.").digest());
        assertThat(several).hasToString("bag of 9 words, the mean of 2 templates");
        assertThat(several.encode(List.of())).isEmpty();
    }

    @Test
    void descriptionsAreAveragedWithTheText() {
        TextEncoder described = BAG.withDescriptions(Map.of("fox", List.of("red fox", "photo of a fox")));
        float[][] parts = BAG.encode(List.of("fox", "red fox", "photo of a fox"));
        float[][] raw = described.encodeRaw(List.of("house", "fox"));
        assertThat(raw[0]).isEqualTo(BAG.encode(List.of("house"))[0]);
        float[][] unit = described.encode(List.of("fox", "house"));
        double length = UnitLength.length(raw[1]);
        for (int i = 0; i < parts[0].length; i++) {
            assertThat(raw[1][i]).isCloseTo((parts[0][i] + parts[1][i] + parts[2][i]) / 3, within(1e-6f));
            assertThat(unit[0][i]).isCloseTo((float) (raw[1][i] / length), within(1e-6f));
        }
        assertThat(described.digest())
                .hasSize(64)
                .isNotEqualTo(
                        BAG.withDescriptions(Map.of("fox", List.of("red fox"))).digest())
                .isNotEqualTo(BAG.withTemplates("{}", "red {}", "photo of a {}").digest());
        assertThat(described).hasToString("bag of 9 words, with descriptions (1)");
        Map<String, List<String>> drawing = Map.of("fox", List.of("drawing"));
        float[][] templated =
                BAG.withDescriptions(drawing).withTemplates("red {}").encodeRaw(List.of("fox"));
        float[][] sentences = BAG.encode(List.of("red fox", "red drawing"));
        for (int i = 0; i < templated[0].length; i++) {
            assertThat(templated[0][i]).isCloseTo((sentences[0][i] + sentences[1][i]) / 2, within(1e-6f));
        }
        assertThatThrownBy(() -> BAG.withDescriptions(Map.of()))
                .hasMessage("descriptions: expected 1 or more, found none");
    }

    @Test
    void descriptionsAreReadInsteadOfTheText() {
        Map<String, List<String>> descriptions =
                Map.of("fox", List.of("photo of a fox", "red house"), "tea", List.of());
        TextEncoder described = BAG.describedBy(descriptions);
        float[] fox = described.encodeRaw(List.of("fox"))[0];
        float[][] parts = BAG.encode(List.of("photo of a fox", "red house"));
        for (int i = 0; i < fox.length; i++) {
            assertThat(fox[i]).isCloseTo((parts[0][i] + parts[1][i]) / 2, within(1e-6f));
        }
        assertThat(described.encode(List.of("house", "tea"))).isEqualTo(BAG.encode(List.of("house", "tea")));
        assertThat(described.digest())
                .hasSize(64)
                .isNotEqualTo(BAG.withDescriptions(descriptions).digest());
        assertThat(described).hasToString("bag of 9 words, of descriptions (2)");
        assertThat(described.withTemplates("red {}").encode(List.of("fox")))
                .isEqualTo(BAG.withTemplates("red {}").describedBy(descriptions).encode(List.of("fox")));
        assertThatThrownBy(() -> BAG.describedBy(Map.of())).hasMessage("descriptions: expected 1 or more, found none");
    }

    @Test
    void badTemplatesAreRefused() {
        assertThatThrownBy(() -> BAG.withTemplates("a {}", "a photo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template 'a photo': expected {} where the text goes, found none");
        assertThatThrownBy(BAG::withTemplates)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("templates: expected 1 or more, found none");
    }

    @Test
    void eachTextIsEncodedOnce() {
        List<String> asked = new ArrayList<>();
        TextEncoder counting = TextEncoder.named("counting", texts -> {
            asked.addAll(texts);
            return BAG.encode(texts);
        });
        TextEncoder cached = counting.cached();
        float[][] first = cached.encode(List.of("red", "tea", "red"));
        assertThat(asked).containsExactly("red", "tea");
        first[0][0] = 99; // the caller's own
        assertThat(cached.encode(List.of("tea", "red", "fox"))).isDeepEqualTo(BAG.encode(List.of("tea", "red", "fox")));
        assertThat(asked).containsExactly("red", "tea", "fox");
        assertThat(cached.digest()).isEqualTo("counting");
        assertThat(cached.cached()).isSameAs(cached);
        assertThat(BAG.cached().encodeRaw(List.of("red red"))[0]).containsExactly(0, 0, 0, 0, 0, 0, 2, 0, 0);
    }

    @Test
    void digestsTellEncodersApart() {
        assertThat(List.of(
                        BAG.digest(),
                        BagOfWords.of(List.of("red")).digest(),
                        NamedVectors.of(List.of("a"), new float[][] {{1, 2}}).digest(),
                        NamedVectors.of(List.of("a"), new float[][] {{1, 3}}).digest(),
                        NamedVectors.of(List.of("b"), new float[][] {{1, 2}}).digest()))
                .doesNotHaveDuplicates()
                .allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
