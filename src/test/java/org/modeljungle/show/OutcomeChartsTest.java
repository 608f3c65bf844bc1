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
        assertThat(chart.axes().yLabel()).isEqualTo("tau");
        assertThat(chart.chance()).isEqualTo(.25);
        assertThat(chart.series()).extracting(XyChart.Series::name).containsExactly("free", "generated");
        XyChart.Series free = chart.series().get(0);
        assertThat(free.xs()).containsExactly(16, 64);
        assertThat(free.ys()).containsExactly(new double[] {.1, .6}, within(1e-12));
        assertThat(free.errors()).containsExactly(new double[] {0, Math.sqrt(.02)}, within(1e-12));
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
}
