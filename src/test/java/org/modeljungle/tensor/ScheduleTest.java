package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void constantIsOneThroughout() {
        Schedule schedule = new Schedule.Constant();
        assertThat(schedule.factor(0, 10)).isEqualTo(1);
        assertThat(schedule.factor(9, 10)).isEqualTo(1);
    }

    @Test
    void linearFallsFromOneTowardsZero() {
        Schedule schedule = new Schedule.Linear();
        assertThat(schedule.factor(0, 10)).isEqualTo(1);
        assertThat(schedule.factor(9, 10)).isCloseTo(.1, within(1e-12));
    }

    @Test
    void cosineFallsFromOneToItsEnd() {
        Schedule schedule = new Schedule.Cosine(0, .1);
        assertThat(schedule.factor(0, 100)).isEqualTo(1);
        assertThat(schedule.factor(25, 100)).isCloseTo(.1 + .9 * .8535533905932737, within(1e-12));
        assertThat(schedule.factor(50, 100)).isCloseTo(.55, within(1e-12));
        assertThat(schedule.factor(100, 100)).isCloseTo(.1, within(1e-12));
    }

    @Test
    void cosineWarmsUpInEqualSteps() {
        Schedule schedule = new Schedule.Cosine(4, 0);
        assertThat(schedule.factor(0, 12)).isEqualTo(.25);
        assertThat(schedule.factor(3, 12)).isEqualTo(1);
        assertThat(schedule.factor(4, 12)).isEqualTo(1);
        assertThat(schedule.factor(8, 12)).isCloseTo(.5, within(1e-12));
        assertThat(schedule.factor(12, 12)).isCloseTo(0, within(1e-12));
    }

    @Test
    void aWarmUpAsLongAsTheRunNeverFalls() {
        Schedule schedule = new Schedule.Cosine(5, 0);
        assertThat(schedule.factor(4, 5)).isEqualTo(1);
        assertThat(schedule.factor(2, 5)).isCloseTo(.6, within(1e-12));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Schedule.Cosine(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schedule: expected a warm-up of 0 steps or more, found -1");
        assertThatThrownBy(() -> new Schedule.Cosine(0, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schedule: expected an end factor in [0, 1], found 1.5");
    }
}
