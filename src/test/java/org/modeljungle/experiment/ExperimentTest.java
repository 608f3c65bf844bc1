package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.MetanetworkExpert;
import org.modeljungle.expert.OnResiduals;
import org.modeljungle.expert.RidgeExpert;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metrics.LabelAccuracy;

class ExperimentTest {

    private static final WeightTask TASK = Tree.TASK;

    @TempDir
    Path folder;

    private static List<Expert> experts() {
        return List.of(
                RidgeExpert.layer("a"),
                Tree.probeX(4),
                new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, Tree.SHORT));
    }

    private Experiment<Expert.Reader> experiment() {
        return of(experts(), TASK);
    }

    private Experiment<Expert.Reader> of(List<Expert> experts, WeightTask task) {
        return Experiment.of("tree", setting -> setting.<Expert>get("expert").on(task))
                .vary("expert", experts)
                .in(folder);
    }

    @Test
    void theOutcomesAreThoseOfOneAfterTheOther() {
        Outcomes outcomes = experiment().run();
        assertThat(outcomes.values("expert")).containsExactly("ridge-layer", "probex", "dense");
        assertThat(outcomes).hasToString("3 trials: 0 found, 3 trained");
        for (int i = 0; i < 3; i++) {
            Outcome outcome = outcomes.trials().get(i).outcome();
            Expert.Reader reader = experts().get(i).fit(TASK, new Seeds(0).split("repeat", 0));
            assertThat(outcome.score()).isEqualTo(accuracy(reader, TASK.test()));
            assertThat(outcome.validation()).isEqualTo(accuracy(reader, TASK.val()));
            assertThat(outcome.training()).isEqualTo(accuracy(reader, TASK.train()));
            assertThat(outcome.history()).isEqualTo(reader.history());
            assertThat(outcome.costs().parameters()).isEqualTo(reader.parameters());
            assertThat(outcome.costs().flops()).isEqualTo(reader.flops());
            assertThat(outcome.n()).isEqualTo(TASK.test().length);
            assertThat(outcome.scores()).isEqualTo(eachByALoop(reader));
            assertThat(outcome.costs().seconds()).isPositive();
        }
        assertThat(outcomes.first().outcome().measures()).containsKey("leave-one-out error");
    }

    @Test
    void finishedTrialsAreFoundWhateverTheOrderOrCompany() {
        Outcomes first = experiment().run();
        Counting counting = new Counting();
        Progress.listen(counting);
        try {
            Outcomes again = experiment().run();
            assertThat(again.trials()).isEqualTo(first.trials());
            assertThat(again).hasToString("3 trials: 3 found, 0 trained");
            assertThat(counting.steps.get()).isZero();
            assertThat(counting.titles).containsOnly("tree");
        } finally {
            Progress.unlisten(counting);
        }
        List<Expert> others =
                List.of(experts().get(2), RidgeExpert.allLayers(), experts().get(0));
        Outcomes inCompany = of(others, TASK).run();
        assertThat(inCompany).hasToString("3 trials: 2 found, 1 trained");
        assertThat(inCompany.where("expert", "dense").first().outcome())
                .isEqualTo(first.where("expert", "dense").first().outcome());
    }

    @Test
    void aValueAddedLaterTrainsOnlyWhatIsNew() throws IOException {
        Experiment<Expert.Reader> probes = Experiment.of(
                        "probes",
                        setting -> Tree.probeX(setting.integer("probes"))
                                .withRate(setting.number("rate"))
                                .on(TASK.shuffled(setting.seeds())))
                .vary("rate", 1e-3, 3e-3)
                .repeats(2)
                .in(folder);
        assertThat(probes.vary("probes", 2, 4).run()).hasToString("8 trials: 0 found, 8 trained");
        Outcomes more = probes.vary("probes", 4, 8, 2).run();
        assertThat(more).hasToString("12 trials: 8 found, 4 trained");
        assertThat(more.where("probes", 8).trials())
                .extracting(Trial::name)
                .containsExactly(
                        "rate 0.001, probes 8, repeat 0",
                        "rate 0.001, probes 8, repeat 1",
                        "rate 0.003, probes 8, repeat 0",
                        "rate 0.003, probes 8, repeat 1");
        assertThat(files()).hasSize(12);
    }

    @Test
    void equalContentUnderTwoNamesTrainsOnce() throws IOException {
        Outcomes outcomes = Experiment.of(
                        "same",
                        setting ->
                                setting.<Expert>get("Any text: 'é', / and \n").on(TASK))
                .vary("Any text: 'é', / and \n", Map.of("one/..", Tree.probeX(4), "two", Tree.probeX(4)))
                .in(folder)
                .run();
        assertThat(outcomes).hasToString("2 trials: 0 found, 1 trained, 1 the same as another");
        assertThat(outcomes.scores()[0]).isEqualTo(outcomes.scores()[1]);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anotherSeedExpertOrTaskIsAnotherTrial() throws IOException {
        List<Expert> one = List.of(Tree.probeX(4));
        of(one, TASK).run();
        of(one, TASK).seeds(new Seeds(1)).run();
        of(List.of(Tree.probeX(4).withEpochs(21)), TASK).run();
        of(List.of(new OnResiduals(Tree.probeX(4))), TASK).run();
        of(one, TASK.withParts(TASK.train(), TASK.test(), TASK.val())).run();
        of(one, Tree.task(new Seeds(5))).run();
        assertThat(files()).hasSize(6);
        assertThat(of(one, withLayerB(TASK)).run())
                .as("layers that are not read do not matter")
                .hasToString("1 trial: 1 found, 0 trained");
    }

    @Test
    void stoppedItKeepsWhatIsFinishedAndGoesOn() throws IOException {
        Progress.Listener stop = progress -> {
            if (progress.title().equals("tree") && progress.done() > 5) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> experiment().workers(1).run()).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(files()).hasSize(1);
        Outcomes resumed = experiment().run();
        assertThat(resumed).hasToString("3 trials: 1 found, 2 trained");
        assertThat(resumed.scores())
                .isEqualTo(experiment().in(folder.resolve("fresh")).run().scores());
    }

    @Test
    void forceTrainsAnew() throws IOException {
        String before = experiment().run().first().provenance().digest();
        Path file = files().get(0);
        Files.writeString(file, "damaged");
        Outcomes anew = experiment().force().run();
        assertThat(anew).hasToString("3 trials: 0 found, 3 trained");
        assertThat(anew.first().provenance().digest()).isEqualTo(before);
        assertThat(experiment().run()).hasToString("3 trials: 3 found, 0 trained");
    }

    @Test
    void readersAreKeptInMemory() {
        List<Expert.Reader> readers = experiment().train();
        assertThat(readers).hasSize(3);
        assertThat(readers.get(1).outputs(TASK.select(TASK.test())))
                .isDeepEqualTo(Tree.probeX(4)
                        .fit(TASK, new Seeds(0).split("repeat", 0))
                        .outputs(TASK.select(TASK.test())));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void outputsAreKeptOnRequestSoThatAnotherMeasureNeedsNoTraining() {
        Outcomes without = experiment().run();
        assertThat(without.outputs(without.first())).isEmpty();
        assertThat(experiment().keepOutputs().run())
                .as("what was not kept must be trained again")
                .hasToString("3 trials: 0 found, 3 trained");
        Outcomes kept = experiment().keepOutputs().run();
        assertThat(kept).hasToString("3 trials: 3 found, 0 trained");
        float[][] outputs = kept.outputs(kept.first()).orElseThrow();
        assertThat(LabelAccuracy.of(outputs, TASK.target().values(TASK.test())))
                .isEqualTo(kept.first().outcome().score());
    }

    @Test
    void whatCanBeSavedIsKeptOnRequest() throws IOException {
        Outcomes kept = Experiment.of("saved", new Saved("text"))
                .keepReaders()
                .in(folder)
                .run();
        Path reader = kept.reader(kept.first()).orElseThrow();
        assertThat(Files.readString(reader)).isEqualTo("text");
        Outcomes found = Experiment.of("saved", new Saved("text"))
                .keepReaders()
                .in(folder)
                .run();
        assertThat(found).hasToString("1 trial: 1 found, 0 trained");
    }

    @Test
    void whatWasKeptIsFoundInTheFolderOfEach() {
        Outcomes one = Experiment.of("one", new Saved("one"))
                .keepReaders()
                .in(folder.resolve("one"))
                .run();
        Outcomes two = Experiment.of("two", new Saved("two"))
                .keepReaders()
                .in(folder.resolve("two"))
                .run();
        Outcomes both = one.and(two);
        assertThat(both.trials().stream().map(trial -> both.reader(trial).map(ExperimentTest::text)))
                .containsExactly(Optional.of("one"), Optional.of("two"));
        both.write(folder.resolve("both.json"));
        Outcomes read = Outcomes.read(folder.resolve("both.json"));
        assertThat(read.reader(read.trials().get(1)).map(ExperimentTest::text)).contains("two");
        assertThat(both).hasToString("2 trials: 0 found, 2 trained");
    }

    @Test
    void whatIsKeptForOneIsKeptForAllAndTrainedOnce() {
        Experiment<String> saved = Experiment.of("saved", new Saved("text")).in(folder);
        assertThat(saved.keepOutputs().run()).hasToString("1 trial: 0 found, 1 trained");
        assertThat(saved.keepReaders().run()).hasToString("1 trial: 0 found, 1 trained");
        assertThat(saved.keepOutputs().run()).hasToString("1 trial: 1 found, 0 trained");
        assertThat(saved.keepReaders().run()).hasToString("1 trial: 1 found, 0 trained");
    }

    /** A reader that stays where its trial is replaced would be that of another training. */
    @Test
    void forceReplacesWhatWasKept() throws IOException {
        Experiment<Integer> counted = Experiment.of("counted", new Counted()).in(folder);
        int before = (int) counted.keepReaders().run().scores()[0];
        Outcomes anew = counted.force().run();
        assertThat(anew.scores()).containsExactly(before + 1);
        assertThat(anew.reader(anew.first()).map(ExperimentTest::text)).contains(Integer.toString(before + 1));
        assertThat(counted.keepReaders().run()).hasToString("1 trial: 1 found, 0 trained");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTrialHasAFolderForCheckpointsUntilItIsFinished() {
        Experiment<Integer> resumed = Experiment.of("long", new Resuming(3)).in(folder);
        for (int stop = 0; stop < 2; stop++) {
            assertThatThrownBy(resumed::run).isInstanceOf(CancellationException.class);
        }
        assertThat(resumed.run().scores()).containsExactly(3);
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("scratch"));
    }

    @Test
    void aTrialSaysHowItWasTrained() {
        Trial trial = experiment().run().first();
        assertThat(trial.provenance().at()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(trial.provenance().commit()).matches("unknown|[0-9a-f]{40}(-dirty)?");
        assertThat(trial.provenance().versions()).containsKeys("java", "modeljungle", "djl", "pytorch");
        assertThat(trial.provenance().device()).isNotEmpty();
        assertThat(trial.provenance().digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void wrongExperimentsAreNamed() {
        assertThatThrownBy(() -> experiment().vary("expert", 1))
                .hasMessage("experiment: expected different names, found two 'expert'");
        assertThatThrownBy(() -> experiment().vary("x", 1, 1))
                .hasMessage(
                        "experiment: expected different values of 'x', found two '1'; give a map from names to values");
        assertThatThrownBy(() -> experiment().vary("x", List.of()))
                .hasMessage("experiment: expected 1 value of 'x' or more, found none");
        assertThatThrownBy(() -> experiment().vary("x", new int[] {1}))
                .hasMessage(
                        "varied: expected numbers, texts or things with a name, found an array; give a list for an array");
        assertThatThrownBy(() -> experiment().repeats(0)).hasMessage("experiment: expected 1 repeat or more, found 0");
        assertThatThrownBy(() -> experiment().workers(0)).hasMessage("experiment: expected 1 worker or more, found 0");
        Experiment<Expert.Reader> absent = Experiment.of(
                "x", setting -> Tree.probeX(setting.integer("probes")).on(TASK));
        assertThatThrownBy(absent::run).hasMessage("setting: expected one of [], found 'probes'");
        assertThatThrownBy(absent.vary("probes", "four")::run)
                .hasMessage("setting 'probes': expected a number, found 'four'");
        assertThatThrownBy(absent.vary("probes", 1.5)::run)
                .hasMessage("setting 'probes': expected a whole number, found 1.5");
    }

    /** A training that needs three calls, for it is stopped after each step. */
    private record Resuming(int size) implements Trainable<Integer> {
        @Override
        public String name() {
            return "resuming";
        }

        @Override
        public Object settings() {
            return this;
        }

        @Override
        public String data(DataDigests digests) {
            return "";
        }

        @Override
        public long steps() {
            return size;
        }

        @Override
        public Integer train(TrainingContext context) {
            try {
                Path file =
                        Files.createDirectories(context.scratch().orElseThrow()).resolve("done");
                int done = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
                Files.writeString(file, Integer.toString(done + 1));
                if (done + 1 < size) {
                    context.progress().cancel();
                }
                context.progress().step();
                return done + 1;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public Outcome evaluate(Integer trained) {
            return Outcome.of("steps", trained, 1);
        }
    }

    /** A training that gives a text. */
    private record Saved(String text) implements Trainable<String> {
        @Override
        public String name() {
            return "saved";
        }

        @Override
        public Object settings() {
            return this;
        }

        @Override
        public String data(DataDigests digests) {
            return "";
        }

        @Override
        public long steps() {
            return 0;
        }

        @Override
        public String train(TrainingContext context) {
            return text;
        }

        @Override
        public Outcome evaluate(String trained) {
            return Outcome.of("length", trained.length(), 1);
        }

        @Override
        public boolean save(String trained, Path file) {
            org.modeljungle.AtomicFile.write(
                    file, out -> out.write(trained.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            return true;
        }
    }

    /** A training that comes to another number each time. */
    private record Counted() implements Trainable<Integer> {
        private static final AtomicInteger TIMES = new AtomicInteger();

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public Object settings() {
            return "none";
        }

        @Override
        public String data(DataDigests digests) {
            return "";
        }

        @Override
        public long steps() {
            return 0;
        }

        @Override
        public Integer train(TrainingContext context) {
            return TIMES.incrementAndGet();
        }

        @Override
        public Outcome evaluate(Integer trained) {
            return Outcome.of("times", trained, 1);
        }

        @Override
        public boolean save(Integer trained, Path file) {
            org.modeljungle.AtomicFile.write(
                    file, out -> out.write(trained.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            return true;
        }
    }

    private static double accuracy(Expert.Reader reader, int... models) {
        return LabelAccuracy.of(
                reader.outputs(TASK.select(models)), TASK.target().values(models));
    }

    private static List<Double> eachByALoop(Expert.Reader reader) {
        float[][] logits = reader.outputs(TASK.select(TASK.test()));
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            double right = 0;
            for (int k = 0; k < 2; k++) {
                right += (logits[i][k] > 0) == (TASK.target().all()[TASK.test()[i]][k] == 1) ? 1 : 0;
            }
            each.add(right / 2);
        }
        return each;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static WeightTask withLayerB(WeightTask task) {
        LayerBank b = Banks.dense(Tree.SEEDS.split("b"), 20, 2, 2);
        return new WeightTask(
                Map.of("a", task.bank("a"), "b", b), task.target(), task.train(), task.val(), task.test());
    }

    /** Counts the steps that are really done, and the jobs. */
    private static final class Counting implements Progress.Listener {
        final AtomicInteger steps = new AtomicInteger();
        final List<String> titles = new ArrayList<>();
        private long last;

        @Override
        public void changed(Progress progress) {
            titles.add(progress.title());
            steps.addAndGet(progress.done() > last && last > 0 ? 1 : 0);
            last = progress.done();
        }
    }
}
