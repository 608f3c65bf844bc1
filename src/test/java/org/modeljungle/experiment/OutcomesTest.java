package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Results;
import tech.tablesaw.api.Table;

class OutcomesTest {

    @TempDir
    Path folder;

    private static Trial trial(int probes, String kind, int repeat, double score, double validation, String commit) {
        Outcome outcome = Outcome.of("accuracy", score, 20)
                .withValidation(validation)
                .withTraining(.9)
                .withChance(.5)
                .withCosts(probes, 2L * probes, 3)
                .withSeconds(1 + repeat);
        return new Trial(
                "test",
                Grid.none()
                        .with("probes", List.of(Grid.Value.of(probes)))
                        .with("kind", List.of(Grid.Value.of(kind)))
                        .points()
                        .get(0)
                        .labels(),
                repeat,
                repeat,
                new Trial.Provenance("d".repeat(64), "data", commit, "2026-01-01T00:00:00Z", "cpu", Map.of()),
                outcome);
    }

    private static Outcomes outcomes(double more, String commit) {
        List<Trial> trials = new ArrayList<>();
        trials.add(trial(16, "Free!", 0, .5 + more, .6, commit));
        trials.add(trial(16, "Free!", 1, .7 + more, .8, commit));
        trials.add(trial(64, "Free!", 0, .9 + more, .65, commit));
        return new Outcomes("test", trials, new Outcomes.Source(Path.of("none"), 1, 2));
    }

    private static Outcomes some() {
        return outcomes(0, "a");
    }

    @Test
    void chosenByASettingTheyComeTogether() {
        Outcomes chosen = some().where("probes", 16);
        assertThat(chosen.scores()).containsExactly(.5, .7);
        assertThat(chosen.mean()).isCloseTo(.6, within(1e-12));
        assertThat(chosen.std()).isCloseTo(Math.sqrt(.02), within(1e-12));
        assertThat(chosen.text()).isEqualTo("0.600 ± 0.141");
        assertThat(chosen.training()).containsExactly(.9, .9);
        assertThat(chosen.validation()).containsExactly(.6, .8);
        assertThat(chosen.gaps()).containsExactly(new double[] {.4, .2}, within(1e-12));
        assertThat(some()).hasToString("3 trials: 1 found, 2 trained");
        assertThat(chosen).as("of these it is not known").hasToString("2 trials");
        assertThat(some().where("probes", 64).std()).isZero();
        assertThat(some().where("probes", 64).text()).isEqualTo("0.900");
        assertThat(some().where(trial -> trial.repeat() == 1).scores()).containsExactly(.7);
        assertThat(some().values("probes")).containsExactly(16, 64);
        assertThat(chosen.named("16 probes").table().name()).isEqualTo("16 probes");
        assertThat(some().table("probes", "kind", Outcome::validation)
                        .column(1)
                        .asStringColumn()
                        .asList())
                .containsExactly("0.700 ± 0.141", "0.650");
    }

    @Test
    void theBestOfEachValueIsChosenAmongTheRest() {
        List<Trial> trials = new ArrayList<>(some().trials());
        trials.add(trial(16, "generated", 0, .1, .5, "a"));
        trials.add(trial(64, "generated", 0, .2, .9, "a"));
        Outcomes all = new Outcomes("test", trials, some().source());
        Outcomes best = all.bestOfEach("kind");
        assertThat(best.groups())
                .extracting(group -> group.first().name())
                .containsExactly("probes 16, kind Free!, repeat 0", "probes 64, kind generated, repeat 0");
        assertThat(all.bestOfEach("kind", "probes").trials()).hasSize(5);
        assertThat(best.where("kind", "Free!").seconds()).isEqualTo(1.5);
        assertThatThrownBy(() -> all.bestOfEach("colour"))
                .hasMessage("trial: expected one of the settings [probes, kind], found 'colour'");
    }

    @Test
    void theBestIsChosenOnValidationNotOnTheTest() {
        assertThat(some().best().first().setting("probes")).isEqualTo(16);
        Outcomes none = new Outcomes("x", List.of(trial(1, "a", 0, 1, Double.NaN, "a")), some().source());
        assertThatThrownBy(none::best)
                .hasMessage(
                        "outcomes of 'x': expected each validated, to choose by, found none of probes 1, kind a, repeat 0");
    }

