package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Run;
import org.modeljungle.weights.ModelCard;

class CardTest {

    @Test
    void aModelsCardNamesSomeOfItsClasses() {
        String classes = "['a', 'b', 'c', 'd', 'e', 'f', 'g']";
        ModelCard model = new ModelCard("somewhere", Map.of("max_steps", "80", ModelCard.CLASSES, classes));
        Card card = Card.of("One child", model);
        assertThat(card.rows())
                .containsEntry("max_steps", "80")
                .containsEntry(ModelCard.CLASSES, "7 names: a, b, c, d, e, f, ...");
    }

    @Test
    void textAlignsTheFacts() {
        assertThat(Card.of("LayerBank")
                        .row("layer", "q")
                        .row("rate", 0.00300001)
                        .row("n", 480)
                        .text())
                .isEqualTo("""
                        LayerBank
                          layer  q
                          rate   0.003
                          n      480""");
    }

    @Test
    void htmlIsEscaped() {
        assertThat(Card.of("<t>").row("a&b", "<v>").html())
                .contains(">&lt;t&gt;</div>", ">a&amp;b</th>", "<table aria-label=\"&lt;t&gt;\"", ">&lt;v&gt;</td>")
                .doesNotContain("<t>", "<v>", "script");
    }

    @Test
    void aRunBecomesItsReproducibilityCard() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rank", 64);
        settings.put("rate", Double.NaN);
        Run run = new Run(
                "probe",
                settings,
                7,
                Map.of("bank", "ab12"),
                List.of("beef", "c0ffee"),
                Map.of("java", "17"),
                Map.of("os", "Linux"),
                "c0ffee",
                "2026-01-01T00:00:00Z",
                12.34567);
        assertThat(Card.of(run).text()).isEqualTo("""
                        probe
                          seed        7
                          started     2026-01-01T00:00:00Z
                          seconds     12.35
                          commit      c0ffee
                          versions    java 17
                          machine     os Linux
                          rank        64
                          rate        -
                          input bank  sha256 ab12
                          trained at  beef, c0ffee""");
    }

    @Test
    void noFactReplacesAnother() {
        Card card = Card.of("x").row("seed", 1).row("seed", 2).row("seed", 3);
        assertThat(card.text()).isEqualTo("""
                        x
                          seed      1
                          seed (2)  2
                          seed (3)  3""");
        Map<String, Object> settings = Map.of("commit", "of the data");
        Run run = new Run("r", settings, 7, Map.of(), List.of(), Map.of(), Map.of(), "c0ffee", "", 1);
        assertThat(Card.of(run).rows()).containsEntry("commit", "c0ffee").containsEntry("commit (2)", "of the data");
    }

    @Test
    void takesTheRowsOfAMap() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("b", .25);
        facts.put("a", "text");
        assertThat(Card.of("x").row("first", 1).rows(facts))
                .isEqualTo(Card.of("x").row("first", 1).row("b", .25).row("a", "text"));
    }
}
