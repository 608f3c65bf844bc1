package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

    private static final ModelCard CARD = new ModelCard(
            "vit/m017.safetensors",
            Map.of(
                    "dataset_chosen_targets", "['apple', 'orchid']",
                    "imagenet_class_id", "n01440764",
                    "caption", "red striped triangle",
                    "learning_rate", "3e-05",
                    "seed", "None"));

    @Test
    void readsLabelsAndSettings() {
        assertThat(CARD.classes()).containsExactly("apple", "orchid");
        assertThat(CARD.classId()).isEqualTo("n01440764");
        assertThat(CARD.caption()).isEqualTo("red striped triangle");
        assertThat(CARD.number("learning_rate")).isEqualTo(3e-5);
        assertThat(CARD.hyperParameters())
                .containsExactly(Map.entry("learning_rate", "3e-05"), Map.entry("seed", "None"));
        assertThat(CARD.find("seed")).contains("None");
        assertThat(CARD.find("epochs")).isEmpty();
    }

    @Test
    void comesFromAFile(@TempDir Path folder) {
        Path path = folder.resolve("model.safetensors");
        Safetensors.write(path, Map.of(), CARD.fields());
        assertThat(ModelCard.read(path)).isEqualTo(new ModelCard(path.toString(), CARD.fields()));
    }

    @Test
    void aMissingKeyIsAnsweredWithTheClosest() {
        assertThatThrownBy(() -> CARD.number("learning-rate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metadata 'learning-rate' in vit/m017.safetensors: expected a value, found no such key;"
                        + " closest: 'learning_rate', 'caption', 'seed'; fields() has all 5");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> CARD.number("seed"))
                .hasMessage("metadata 'seed' in vit/m017.safetensors: expected a finite number, found 'None';"
                        + " text(\"seed\") gives it as it is");
        ModelCard endless = new ModelCard("x", Map.of("loss", "inf", "huge", "1e999", "nan", "NaN"));
        assertThatThrownBy(() -> endless.number("loss")).hasMessageContaining("found 'inf'");
        assertThatThrownBy(() -> endless.number("huge")).hasMessageContaining("found '1e999'");
        assertThatThrownBy(() -> endless.number("nan")).hasMessageContaining("found 'NaN'");
    }

    @Test
    void aNumberOfMillionsOfDigitsIsRefusedAtOnce() {
        String digits = "7".repeat(3_000_000);
        ModelCard card = new ModelCard("x", Map.of("rate", digits, "exponent", "1e-999999999"));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThatThrownBy(() -> card.number("rate"))
                    .hasMessage("metadata 'rate' in x: expected a finite number, found '" + "7".repeat(60)
                            + "... (3000000 characters)'; text(\"rate\") gives it as it is");
            assertThatThrownBy(() -> card.whole("rate"))
                    .hasMessage("metadata 'rate' in x: expected a whole number, found '" + "7".repeat(60)
                            + "... (3000000 characters)'");
            assertThat(card.number("exponent")).isZero();
        });
    }

    @Test
    void wholeNumbersHaveSixtyFourBits() {
        ModelCard card = new ModelCard(
                "x", Map.of("least", "-9223372036854775808", "more", "9223372036854775808", "half", "0.5"));
        assertThat(card.whole("least")).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> card.whole("more"))
                .hasMessage("metadata 'more' in x: expected a whole number, found '9223372036854775808'");
        assertThatThrownBy(() -> card.whole("half"))
                .hasMessage("metadata 'half' in x: expected a whole number, found '0.5'");
    }

    @Test
    void aValueThatIsNoListIsRefused() {
        assertThatThrownBy(() -> CARD.texts("caption"))
                .hasMessage("metadata 'caption' in vit/m017.safetensors: expected a Python list of strings such as"
                        + " ['apple', 'pear'], with '[' at the start of a list, found 'red striped triangle' at"
                        + " character 0");
    }
}