    @Test
    void aTableHasARowForEachSetting() {
        Table table = some().table();
        assertThat(table.columnNames())
                .containsExactly(
                        "probes",
                        "kind",
                        "accuracy",
                        "validation",
                        "training",
                        "chance",
                        "repeats",
                        "best",
                        "parameters",
                        "FLOPs",
                        "FLOPs per batch",
                        "seconds");
        assertThat(table.column("accuracy").asList()).isEqualTo(List.of("0.600 ± 0.141", "0.900"));
        assertThat(table.column("best").asList()).isEqualTo(List.of("on validation", ""));
        assertThat(table.intColumn("repeats").asList()).containsExactly(2, 1);
        assertThat(table.doubleColumn("seconds").asList()).containsExactly(1.5, 1.0);
    }

    @Test
    void aTidyTableHasARowForEachTrial() {
        Table table = some().tidy();
        assertThat(table.rowCount()).isEqualTo(3);
        assertThat(table.intColumn("probes").asList()).containsExactly(16, 16, 64);
        assertThat(table.intColumn("repeat").asList()).containsExactly(0, 1, 0);
        assertThat(table.doubleColumn("accuracy").asList()).containsExactly(.5, .7, .9);
        assertThat(some().csv().lines().toList())
                .hasSize(4)
                .startsWith("probes,kind,repeat,accuracy,validation,training,chance,n,parameters,FLOPs,FLOPs per"
                        + " batch,seconds,commit,trained")
                .contains("16,Free!,1,0.7,0.8,0.9,0.5,20,16,32,3,2.0,a,2026-01-01T00:00:00Z");
    }

    @Test
    void metricsHaveSpreadChanceAndN() {
        assertThat(some().where("probes", 16).metrics("ablations"))
                .containsExactly(
                        Results.Metric.over("ablations/16/free/accuracy", new double[] {.5, .7}, "accuracy", .5, 20));
        assertThat(some().metrics("ablations", "slow").get(1))
                .isEqualTo(Results.Metric.once("ablations/64/free/accuracy", .9, "accuracy", .5, 20, "slow"));
        assertThatThrownBy(() -> some().metrics("ablations"))
                .hasMessageContaining("metric ablations/64/free/accuracy: expected a reason");
        Outcomes named = new Outcomes("x", List.of(trial(8, "a", 0, 1, 1, "a")), some().source());
        assertThat(named.metrics("", "slow").get(0).name()).isEqualTo("8/a/accuracy");
        assertThat(OutcomeMetrics.name("", List.of("inr", "Free!", 8, .5, "x"))).isEqualTo("inr/free-8/0-5/x/");
        assertThat(OutcomeMetrics.name("", List.of("power", -.25, .25))).isEqualTo("power-minus-0-25/0-25/");
        assertThat(some().costs("x").get(2)).isEqualTo(Results.Metric.cost("x/16/free/seconds", 1.5, "seconds"));
    }

    private static Outcomes ofKinds(String... kinds) {
        List<Trial> trials = new ArrayList<>();
        for (String kind : kinds) {
            trials.add(trial(8, kind, 0, .5, .5, "a"));
        }
        return new Outcomes("test", trials, some().source());
    }

    private static List<String> names(List<Results.Metric> metrics) {
        return metrics.stream().map(Results.Metric::name).toList();
    }

    @Test
    void aValueOfAnyTextHasAName() {
        String[] kinds = {"β", "γ", "βγ2", "naïve", "+", "字", "🐈", "", "का", "कि"};
        assertThat(names(ofKinds(kinds).metrics("own", "slow")))
                .containsExactly(
                        "own/8/u03b2/accuracy",
                        "own/8/u03b3/accuracy",
                        "own/8/u03b2-u03b3-2/accuracy",
                        "own/8/na-u00ef-ve/accuracy",
                        "own/8/u002b/accuracy",
                        "own/8/u5b57/accuracy",
                        "own/8/u1f408/accuracy",
                        "own/8/empty/accuracy",
                        "own/8/u0915-u093e/accuracy",
                        "own/8/u0915-u093f/accuracy");
        assertThat(names(ofKinds("Free!", "R², ridge × 2", "a – b").metrics("own", "slow")))
                .as("names that were published stay")
                .containsExactly("own/8/free/accuracy", "own/8/r-ridge-2/accuracy", "own/8/a-b/accuracy");
    }

