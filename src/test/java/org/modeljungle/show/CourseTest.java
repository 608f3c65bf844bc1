package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.nets.Epochs;

class CourseTest {

    private static final List<Epochs.Evaluation> HISTORY = List.of(
            new Epochs.Evaluation(2, 1.5, .5),
            new Epochs.Evaluation(4, 1.0, .75),
            new Epochs.Evaluation(6, .5, .75),
            new Epochs.Evaluation(8, .25, .625));

    @Test
    void lossAndScoreHaveTheBestEpochInARing() {
        Panels panels = Charts.training("ProbeX", "kendall-tau", HISTORY);
        XyChart loss = (XyChart) panels.rows().get(0).get(0);
        XyChart score = (XyChart) panels.rows().get(1).get(0);
        assertThat(loss.series().get(0).xs()).containsExactly(2, 4, 6, 8);
        assertThat(loss.series().get(0).ys()).containsExactly(1.5, 1, .5, .25);
        assertThat(score.series().get(0).ys()).containsExactly(.5, .75, .75, .625);
        assertThat(score.axes().yLabel()).isEqualTo("Kendall's tau on validation models");
        assertThat(score.marks().get(0).name()).isEqualTo("best: epoch 4"); // the first of equals
        assertThat(score.marks().get(0).ys()).containsExactly(.75);
        assertThat(loss.marks().get(0).ys()).containsExactly(1);
        assertThat(panels.picture().problem()).isEmpty();
        assertThat(panels.text()).contains("ProbeX: Loss", "best: epoch 4: 0.75 at 4");
    }

    @Test
    void aScoreThatIsNoNumberIsNotTheBest() {
        List<Epochs.Evaluation> history =
                List.of(new Epochs.Evaluation(1, 1, Double.NaN), new Epochs.Evaluation(2, .5, .25));
        XyChart score = (XyChart)
                Charts.training("x", "accuracy", history).rows().get(1).get(0);
        assertThat(score.marks().get(0).name()).isEqualTo("best: epoch 2");
        assertThat(Course.highest(.5, Double.NaN, .25)).isZero();
        assertThat(Course.highest(Double.NaN, Double.NaN)).isZero();
    }

    @Test
    void theEpochThatWasKeptIsTheBest() {
        Panels panels = Charts.training("x", "accuracy", new Epochs.Best(new float[0], 6, HISTORY));
        XyChart score = (XyChart) panels.rows().get(1).get(0);
        assertThat(score.marks().get(0).name()).isEqualTo("best: epoch 6"); // the last of equals was asked for
    }

    @Test
    void aCourseIsNeeded() {
        assertThatThrownBy(() -> Charts.training("ridge", "accuracy", List.of()))
                .hasMessageStartingWith("course of 'ridge': expected 1 validation or more, found none;");
    }

    @Test
    void marksNeedBothCoordinates() {
        XyChart chart = Charts.line("t", "x", "y").series("s", new double[] {1, 2});
        assertThatThrownBy(() -> chart.mark("m", new double[1], new double[2]))
                .hasMessage("chart marks 'm': expected as many x as y, found 1 and 2");
        assertThat(chart.mark("m", new double[0], new double[0]).picture().problem())
                .isEmpty();
    }

    @Test
    void numbersBetweenRoundOnesAreNotCutOnTheAxis() {
        assertThat(new Axis(0, 2, false).formatter(1).apply(.5)).isEqualTo("0.5");
        assertThat(new Axis(0, 2, false).formatter(1).apply(1.0)).isEqualTo("1");
    }
}
