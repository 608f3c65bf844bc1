package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Results.Metric;

class ResultsTest {

    private static final Metric MEAN = Metric.over("task/method/what", new double[] {.5, .7, .9}, "accuracy", .1, 20);

    @TempDir
    Path temp;

    @Test
    void aQualityHasMeanAndSpreadOverItsRepeats() {
        assertThat(MEAN.value()).isCloseTo(.7, offset(1e-12));
        assertThat(MEAN.std()).isCloseTo(.2, offset(1e-12));
        assertThat(MEAN.seeds()).isEqualTo(3);
        assertThat(MEAN.kind()).isEqualTo(Results.Kind.QUALITY);
        assertThat(MEAN.why()).isNull();
    }

    @Test
    void aQualityThatWasMeasuredOnceSaysWhy() {
        Metric once = Metric.once("a/b", .5, "accuracy", .1, 20, "one jungle was grown");
        assertThat(once).isEqualTo(Metric.over("a/b", new double[] {.5}, "accuracy", .1, 20, "one jungle was grown"));
        assertThat(once.std()).isNull();
        assertThat(once.seeds()).isEqualTo(1);
        assertThat(Metric.over("a/b", new double[] {.4, .6}, "accuracy", .1, 20, "a quick run")
                        .why())
                .isNull();
        assertThatThrownBy(() -> Metric.over("a/b", new double[] {.5}, "accuracy", .1, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "metric a/b: expected a reason where a quality has one repeat, and nowhere else, found 'null' for"
                                + " 1; repeat it with other seeds, or say why it cannot be:"
                                + " Metric.once(name, value, unit, chance, n, why)");
        assertThatThrownBy(() -> Metric.once("a/b", .5, "accuracy", .1, 20, " "))
                .hasMessageStartingWith("metric a/b: expected a reason where a quality has one repeat");
    }

    @Test
    void countsAndCostsHaveNoChance() {
        assertThat(Metric.count("a/parameters", 12, "parameters").value()).isEqualTo(12);
        assertThat(Metric.cost("a/seconds", 2.5, "seconds").seeds()).isEqualTo(1);
        Metric cost = Metric.cost("a/seconds", new double[] {2, 4}, "seconds");
        assertThat(cost.value()).isEqualTo(3);
        assertThat(cost.std()).isCloseTo(Math.sqrt(2), offset(1e-12));
        assertThatThrownBy(() -> new Metric("a/b", Results.Kind.COST, 1, null, "seconds", .5, null, 1, null))
                .hasMessage(
                        "metric a/b: expected chance and n for a quality, and for nothing else, found chance 0.5 and n null"
                                + " for a cost");
        assertThatThrownBy(() -> new Metric("a/b", Results.Kind.QUALITY, 1, null, "accuracy", null, 3, 1, "x"))
                .hasMessage(
                        "metric a/b: expected chance and n for a quality, and for nothing else, found chance null and n 3"
                                + " for a quality");
    }

    @Test
    void theFileHoldsTheRunAndLeavesOutWhatIsNotThere() throws IOException {
        Path file = temp.resolve("results").resolve("01.json");
        Results.of(Run.start("01", 5).with("k", 3))
                .with(MEAN)
                .with(List.of(
                        Metric.cost("time/all/seconds", 2.5, "seconds"),
                        Metric.once("a/b", .5, "accuracy", .1, 20, "one jungle was grown")))
                .write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/run/seed").asLong()).isEqualTo(5);
        assertThat(json.at("/run/settings/k").asInt()).isEqualTo(3);
        assertThat(json.at("/metrics/0/chance").asDouble()).isEqualTo(.1);
        assertThat(json.at("/metrics/1"))
                .hasToString(
                        "{\"name\":\"time/all/seconds\",\"kind\":\"cost\",\"value\":2.5,\"unit\":\"seconds\",\"seeds\":1}");
        assertThat(json.at("/metrics/2"))
                .hasToString(
                        "{\"name\":\"a/b\",\"kind\":\"quality\",\"value\":0.5,\"unit\":\"accuracy\",\"chance\":0.1,"
                                + "\"n\":20,\"seeds\":1,\"why\":\"one jungle was grown\"}");
    }

    @Test
    void namesAndNumbersAreChecked() {
        assertThatThrownBy(() -> Metric.cost("Task", 1, "x"))
                .hasMessage("metric: expected a name like task/method/what in lower case, found 'Task'");
        assertThatThrownBy(() -> Metric.cost("a/b", Double.NaN, "x"))
                .hasMessage("metric a/b: expected a finite number, found NaN");
        assertThatThrownBy(() -> Metric.over("a/b", new double[0], "accuracy", .5, 3))
                .hasMessage("metric a/b: expected a value for each repeat, found none");
        assertThatThrownBy(() -> Metric.over("a/b", new double[] {1, 1}, "accuracy", .5, 0))
                .hasMessage("metric a/b: expected it measured on 1 thing or more, found 0");
        assertThatThrownBy(() -> new Metric("a/b", Results.Kind.COST, 1, 0.1, "x", null, null, 1, null))
                .hasMessage(
                        "metric a/b: expected a spread over two repeats or more, and none over one, found 0.1 over 1");
        assertThatThrownBy(() -> Metric.over("a/b", new double[] {1, 1}, "accuracy", Double.NaN, 3))
                .hasMessage("metric a/b: expected a finite spread and a finite chance, found 0.0 and NaN");
        assertThatThrownBy(() -> Results.of(Run.start("r", 0)).with(MEAN).with(List.of(MEAN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "results of r: expected each metric once, found a second 'task/method/what'; give it another"
                                + " name");
        assertThatThrownBy(() -> Results.of(Run.start("r", 0)).with(MEAN).get("a/b"))
                .hasMessage("results: no metric 'a/b'; there are [task/method/what]");
    }
}
