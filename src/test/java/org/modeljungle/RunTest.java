package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunTest {

    @Test
    void keepsSettingsInTheOrderGiven() {
        Run bare = Run.start("probe", 42);
        Run run = bare.with("zeta", 1).with("alpha", 0.5).with("middle", "x");
        assertThat(bare.settings()).isEmpty();
        assertThat(run.name()).isEqualTo("probe");
        assertThat(run.seed()).isEqualTo(42);
        assertThat(run.settings())
                .containsExactly(Map.entry("zeta", 1), Map.entry("alpha", 0.5), Map.entry("middle", "x"));
    }

    @Test
    void aSettingIsGivenOnce() {
        assertThatThrownBy(() -> Run.start("probe", 42).with("rank", 4).with("rank", 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run probe: expected each setting once, found a second 'rank'");
    }

    @Test
    void knowsWhenWhatItShowsWasTrained() {
        Run run = Run.start("probe", 0).withTrainedAt(List.of("bb", "aa", "bb"));
        assertThat(run.trainedAt()).containsExactly("aa", "bb");
        assertThat(run.withTrainedAt(Set.of("ab", "aa")).trainedAt()).containsExactly("aa", "ab", "bb");
        assertThat(run.finished().withInput("x", "ab").with("k", 1).trainedAt()).isEqualTo(run.trainedAt());
    }

    @Test
    void theProfileIsWrittenAsItsVariableHasIt() {
        Run run = Run.start("probe", 0).with("profile", Profile.QUICK);
        assertThat(new JsonMapper().valueToTree(run).at("/settings/profile").asText())
                .isEqualTo("quick");
    }

    @Test
    void namesVersionsMachineAndCommit() {
        Run run = Run.start("probe", 0);
        assertThat(run.versions()).containsOnlyKeys("java", "modeljungle", "djl", "pytorch");
        assertThat(run.versions()).containsEntry("java", System.getProperty("java.version"));
        assertThat(run.versions().values())
                .allSatisfy(version ->
                        assertThat(version).matches("[0-9]+(\\.[0-9]+)*.*").doesNotContain("${"));
        assertThat(run.machine()).containsOnlyKeys("os", "cores", "cpu", "instructions");
        assertThat(run.machine().get("instructions")).isIn("AVX512", "AVX2", "DEFAULT", "unknown");
        assertThat(run.commit()).matches("[0-9a-f]{40}(-dirty)?|unknown");
    }

    @Test
    void addsInputsWithoutChangingTheFirstRecord() {
        Run bare = Run.start("probe", 0);
        Run full = bare.withInput("images", "ab12").withInput("text", "cd34");
        assertThat(bare.inputs()).isEmpty();
        assertThat(full.inputs()).containsExactly(Map.entry("images", "ab12"), Map.entry("text", "cd34"));
        assertThat(full.started()).isEqualTo(bare.started());
    }

    @Test
    void anInputIsOneThing() {
        Run run = Run.start("probe", 0).withInput("images", "ab12");
        assertThat(run.withInput("images", "ab12").inputs()).isEqualTo(run.inputs());
        assertThatThrownBy(() -> run.withInput("images", "cd34"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run probe: expected each input once, found a second 'images'");
    }

    @Test
    void measuresItsSeconds() {
        Run run = Run.start("probe", 0);
        assertThat(run.seconds()).isZero();
        assertThat(Duration.between(Instant.parse(run.started()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(run.finished().seconds()).isBetween(0.0, 30.0);
        assertThat(run.finished().started()).isEqualTo(run.started());
    }
}
