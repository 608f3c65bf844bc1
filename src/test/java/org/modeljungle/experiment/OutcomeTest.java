package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void theMainMeasureIsTheScore() {
        Outcome outcome =
                Outcome.of("tau", .5, 3).withMeasure("R2", .2).withTraining(.75).withScores(List.of(.1, .2, .3));
        assertThat(outcome.score()).isEqualTo(.5);
        assertThat(outcome.gap()).isEqualTo(.25);
        assertThat(outcome.measures()).isEqualTo(Map.of("tau", .5, "R2", .2));
        assertThat(outcome.validation()).isNaN();
    }

    @Test
    void whatDoesNotBelongTogetherIsNamed() {
        Outcome outcome = Outcome.of("tau", .5, 3);
        assertThatThrownBy(() -> outcome.withScores(List.of(.1)))
                .hasMessage("outcome: expected a score for each of 3 test models, found 1");
        assertThatThrownBy(() -> new Outcome(
                        "auc", outcome.measures(), Map.of(), List.of(), 0, 0, 0, 3, outcome.costs(), List.of()))
                .hasMessage("outcome: expected the main measure 'auc' among the measures, found [tau]");
    }

    @Test
    void anyMeasureThatHasABasisCanBeTheMainOne() {
        Outcome outcome = Outcome.of("held-out", .5, 3)
                .withMeasure("held-out", .5, new Outcome.Basis("accuracy", .1, 3))
                .withMeasure("seen", .75, new Outcome.Basis("accuracy", .05, 8))
                .withMeasure("loss", 2)
                .withChance(.1)
                .withValidation(.6)
                .withTraining(.9)
                .withScores(List.of(0.0, 1.0, .5));
        assertThat(outcome.unit()).isEqualTo("accuracy");
        Outcome seen = outcome.by("seen");
        assertThat(seen.score()).isEqualTo(.75);
        assertThat(seen.chance()).isEqualTo(.05);
        assertThat(seen.n()).isEqualTo(8);
        assertThat(seen.unit()).isEqualTo("accuracy");
        assertThat(seen.validation()).isEqualTo(.6);
        assertThat(seen.training()).isNaN();
        assertThat(seen.scores()).isEmpty();
        assertThat(seen.by("held-out").score()).isEqualTo(.5);
        assertThat(outcome.by("held-out")).isSameAs(outcome);
        assertThatThrownBy(() -> outcome.by("loss"))
                .hasMessage("outcome: expected a measure that has a basis, [held-out, seen], found 'loss'");
        assertThat(Outcome.of("tau", .5, 3).unit()).isEqualTo("tau");
    }
}
