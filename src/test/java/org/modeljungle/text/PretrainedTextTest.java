package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Golden;

/** Against transformers and open_clip: {@code src/test/golden/text_encoders.py}. */
class PretrainedTextTest {

    private static final JsonNode GOLDEN = Golden.read("text-encoders");
    static final List<String> SENTENCES = StreamSupport.stream(
                    GOLDEN.get("sentences").spliterator(), false)
            .map(JsonNode::textValue)
            .toList();

    static Path folder(String name) {
        return TextFolders.golden(name);
    }

    @ParameterizedTest
    @CsvSource({"bert, mean, 32, 24", "clip, vectors, 24, 20", "open-clip, vectors, 24, 20"})
    void vectorsAreThoseOfTheReference(String name, String vectors, int dimension, int longest) {
        PretrainedText encoder = PretrainedText.open(folder(name));
        assertThat(encoder.dimension()).isEqualTo(dimension);
        assertThat(encoder.longest()).isEqualTo(longest);
        assertSame(encoder, GOLDEN.get(name).get(vectors));
    }

    static void assertSame(PretrainedText encoder, JsonNode expected) {
        float[][] raw = encoder.encodeRaw(SENTENCES);
        float[][] unit = encoder.encode(SENTENCES);
        for (int i = 0; i < raw.length; i++) {
            float[] row = Golden.floats(expected.get(i));
            Golden.assertClose("raw " + i, raw[i], row, 1e-4);
            Golden.assertClose("unit " + i, unit[i], UnitLength.of(new float[][] {row}, SENTENCES)[0], 1e-4);
            assertThat(UnitLength.length(unit[i])).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    @Test
    void aTextHasTheSameVectorWhateverIsBesideIt() {
        for (String name : List.of("bert", "clip", "open-clip")) {
            PretrainedText encoder = PretrainedText.open(folder(name));
            float[][] all = encoder.encode(SENTENCES);
            List<String> backwards = new ArrayList<>(SENTENCES);
            Collections.reverse(backwards);
            float[][] reversed = encoder.encode(backwards);
            for (int i = 0; i < all.length; i++) {
                assertThat(encoder.encode(List.of(SENTENCES.get(i)))[0]).isEqualTo(all[i]);
                assertThat(reversed[all.length - 1 - i]).isEqualTo(all[i]);
            }
        }
    }

    @Test
    void tokensAreThoseOfTheReference() {
        for (String name : List.of("bert", "clip")) {
            PretrainedText encoder = PretrainedText.open(folder(name));
            int[] lengths = SENTENCES.stream().mapToInt(encoder::tokens).toArray();
            assertThat(lengths)
                    .isEqualTo(
                            StreamSupport.stream(GOLDEN.get(name).get("lengths").spliterator(), false)
                                    .mapToInt(JsonNode::intValue)
                                    .toArray());
            assertThat(Arrays.stream(lengths).max()).hasValue(encoder.longest());
        }
    }
}
