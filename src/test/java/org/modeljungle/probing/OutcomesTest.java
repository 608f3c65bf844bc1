package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private static MethodOutcome outcome(String name, double score, double training) {
        return new MethodOutcome(name, score, 0, training, 1, 2, 0, 3, List.of());
    }

    private static Outcomes some() {
        Outcomes outcomes = new Outcomes();
        outcomes.add(List.of(
                outcome(Outcomes.repeat("zoo/a", 10), .7, .8),
                outcome(Outcomes.repeat("zoo/a", 2), .5, .9),
                outcome(Outcomes.repeat("zoo/a-more", 0), .1, .1)));
        return outcomes;
    }

    @Test
    void repeatsComeInTheirOrderAndNoOthersWithThem() {
        assertThat(some().scores("zoo/a")).containsExactly(.5, .7);
        assertThat(some().first("zoo/a").score()).isEqualTo(.5);
        assertThat(some().training("zoo/a")).containsExactly(.9, .8);
        assertThat(some().gaps("zoo/a")).containsExactly(new double[] {.4, .1}, within(1e-12));
    }

    @Test
    void meanAndSpreadAreThoseOfTheScores() {
        assertThat(some().mean("zoo/a")).isCloseTo(.6, within(1e-12));
        assertThat(some().spread("zoo/a")).isCloseTo(Math.sqrt(.02), within(1e-12));
        assertThat(some().text("zoo/a")).isEqualTo("0.600 ± 0.141");
        assertThat(some().spread("zoo/a-more")).isZero();
        assertThat(some().text("zoo/a-more")).isEqualTo("0.100");
    }

    @Test
    void aNewOutcomeTakesThePlaceOfTheOld() {
        Outcomes outcomes = some();
        outcomes.add(List.of(outcome(Outcomes.repeat("zoo/a-more", 0), .3, .3)));
        assertThat(outcomes.scores("zoo/a-more")).containsExactly(.3);
    }

    @Test
    void aNameWithoutTrainingsIsAnError() {
        assertThatThrownBy(() -> some().mean("zoo/b"))
                .hasMessage("outcomes: expected a training called zoo/b/repeat-0, found none; there are"
                        + " [zoo/a/repeat-10, zoo/a/repeat-2, zoo/a-more/repeat-0]");
    }
}
