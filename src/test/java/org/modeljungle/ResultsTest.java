package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Results.Metric;

class ResultsTest {

    private static final Metric MEAN = Metric.over("task/method/what", new double[] {.5, .7, .9}, "accuracy", .1, 20);

    @TempDir
    Path temp;

    @Test
    void aMetricHasMeanAndSpreadOverTheSeeds() {
        assertThat(MEAN.value()).isCloseTo(.7, offset(1e-12));
        assertThat(MEAN.std()).isCloseTo(.2, offset(1e-12));
        assertThat(MEAN.seeds()).isEqualTo(3);
        assertThat(Metric.over("a/b", new double[] {1}, "x", null, null).std()).isNull();
    }

    @Test
    void theFileHoldsTheRunAndLeavesOutWhatIsNotThere() throws IOException {
        Path file = temp.resolve("results").resolve("01.json");
        Results.of(Run.start("01", 5).with("k", 3))
                .with(MEAN, new Metric("time/all/seconds", 2.5, null, "seconds", null, null, 1))
                .write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/run/seed").asLong()).isEqualTo(5);
        assertThat(json.at("/run/settings/k").asInt()).isEqualTo(3);
        assertThat(json.at("/metrics/0/chance").asDouble()).isEqualTo(.1);
        assertThat(json.at("/metrics/1").toString())
                .isEqualTo("{\"name\":\"time/all/seconds\",\"value\":2.5,\"unit\":\"seconds\",\"seeds\":1}");
    }

    @Test
    void namesAndNumbersAreChecked() {
        assertThatThrownBy(() -> Metric.over("Task", new double[] {1}, "x", null, null))
                .hasMessage("metric: expected a name like task/method/what in lower case, found 'Task'");
        assertThatThrownBy(() -> Metric.over("a/b", new double[] {Double.NaN}, "x", null, null))
                .hasMessage("metric a/b: expected a finite number, found NaN");
        assertThatThrownBy(() -> Results.of(Run.start("r", 0)).with(MEAN).get("a/b"))
                .hasMessage("results: no metric 'a/b'; there are [task/method/what]");
    }
}
