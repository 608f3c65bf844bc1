package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;

class LatentSemanticsTest {

    private static final JsonNode GOLDEN = Golden.read("latent-semantics");
    private static final List<String> DOCUMENTS = strings("documents");

    private static List<String> strings(String name) {
        return StreamSupport.stream(GOLDEN.get(name).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Scikit-learn counts there, and NumPy decomposes the counts themselves. */
    @Test
    void textsAreAsSimilarAsInTheGoldenScript() {
        for (int dimensions : new int[] {3, 8}) {
            float[][] vectors = LatentSemantics.of(DOCUMENTS, dimensions).encode(strings("texts"));
            float[] expected = Golden.floats(GOLDEN.get("cosines" + dimensions));
            for (int i = 0; i < vectors.length; i++) {
                assertThat(vectors[i]).hasSize(dimensions);
                for (int j = 0; j < vectors.length; j++) {
                    assertThat(dot(vectors[i], vectors[j])).isCloseTo(expected[i * vectors.length + j], within(1e-5));
                }
            }
        }
    }

    private static double dot(float[] a, float... b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void itHasNoMoreDimensionsThanItsDocuments() {
        List<String> twice = List.of("red fox", "blue whale", "red fox");
        LatentSemantics two = LatentSemantics.of(twice);
        assertThat(two.width()).isEqualTo(2);
        assertThat(two).hasToString("latent semantics of 3 documents, 2 dimensions");
        assertThat(two.encode(List.of())).isEmpty();
        assertThat(LatentSemantics.of(twice, 1).encode(List.of("fox"))[0]).hasSize(1);
    }

    /** A decomposition by another library may give the other sign. */
    @Test
    void theLargestNumberOfEachAxisIsAboveZero() {
        double[][] axes = {{-3, 1, 0}, {2, -.5, -1}};
        assertThat(LatentSemantics.turned(axes)).isEqualTo(new double[][] {{3, 1, -0.0}, {-2, -.5, 1}});
    }

    @Test
    void rawVectorsAreTheShorterTheLessIsSeen() {
        LatentSemantics encoder = LatentSemantics.of(DOCUMENTS);
        assertThat(UnitLength.length(encoder.encodeRaw(DOCUMENTS)[0])).isCloseTo(1, within(1e-6));
        assertThat(UnitLength.length(encoder.encodeRaw(List.of("fox xylophone"))[0]))
                .isBetween(.1, .99);
        LatentSemantics one = LatentSemantics.of(DOCUMENTS, 1); // that of bread
        assertThatThrownBy(() -> one.encode(List.of("ships")))
                .hasMessage("text 'ships': expected something in common with the documents in 1 dimensions, found"
                        + " nothing; take more");
    }

    @Test
    void caseAndPunctuationAndArticlesDoNotCount() {
        LatentSemantics encoder = LatentSemantics.of(DOCUMENTS);
        float[][] vectors = encoder.encode(List.of("a FOX; the Orange!", "fox orange"));
        assertThat(vectors[0]).isEqualTo(vectors[1]);
        assertThat(LatentSemantics.of(DOCUMENTS).encode(List.of("fox orange"))[0])
                .isEqualTo(vectors[1]);
    }

    @Test
    void theDigestIsOfDocumentsAndDimensions() {
        List<String> other = DOCUMENTS.subList(1, DOCUMENTS.size());
        assertThat(LatentSemantics.of(DOCUMENTS).digest())
                .hasSize(64)
                .isEqualTo(LatentSemantics.of(DOCUMENTS).digest())
                .isNotEqualTo(LatentSemantics.of(DOCUMENTS, 3).digest())
                .isNotEqualTo(LatentSemantics.of(other).digest());
    }

    @Test
    void whatHasNothingToCountIsRefused() {
        LatentSemantics encoder = LatentSemantics.of(DOCUMENTS);
        assertThatThrownBy(() -> encoder.encode(List.of("fox", "xylophone!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "text 'xylophone!': expected a word with a part that one of the 8 documents has, found none");
        assertThatThrownBy(() -> LatentSemantics.of(List.of("fox", " the !")))
                .hasMessage("document 1, ' the !': expected a word of letters or digits, found none");
        assertThatThrownBy(() -> LatentSemantics.of(List.of("fox")))
                .hasMessage("latent semantics: expected 2 documents or more, found 1");
        assertThatThrownBy(() -> LatentSemantics.of(Collections.nCopies(4, "fox")))
                .hasMessage("latent semantics: expected documents that differ, found 4 equal ones");
        assertThatThrownBy(() -> LatentSemantics.of(DOCUMENTS, 0))
                .hasMessage("latent semantics: expected 1 dimension or more, found 0");
    }

    @Test
    void twoEncodersTogetherFindTheMeanOfTheirCosines() {
        TextEncoder bag = BagOfWords.of(DOCUMENTS);
        TextEncoder own = LatentSemantics.of(DOCUMENTS);
        List<String> texts = List.of("fox animal", "dog animal", "bread food");
        float[][] joined = bag.and(own).encode(texts);
        float[][] raw = bag.raw().and(own).encode(texts); // a bag's own lengths do not count
        float[][] one = bag.encode(texts);
        float[][] two = own.encode(texts);
        for (int i = 0; i < joined.length; i++) {
            assertThat(joined[i]).hasSize(one[i].length + two[i].length);
            for (int j = 0; j < joined.length; j++) {
                double mean = (dot(one[i], one[j]) + dot(two[i], two[j])) / 2;
                assertThat(dot(joined[i], joined[j])).isCloseTo(mean, within(1e-6));
                assertThat(dot(raw[i], raw[j])).isCloseTo(mean, within(1e-6));
            }
        }
        assertThat(bag.and(own).encodeRaw(texts)).isEqualTo(joined);
        assertThat(bag.and(own).isOfUnitLength()).isTrue();
        assertThat(bag.and(own).digest()).hasSize(64).isNotEqualTo(own.and(bag).digest());
        assertThat(bag.and(lines -> new float[lines.size()][1]).digest()).isEmpty();
        assertThat(bag.and(own)).hasToString(bag + ", joined with " + own);
        assertThat(Arrays.asList(bag.and(own).encode(List.of()))).isEmpty();
    }
}
