package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.tensor.Workers;

class ExpertsTest {

    private static final Seeds SEEDS = new Seeds(4);
    private static final MetanetworkFit.Settings SHORT = MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(20)
            .withBatch(8)
            .withRate(1e-2)
            .withWeightDecay(0)
            .withEvaluateEvery(10);
    private static final WeightTask TASK = task(SEEDS);

    @TempDir
    Path folder;

    @Test
    void theOutcomesAreThoseOfOneAfterTheOther() {
        List<Outcome> outcomes = Experts.fitAll(trials(), folder);
        assertThat(outcomes).extracting(Outcome::name).containsExactly("tree/ridge", "tree/probex", "tree/dense");
        for (int i = 0; i < outcomes.size(); i++) {
            Trial trial = trials().get(i);
            Expert.Reader reader = trial.expert().fit(TASK, trial.seeds());
            double alone = LabelAccuracy.of(reader.logits(TASK.select(TASK.test())), TASK.labelsOf(TASK.test()));
            assertThat(outcomes.get(i).accuracy()).isEqualTo(alone);
            assertThat(outcomes.get(i).history()).isEqualTo(reader.history());
            assertThat(outcomes.get(i).parameters()).isEqualTo(reader.parameters());
            assertThat(outcomes.get(i).flops()).isEqualTo(reader.flops());
            assertThat(outcomes.get(i).models()).isEqualTo(TASK.test().length);
            assertThat(outcomes.get(i).accuracies()).isEqualTo(eachByALoop(reader));
            assertThat(outcomes.get(i).seconds()).isPositive();
        }
    }

    @Test
    void finishedTrialsAreNotTrainedAgain() {
        List<Outcome> first = Experts.fitAll(trials(), folder);
        Counting counting = new Counting();
        Progress.listen(counting);
        try {
            assertThat(Experts.fitAll(trials(), folder)).isEqualTo(first);
            assertThat(counting.steps.get()).isZero();
            assertThat(counting.titles).containsOnly("training 3 experts");
        } finally {
            Progress.unlisten(counting);
        }
    }

    @Test
    void anotherSeedExpertTaskOrNameIsAnotherTrial() throws IOException {
        Trial one = trials().get(1);
        MetanetworkExpert longer =
                new MetanetworkExpert("probex", "a", new ProbeX.Settings(4, 3, 5, true), SHORT.withEpochs(21));
        WeightTask otherParts = TASK.withParts(TASK.train(), TASK.test(), TASK.val());
        for (Trial trial : List.of(
                one,
                new Trial(one.name(), one.expert(), TASK, SEEDS.split("other")),
                new Trial(one.name(), longer, TASK, one.seeds()),
                new Trial(one.name(), one.expert(), otherParts, one.seeds()),
                new Trial(one.name(), one.expert(), task(new Seeds(5)), one.seeds()),
                new Trial("other", one.expert(), TASK, one.seeds()))) {
            Experts.fitAll(List.of(trial), folder);
        }
        assertThat(files()).hasSize(6);
        Trial otherLayers = new Trial(one.name(), one.expert(), withLayerB(TASK), one.seeds());
        Experts.fitAll(List.of(otherLayers), folder);
        assertThat(files()).as("layers that are not read do not matter").hasSize(6);
    }