    @Test
    void twoTextsOfOneNameAreBothNamed() {
        Outcomes both = ofKinds("a b", "a-b");
        String message = ": expected the name of one metric alone, found that of {probes=8, kind=a b} by 'accuracy' and"
                + " of {probes=8, kind=a-b} by 'accuracy'; give one another name, as vary(setting, Map.of(name, value))"
                + " does; finished trials are found again";
        assertThatThrownBy(() -> both.metrics("own", "slow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric own/8/a-b/accuracy" + message);
        assertThatThrownBy(() -> both.costs("own")).hasMessage("metric own/8/a-b/parameters" + message);
        assertThatThrownBy(() -> both.gapMetrics("own", "slow")).hasMessage("metric own/8/a-b/gap" + message);
        assertThatThrownBy(() -> both.metricsNamed("own/{kind}", "slow"))
                .hasMessageStartingWith("metric own/a-b: expected the name of one metric alone");
        assertThatThrownBy(() -> ofKinds("best", "a b", "a-b").leadMetrics("own", "kind", "best", "slow"))
                .hasMessage("metric own/8/best-less-a-b/accuracy" + message);
    }

    private static Outcomes repeated() {
        List<Trial> trials = new ArrayList<>();
        for (int repeat = 0; repeat < 2; repeat++) {
            trials.add(trial(16, "free", repeat, .5 + .1 * repeat, .6, "a"));
            trials.add(trial(16, "made", repeat, .7, .6, "a"));
            trials.add(trial(64, "free", repeat, .9, .6, "a"));
        }
        return new Outcomes("test", trials, new Outcomes.Source(Path.of("none"), 1, 5));
    }

    @Test
    void twoSettingsMakeATableOfRowsAndColumns() {
        Table table = repeated().table("kind", "probes");
        assertThat(table.columnNames()).containsExactly("kind", "16", "64");
        assertThat(table.column("16").asList()).isEqualTo(List.of("0.550 ± 0.071", "0.700 ± 0.000 *"));
        assertThat(table.column("64").asList()).isEqualTo(List.of("0.900 ± 0.000", ""));
        assertThatThrownBy(() -> repeated().table("probes", "probes"))
                .hasMessage(
                        "table of 'test' by 'probes' and 'probes': expected nothing else varied, found [probes, kind];"
                                + " choose one by where(...)");
    }

    @Test
    void allMeasuresStandSideBySide() {
        Trial first = some().first();
        Outcome more = first.outcome().withMeasure("F1", .25);
        Trial trial = new Trial("test", first.settings(), 2, 2, first.provenance(), more);
        Table table = some().where("probes", 64)
                .and(new Outcomes("test", List.of(trial), some().source()))
                .measures();
        assertThat(table.columnNames()).containsExactly("probes", "kind", "accuracy", "F1");
        assertThat(table.column("F1").asList()).isEqualTo(List.of("", "0.250"));
        Outcomes alone = new Outcomes("test", List.of(trial), some().source());
        assertThat(alone.named("other").measures().name()).isEqualTo("other");
    }

    @Test
    void oneValueLeadsTheOthersRepeatByRepeat() {
        Table table = repeated().leads("kind", "made");
        assertThat(table.name()).isEqualTo("test: made less ...");
        assertThat(table.columnNames()).containsExactly("probes", "kind", "accuracy", "each repeat");
        assertThat(table.column("kind").asList()).isEqualTo(List.of("free")); // nothing was made of 64 probes
        assertThat(table.column("accuracy").asList()).isEqualTo(List.of("0.150 ± 0.071"));
        assertThat(table.column("each repeat").asList()).isEqualTo(List.of("+0.200, +0.100"));
        Results.Metric metric =
                repeated().leadMetrics("digits", "kind", "made", "").get(0);
        assertThat(metric.name()).isEqualTo("digits/16/made-less-free/accuracy");
        assertThat(metric.value()).isCloseTo(.15, within(1e-12));
        assertThat(metric.chance()).isZero();
        assertThatThrownBy(() -> some().where("probes", 16).leads("probes", 16))
                .hasMessage("outcomes of 'test': expected a value of 'probes' to compare with '16', found none");
        assertThatThrownBy(() -> some().leads("probes", 16))
                .hasMessage(
                        "outcomes of 'test': expected the same repeats of both, found [0, 1] of {probes=16, kind=Free!} and"
                                + " [0] of {probes=64, kind=Free!}");
    }

    @Test
    void gapsAreMetricsToo() {
        Results.Metric gap = some().gapMetrics("x", "slow").get(0);
        assertThat(gap.name()).isEqualTo("x/16/free/gap");
        assertThat(gap.unit()).isEqualTo("accuracy");
        assertThat(gap.value()).isCloseTo(.3, within(1e-12));
        assertThat(gap.chance()).isZero();
        assertThat(gap.n()).isEqualTo(20);
    }

    @Test
    void metricsMayHaveNamesOfTheCallersOwn() {
        assertThat(some().where("probes", 16).metricsNamed("why/{kind}/probes-{probes}", ""))
                .containsExactly(Results.Metric.over("why/free/probes-16", new double[] {.5, .7}, "accuracy", .5, 20));
        assertThatThrownBy(() -> some().metricsNamed("why/{kind}", "slow"))
                .hasMessage(
                        "metric why/free: expected the name of one metric alone, found that of {probes=16, kind=Free!}"
                                + " by 'accuracy' and of {probes=64, kind=Free!} by 'accuracy'; tell them apart by more"
                                + " of the settings [probes, kind] in the pattern 'why/{kind}', or by other names of their"
                                + " values");
        assertThatThrownBy(() -> some().metricsNamed("why/{rate}", "slow"))
                .hasMessage("trial: expected one of the settings [probes, kind], found 'rate'");
        assertThat(some().named("other").name()).isEqualTo("other");
    }

    @Test
    void twoRunsAreComparedSettingBySetting() {
        Table table = Outcomes.compare(some(), outcomes(.1, "b").where("probes", 16));
        assertThat(table.rowCount()).isEqualTo(1);
        assertThat(table.column("old").asList()).isEqualTo(List.of("0.600 ± 0.141"));
        assertThat(table.column("new").asList()).isEqualTo(List.of("0.700 ± 0.141"));
        assertThat(table.doubleColumn("difference").get(0)).isCloseTo(.1, within(1e-12));
        assertThat(table.column("new commit").asList()).isEqualTo(List.of("b"));
        Outcomes other = new Outcomes("x", List.of(trial(1, "a", 0, 1, 1, "a")), some().source());
        assertThatThrownBy(() -> Outcomes.compare(some(), other))
                .hasMessage(
                        "outcomes to compare: expected settings that both have, found [probes, kind] and [probes, kind]");
    }

    @Test
    void theyCanBeJoinedWrittenAndRead() throws java.io.IOException {
        Outcomes both = some().and(outcomes(.05, "b"));
        assertThat(both.trials()).hasSize(6);
        assertThat(both.commits()).containsExactly("a", "b");
        Path file = folder.resolve("outcomes.json");
        both.write(file);
        assertThat(Outcomes.read(file).trials()).isEqualTo(both.trials());
        String written = Files.readString(file);
        Files.writeString(file, written.replace("\"n\" : 20", "\"n\" : 21"));
        assertThatThrownBy(() -> Outcomes.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": expected outcomes that were written, found a content that its checksum does not"
                        + " match: it was changed; write() them again");
        Files.writeString(file, written.replaceFirst(",\\s*\"checksum\" : \"[0-9a-f]{64}\"", ""));
        assertThat(file).content().doesNotContain("checksum");
        assertThat(Outcomes.read(file).trials())
                .as("a file of an older version")
                .isEqualTo(both.trials());
        for (String damaged : List.of("null", "[1]", "{", "{\"checksum\" : null}")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> Outcomes.read(file))
                    .as(damaged)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(file + ": expected outcomes that were written, found ");
        }
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Outcomes.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": expected outcomes that were written, found Missing creator property");
    }

    @Test
    void numbersAreFoundAgainInWhateverTypeTheyWereGiven() {
        Trial first = some().first();
        Map<String, Object> settings = Grid.none()
                .with("probes", List.of(Grid.Value.of(16L)))
                .with("rate", List.of(Grid.Value.of(1e-4f)))
                .with("large", List.of(Grid.Value.of(1L << 40)))
                .points()
                .get(0)
                .labels();
        Trial trial = new Trial("test", settings, 0, 0, first.provenance(), first.outcome());
        Outcomes outcomes = new Outcomes("test", List.of(trial), some().source());
        Path file = folder.resolve("outcomes.json");
        outcomes.write(file);
        assertThat(trial.name()).isEqualTo("probes 16, rate 0.0001, large 1099511627776, repeat 0");
        assertThat(Outcomes.read(file).trials()).isEqualTo(outcomes.trials());
        assertThat(Outcomes.compare(Outcomes.read(file), outcomes).rowCount()).isEqualTo(1);
        assertThat(outcomes.where("probes", 16)
                        .where("rate", 1e-4)
                        .where("rate", 1e-4f)
                        .where("large", 1L << 40)
                        .trials())
                .hasSize(1);
    }

    @Test
    void aSettingMayHaveTheNameOfAColumn() {
        List<Trial> trials = new ArrayList<>();
        for (int n : new int[] {16, 64}) {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("n", n);
            settings.put("Chance", n == 16 ? "a" : "A");
            Trial like = some().first();
            trials.add(new Trial("test", settings, 0, 0, like.provenance(), like.outcome()));
        }
        Outcomes outcomes = new Outcomes("test", trials, some().source());
        assertThat(outcomes.tidy().columnNames())
                .startsWith("n", "Chance", "repeat", "accuracy", "validation", "training", "chance (2)", "n (2)");
        assertThat(outcomes.tidy().intColumn("n").asList()).containsExactly(16, 64);
        assertThat(outcomes.tidy().intColumn("n (2)").asList()).containsExactly(20, 20);
        assertThat(outcomes.table().columnNames()).contains("Chance", "chance (2)");
        assertThat(outcomes.table("n", "Chance").columnNames()).containsExactly("n", "a", "A (2)");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> some().where("probes", 3))
                .hasMessage(
                        "outcomes of 'test': expected a value of 'probes' among [16, 64], found '3'; the settings are"
                                + " [probes, kind]");
        assertThatThrownBy(() -> some().scores("tau"))
                .hasMessage("outcomes of 'test': expected one of the measures [accuracy], found 'tau'");
        assertThatThrownBy(() -> some().where(trial -> false))
                .hasMessage("outcomes of 'test': expected 1 trial or more, found none");
        assertThatThrownBy(() -> some().values("rate"))
                .hasMessage("trial: expected one of the settings [probes, kind], found 'rate'");
    }

    private static Outcomes asked() {
        List<Trial> trials = some().trials().stream()
                .map(trial -> new Trial(
                        "test",
                        trial.settings(),
                        trial.repeat(),
                        0,
                        trial.provenance(),
                        trial.outcome()
                                .withMeasure("accuracy", trial.outcome().score(), new Outcome.Basis("accuracy", .5, 20))
                                .withMeasure("seen", .25 + trial.repeat(), new Outcome.Basis("accuracy", .125, 8))))
                .toList();
        return new Outcomes("test", trials, some().source());
    }

    @Test
    void eachMeasureWithABasisIsAMetric() {
        assertThat(asked().where("probes", 16).allMetrics("x", ""))
                .containsExactly(
                        Results.Metric.over("x/16/free/accuracy", new double[] {.5, .7}, "accuracy", .5, 20),
                        Results.Metric.over("x/16/free/seen", new double[] {.25, 1.25}, "accuracy", .125, 8));
        assertThat(some().allMetrics("x", "slow")).isEqualTo(some().metrics("x", "slow"));
        assertThat(asked().by("seen").scores()).containsExactly(.25, 1.25, .25);
        Table table = asked().measures("accuracy", "seen");
        assertThat(table.columnNames())
                .containsExactly("probes", "kind", "accuracy", "accuracy by chance", "seen", "seen by chance");
        assertThat(table.column("seen").asList()).isEqualTo(List.of("0.750 ± 0.707 *", "0.250"));
        assertThat(table.column("seen by chance").asList()).isEqualTo(List.of("0.125", "0.125"));
    }

    @Test
    void aSettingsValuesCanCountAsRepeats() {
        Outcomes over = some().over("probes");
        assertThat(over.settings()).containsExactly("kind");
        assertThat(over.groups()).hasSize(1);
        assertThat(over.scores()).containsExactly(.5, .7, .9);
        assertThat(over.trials()).extracting(Trial::repeat).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> some().over("rate"))
                .hasMessage("trial: expected one of the settings [probes, kind], found 'rate'");
    }
}
