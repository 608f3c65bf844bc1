package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.Trial;
import org.modeljungle.nets.Epochs;

class OutcomeChartsTest {

    private static Trial trial(int probes, String kind, int repeat, double score) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", kind);
        settings.put("probes", probes);
        Trial.Provenance made = new Trial.Provenance("", "", "", "", "cpu", Map.of());
        return new Trial(
                "sweep", settings, repeat, 0, made, Outcome.of("tau", score, 5).withChance(.25));
    }

    private static final Outcomes SOME = new Outcomes(
            "sweep",
            new ArrayList<>(List.of(
                    trial(64, "free", 0, .5),
                    trial(64, "free", 1, .7),
                    trial(16, "free", 0, .1),
                    trial(16, "generated", 0, .8))),
            new Outcomes.Source(Path.of(""), 0, 4));

    @Test
    void linesGoOverANumberWithErrorBars() {
        XyChart chart = Charts.of(SOME).line("probes");
        assertThat(chart.axes().xLabel()).isEqualTo("probes");
        assertThat(chart.axes().yLabel()).isEqualTo("tau, mean \u00b1 standard deviation of 1 to 2 repeats");
        assertThat(chart.chance()).isEqualTo(.25);
        assertThat(chart.series()).extracting(XyChart.Series::name).containsExactly("free", "generated");
        XyChart.Series free = chart.series().get(0);
        assertThat(free.xs()).containsExactly(16, 64);
        assertThat(free.ys()).containsExactly(new double[] {.1, .6}, within(1e-12));
        assertThat(free.errors()).containsExactly(new double[] {Double.NaN, Math.sqrt(.02)}, within(1e-12));
        assertThat(chart.series().get(1).xs()).containsExactly(16);
        assertThatThrownBy(() -> Charts.of(SOME).line("kind"))
                .hasMessage("chart over 'kind': expected numbers, found 'free'; bars(\"kind\") draws texts");
    }

    @Test
    void layersBecomeALineOverDepthForEachKind() {
        Trial.Provenance made = new Trial.Provenance("", "", "", "", "cpu", Map.of());
        List<Trial> trials = new ArrayList<>();
        for (String layer : List.of("b.1.output.dense", "b.0.output.dense", "b.0.intermediate.dense")) {
            double score = layer.equals("b.1.output.dense") ? .9 : .3;
            Outcome outcome = Outcome.of("accuracy", .2, 5).withValidation(score);
            trials.add(new Trial("sweep", Map.of("layer", layer), 0, 0, made, outcome));
        }
        Outcomes sweep = new Outcomes("sweep", trials, SOME.source());
        XyChart chart = Charts.of(sweep).of("validation", Outcome::validation).layers("layer");
        assertThat(chart.axes().xLabel()).isEqualTo("depth");
        assertThat(chart.axes().yLabel()).isEqualTo("validation");
        assertThat(chart.series()).extracting(XyChart.Series::name).containsExactly("MLP out", "MLP in");
        assertThat(chart.series().get(0).xs()).containsExactly(1, 2);
        assertThat(chart.series().get(0).ys()).containsExactly(.3, .9);
    }

    @Test
    void barsStandForEachValue() {
        BarChart chart = Charts.of(SOME).bars("kind");
        assertThat(chart.categories()).containsExactly("free", "generated");
        assertThat(chart.series()).extracting(BarChart.Series::name).containsExactly("probes 64", "probes 16");
        assertThat(chart.series().get(0).values()).containsExactly(.6, Double.NaN);
        assertThat(chart.series().get(0).errors()[0]).isCloseTo(Math.sqrt(.02), within(1e-12));
        BarChart alone = Charts.of(SOME.where("probes", 16)).bars("kind");
        assertThat(alone.series()).extracting(BarChart.Series::name).containsExactly("tau");
    }

    @Test
    void anotherNumberCanBeDrawn() {
        BarChart chart = Charts.of(SOME.where("probes", 16))
                .of("shortfall", outcome -> 1 - outcome.score())
                .bars("kind");
        assertThat(chart.valueLabel()).isEqualTo("shortfall");
        assertThat(chart.series().get(0).name()).isEqualTo("shortfall");
        assertThat(chart.series().get(0).values()).containsExactly(new double[] {.9, .2}, within(1e-12));
        assertThat(chart.chance()).isNaN();
    }

    @Test
    void outcomesAreShownAsTheirTable() {
        assertThat(Renderers.find(SOME).orElseThrow().text())
                .startsWith("4 trials: 0 found, 4 trained\n")
                .contains("0.600 ± 0.141");
    }

    private static Trial asked(String kind, int repeat, double score, double seen) {
        Trial plain = trial(1, kind, repeat, score);
        Outcome outcome = plain.outcome()
                .withMeasure("tau", score, new Outcome.Basis("accuracy", .25, 5))
                .withMeasure("seen", seen, new Outcome.Basis("accuracy", .1, 9))
                .withHistory(List.of(new Epochs.Evaluation(10, 1, .3), new Epochs.Evaluation(20, .5, .4)));
        return new Trial("sweep", Map.of("kind", kind), repeat, 0, plain.provenance(), outcome);
    }

    private static final Outcomes ASKED = new Outcomes(
            "sweep",
            List.of(asked("free", 0, .5, .2), asked("free", 1, .7, .4), asked("own", 0, .9, .6)),
            new Outcomes.Source(Path.of(""), 0, 3));

    @Test
    void barsOfSeveralMeasuresStandSideBySide() {
        BarChart chart = Charts.of(ASKED).bars("kind", List.of("tau", "seen"));
        assertThat(chart.categories()).containsExactly("free", "own");
        assertThat(chart.valueLabel()).isEqualTo("accuracy, mean \u00b1 standard deviation of 1 to 2 repeats");
        assertThat(chart.series()).extracting(BarChart.Series::name).containsExactly("tau", "seen");
        assertThat(chart.series().get(1).values()).containsExactly(new double[] {.3, .6}, within(1e-12));
        assertThat(chart.series().get(0).errors())
                .containsExactly(new double[] {Math.sqrt(.02), Double.NaN}, within(1e-12));
        assertThat(chart.chance()).isEqualTo(.25);
        BarChart once = Charts.of(ASKED.where("kind", "own")).bars("kind", List.of("seen"));
        assertThat(once.series().get(0).errors()).containsExactly(Double.NaN); // one repeat has no error bar
        assertThat(once.valueLabel()).isEqualTo("accuracy");
        assertThatThrownBy(() -> Charts.of(SOME).bars("kind", List.of("tau")))
                .hasMessage(
                        "chart of 'sweep' over 'kind': expected nothing else varied, found [kind, probes]; where(...)"
                                + " and over(...) leave one");
    }

    @Test
    void theCourseOfTrainingIsALineForEachSetting() {
        XyChart chart = Charts.of(ASKED).course();
        assertThat(chart.series()).extracting(XyChart.Series::name).containsExactly("free", "own");
        assertThat(chart.series().get(0).xs()).containsExactly(10, 20);
        assertThat(chart.series().get(0).ys()).containsExactly(.3, .4);
        assertThat(chart.series().get(0).errors()).containsExactly(0, 0); // two repeats of the same course
        assertThat(chart.series().get(1).errors()).containsExactly(Double.NaN, Double.NaN);
        assertThat(chart.axes().yLabel())
                .isEqualTo("accuracy on validation models, mean \u00b1 standard deviation of 1 to 2 repeats");
        assertThat(chart.marks()).hasSize(1);
        assertThat(chart.marks().get(0).xs()).containsExactly(20, 20); // the highest of each
        assertThat(chart.marks().get(0).ys()).containsExactly(.4, .4);
        XyChart losses = Charts.of(ASKED).losses();
        assertThat(losses.series().get(0).ys()).containsExactly(1, .5);
        assertThat(losses.axes().yLabel()).isEqualTo("training loss, mean \u00b1 standard deviation of 1 to 2 repeats");
        assertThat(Charts.of(SOME).course().picture().problem()).isEmpty(); // of what has no course
    }
}