    @Test
    void stoppedItKeepsWhatIsFinishedAndGoesOn() throws IOException {
        Progress.Listener stop = progress -> {
            if (progress.title().startsWith("training 3") && progress.done() > 5) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try (Workers one = Workers.of(1)) {
            assertThatThrownBy(() -> Experts.fitAll(trials(), folder, one)).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(files()).singleElement().asString().contains("tree.ridge-");
        Path other = folder.resolve("fresh");
        assertThat(Experts.fitAll(trials(), folder))
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(Experts.fitAll(trials(), other));
    }

    @Test
    void readersAreKeptInMemory() {
        List<Fitted> fitted = Experts.fitAll(trials());
        assertThat(fitted).hasSize(3);
        assertThat(fitted.get(1).reader().logits(TASK.select(TASK.test())))
                .isDeepEqualTo(trials().get(1).expert().fit(TASK, SEEDS).logits(TASK.select(TASK.test())));
    }

    @Test
    void damagedFilesAndWrongTrialsAreNamed() throws IOException {
        List<Trial> one = trials().subList(0, 1);
        Experts.fitAll(one, folder);
        Path file = files().get(0);
        Files.writeString(file, "{");
        assertThatThrownBy(() -> Experts.fitAll(one, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": expected a finished trial, found ")
                .hasMessageEndingWith("; delete it and run again");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Experts.fitAll(one, folder))
                .hasMessageStartingWith(file + ": expected a finished trial, found nothing under 'outcome'")
                .hasMessageEndingWith("; delete it and run again");
        Files.writeString(file, "{\"expert\": \"\", \"seed\": 1, \"device\": \"cpu\", \"outcome\": {\"name\": \"a\"}}");
        assertThatThrownBy(() -> Experts.fitAll(one, folder))
                .as("a missing number is not zero")
                .hasMessageContaining("found Missing creator property 'accuracy' (index 1)");
        Trial own = new Trial("own", new Own(), TASK, SEEDS);
        assertThatThrownBy(() -> Experts.fitAll(List.of(own), folder))
                .hasMessage(
                        "expert 'own': expected a record, whose text names all settings, found %s; make it one, or let"
                                + " recipe() name them",
                        Own.class.getName());
        assertThat(Experts.fitAll(List.of(own)))
                .as("without files it needs no recipe")
                .hasSize(1);
        assertThatThrownBy(() -> Experts.fitAll(List.of(one.get(0), one.get(0)), folder))
                .hasMessage("trials: expected different names, found two 'tree/ridge'");
        assertThatThrownBy(() -> Experts.fitAll(List.of())).hasMessage("trials: expected 1 or more, found none");
        assertThatThrownBy(() -> new Trial("Tree 1", new RandomExpert(), TASK, SEEDS))
                .hasMessage("trial: expected a name like supvit/probex/seed-1 in lower case, found 'Tree 1'");
    }

    private static List<Double> eachByALoop(Expert.Reader reader) {
        float[][] logits = reader.logits(TASK.select(TASK.test()));
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            double right = 0;
            for (int k = 0; k < 2; k++) {
                right += (logits[i][k] > 0) == (TASK.labels()[TASK.test()[i]][k] == 1) ? 1 : 0;
            }
            each.add(right / 2);
        }
        return each;
    }

    /** An expert that is no record. */
    private static final class Own implements Expert {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public long steps(WeightTask task) {
            return 0;
        }

        @Override
        public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
            return new RandomExpert().fit(task, seeds, progress);
        }
    }

    private static List<Trial> trials() {
        return List.of(
                new Trial("tree/ridge", RidgeExpert.layer("a"), TASK, SEEDS),
                new Trial(
                        "tree/probex",
                        new MetanetworkExpert("probex", "a", new ProbeX.Settings(4, 3, 5, true), SHORT),
                        TASK,
                        SEEDS),
                new Trial(
                        "tree/dense",
                        new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT),
                        TASK,
                        SEEDS));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static WeightTask withLayerB(WeightTask task) {
        LayerBank b = Banks.dense(SEEDS.split("b"), 20, 2, 2);
        return new WeightTask(
                Map.of("a", task.bank("a"), "b", b), task.labels(), task.train(), task.val(), task.test());
    }

    private static WeightTask task(Seeds seeds) {
        float[][] labels = new float[20][2];
        float[] numbers = seeds.split("labels").normal(40);
        for (int i = 0; i < 40; i++) {
            labels[i / 2][i % 2] = numbers[i] > 0 ? 1 : 0;
        }
        return new WeightTask(
                Map.of("a", Banks.dense(seeds, 20, 4, 5)),
                labels,
                IntStream.range(0, 12).toArray(),
                IntStream.range(12, 16).toArray(),
                IntStream.range(16, 20).toArray());
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
