package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {

    @Test
    void keepsSettingsInTheOrderGiven() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("zeta", 1);
        settings.put("alpha", 0.5);
        Run run = Run.start("probe", settings, 42);
        settings.clear();
        assertThat(run.name()).isEqualTo("probe");
        assertThat(run.seed()).isEqualTo(42);
        assertThat(run.settings()).containsExactly(Map.entry("zeta", 1), Map.entry("alpha", 0.5));
    }

    @Test
    void namesVersionsMachineAndCommit() {
        Run run = Run.start("probe", Map.of(), 0);
        assertThat(run.versions()).containsOnlyKeys("java", "modeljungle", "djl", "pytorch");
        assertThat(run.versions()).containsEntry("java", System.getProperty("java.version"));
        assertThat(run.versions().values())
                .allSatisfy(version ->
                        assertThat(version).matches("[0-9]+(\\.[0-9]+)*.*").doesNotContain("${"));
        assertThat(run.machine()).containsOnlyKeys("os", "cores");
        assertThat(run.commit()).matches("[0-9a-f]{40}(-dirty)?|unknown");
    }

    @Test
    void addsInputsWithoutChangingTheFirstRecord() {
        Run bare = Run.start("probe", Map.of(), 0);
        Run full = bare.withInput("images", "ab12").withInput("text", "cd34");
        assertThat(bare.inputs()).isEmpty();
        assertThat(full.inputs()).containsExactly(Map.entry("images", "ab12"), Map.entry("text", "cd34"));
        assertThat(full.started()).isEqualTo(bare.started());
    }

    @Test
    void measuresItsSeconds() {
        Run run = Run.start("probe", Map.of(), 0);
        assertThat(run.seconds()).isZero();
        assertThat(Duration.between(Instant.parse(run.started()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(run.finished().seconds()).isBetween(0.0, 30.0);
        assertThat(run.finished().started()).isEqualTo(run.started());
    }
}
