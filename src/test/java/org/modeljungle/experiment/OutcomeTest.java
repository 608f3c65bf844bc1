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
        assertThatThrownBy(
                        () -> new Outcome("auc", outcome.measures(), List.of(), 0, 0, 0, 3, outcome.costs(), List.of()))
                .hasMessage("outcome: expected the main measure 'auc' among the measures, found [tau]");
    }
}
