package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.ExclusiveFile;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.MetanetworkExpert;
import org.modeljungle.expert.RidgeExpert;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.tensor.Torch;

class StackedTrialsTest {

    @TempDir
    Path folder;

    /** Two sizes of ProbeX with two rates each, and a ridge that is trained by itself. */
    private Experiment<Expert.Reader> experiment() {
        List<Expert> experts = List.of(
                probeX("few", 4, 1e-2),
                RidgeExpert.layer("a"),
                probeX("few, slowly", 4, 3e-3),
                probeX("more", 6, 1e-2),
                probeX("more, slowly", 6, 3e-3));
        return Experiment.of("tree", setting -> setting.<Expert>get("expert").on(Tree.TASK))
                .vary("expert", experts)
                .repeats(2)
                .in(folder);
    }

    private static MetanetworkExpert probeX(String name, int probes, double rate) {
        return Tree.probeX(probes).named(name).withRate(rate);
    }

    @Test
    void theOutcomesAreThoseOfEachByItself() {
        Outcomes alone = experiment().stack(1).run();
        Outcomes together = experiment().stack(3).run();
        assertThat(together).hasToString("10 trials: 2 found, 8 trained");
        for (int i = 0; i < alone.trials().size(); i++) {
            Trial one = alone.trials().get(i);
            Trial other = together.trials().get(i);
            assertThat(other.settings()).isEqualTo(one.settings());
            assertThat(other.seed()).isEqualTo(one.seed());
            assertThat(other.outcome().score()).isCloseTo(one.outcome().score(), within(1e-9)); // a share of few models
            for (int k = 0; k < one.outcome().history().size(); k++) {
                assertThat(other.outcome().history().get(k).loss())
                        .isCloseTo(one.outcome().history().get(k).loss(), within(1e-4));
            }
            boolean ridge = one.setting("expert").equals("ridge-layer");
            assertThat(other.provenance().digest().equals(one.provenance().digest()))
                    .as("sums are rounded in another order")
                    .isEqualTo(ridge);
            assertThat(other.outcome().costs().seconds()).isPositive();
        }
        assertThat(experiment().stack(2).run()).as("in whatever stack").hasToString("10 trials: 10 found, 0 trained");
    }

    @Test
    void aProcessorTrainsEachByItselfAndAGpuInStacks() {
        boolean gpu = Torch.isOnGpu();
        experiment().stack(gpu ? 3 : 1).run();
        assertThat(experiment().run()).hasToString("10 trials: 10 found, 0 trained");
        if (gpu) {
            assertThat(StackLimit.of(0, 1).bytes())
                    .isGreaterThan(StackLimit.of(0, 2).bytes());
        } else {
            assertThat(StackLimit.of(0, 2)).isEqualTo(new StackLimit(1, Long.MAX_VALUE));
        }
    }

    /** Rows of a stack do not touch one another. */
    @Test
    void oneThatDivergesDoesNotEndTheOthers() {
        Experiment<Expert.Reader> diverging = Experiment.of(
                        "tree",
                        setting -> probeX("few", 4, setting.number("rate")).on(Tree.TASK))
                .vary("rate", 1e-2, 1e30, 3e-3)
                .in(folder)
                .stack(3);
        assertThatThrownBy(diverging::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ProbeX: expected a finite loss, found NaN in epoch")
                .hasMessageEndingWith("take a learning rate below 1.0E30");
        Outcomes others = Experiment.of(
                        "tree",
                        setting -> probeX("few", 4, setting.number("rate")).on(Tree.TASK))
                .vary("rate", 3e-3, 1e-2)
                .in(folder)
                .stack(3)
                .run();
        assertThat(others).hasToString("2 trials: 2 found, 0 trained");
    }

    @Test
    void whatIsAskedForIsKept() {
        Outcomes outcomes = experiment().stack(3).keepOutputs().keepReaders().run();
        for (Trial trial : outcomes.trials()) {
            float[][] said = Expert.Reader.open(outcomes.reader(trial).orElseThrow())
                    .outputs(Tree.TASK.select(Tree.TASK.test()));
            float[][] kept = outcomes.outputs(trial).orElseThrow();
            for (int i = 0; i < said.length; i++) {
                assertThat(said[i]).containsExactly(kept[i], within(1e-5f));
            }
        }
    }

    /** A state belongs to all trials of its stack. */
    @Test
    void aCheckpointOfAnotherStackIsNotTakenUp() {
        Progress.Listener stop = progress -> {
            if (progress.title().equals("tree") && progress.done() == 30) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> two(3e-3).in(folder).run()).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        Outcomes found = two(2e-3).in(folder).run();
        Outcomes expected = two(2e-3).in(folder.resolve("other")).run();
        for (int i = 0; i < 2; i++) {
            assertThat(found.trials().get(i).outcome().history())
                    .isEqualTo(expected.trials().get(i).outcome().history());
        }
    }

    private static Experiment<Expert.Reader> two(double rate) {
        return Experiment.of(
                        "tree",
                        probeX("one", 4, 1e-2).on(Tree.TASK),
                        probeX("other", 4, rate).on(Tree.TASK))
                .stack(2);
    }

    @Test
    void readersComeInTheGridsOrder() {
        List<Expert.Reader> alone = experiment().stack(1).train();
        List<Expert.Reader> together = experiment().stack(4).train();
        for (int i = 0; i < alone.size(); i++) {
            float[][] expected = alone.get(i).outputs(Tree.TASK.select(Tree.TASK.test()));
            float[][] found = together.get(i).outputs(Tree.TASK.select(Tree.TASK.test()));
            for (int k = 0; k < expected.length; k++) {
                assertThat(found[k]).containsExactly(expected[k], within(1e-4f));
            }
        }
    }

    @Test
    void stepsAreCountedOnceAStack() {
        List<Long> totals = new ArrayList<>();
        Progress.Listener listener = progress -> {
            if (progress.title().equals("tree") && progress.isClosed()) {
                totals.add(progress.done());
                totals.add(progress.total());
            }
        };
        Progress.listen(listener);
        try {
            experiment().stack(4).run();
        } finally {
            Progress.unlisten(listener);
        }
        long each = Tree.probeX(4).steps(Tree.TASK);
        long expected = 2 * each + 2 * RidgeExpert.layer("a").steps(Tree.TASK);
        assertThat(totals).isNotEmpty().allMatch(total -> total == expected);
    }

    @Test
    void aStoppedStackIsTrainedOnAndItsCheckpointDeleted() throws IOException {
        Progress.Listener stop = progress -> {
            if (progress.title().equals("tree") && progress.done() > 30) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> experiment().workers(1).stack(8).run()).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(checkpoints()).isNotEmpty();
        Outcomes resumed = experiment().workers(1).stack(8).run();
        assertThat(checkpoints()).isEmpty();
        Outcomes whole =
                experiment().workers(1).stack(8).in(folder.resolve("other")).run();
        for (int i = 0; i < whole.trials().size(); i++) {
            assertThat(resumed.trials().get(i).outcome().history())
                    .isEqualTo(whole.trials().get(i).outcome().history());
        }
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().contains("checkpoint")).toList();
        }
    }

    @Test
    void aStackOfWhichAnotherRunTrainsOneIsRefused() throws IOException {
        Outcomes outcomes = experiment().stack(4).run();
        Trial last = outcomes.trials().get(outcomes.trials().size() - 1);
        String digest = last.provenance().digest().substring(0, 32);
        try (ExclusiveFile held =
                ExclusiveFile.tryOpen(folder.resolve(digest + ".lock")).orElseThrow()) {
            assertThat(held.channel().isOpen()).isTrue();
            assertThatThrownBy(() -> experiment().stack(4).force().run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("more, slowly")
                    .hasMessageContaining("expected to train it alone");
        }
        assertThat(experiment().stack(4).force().run()).hasToString("10 trials: 0 found, 10 trained");
    }

    /** A training of so many bytes and this shape. */
    private record Sized(String shape, Size size) implements Stackable<String> {
        Sized(String shape, long bytes) {
            this(shape, new Size(1, bytes, "nothing", 0));
        }

        @Override
        public List<Supplier<String>> trainAll(
                List<Stackable<String>> stack, Progress progress, Checkpoints checkpoints) {
            return List.of();
        }
    }

    @Test
    void aStackHasOneShapeAndFitsIntoMemory() {
        List<Optional<Stackable<String>>> all = List.of(
                Optional.of(new Sized("a", 4)),
                Optional.of(new Sized("b", 1)),
                Optional.empty(),
                Optional.of(new Sized("a", 4)),
                Optional.of(new Sized("a", 4)),
                Optional.of(new Sized("b", 20)),
                Optional.of(new Sized("b", 1)),
                Optional.of(new Sized("b", 1)));
        List<Integer> numbers = IntStream.range(0, all.size()).boxed().toList();
        assertThat(new StackLimit(9, 10).<Integer, String>stacks(numbers, all::get))
                .containsExactly(List.of(0, 3), List.of(1), List.of(2), List.of(4), List.of(5), List.of(6, 7));
        assertThat(new StackLimit(2, Long.MAX_VALUE).<Integer, String>stacks(numbers, all::get))
                .containsExactly(List.of(0, 3), List.of(1, 5), List.of(2), List.of(4), List.of(6, 7));
        assertThat(StackLimit.of(5, 2)).isEqualTo(new StackLimit(5, Long.MAX_VALUE));
        assertThatThrownBy(() -> experiment().stack(0))
                .hasMessage("experiment: expected stacks of 1 training or more, found 0");
    }

    @Test
    void dataCountOnceAndABufferHasNoMoreThanTwoGigabytes() {
        List<Optional<Stackable<String>>> all = List.of(
                Optional.of(new Sized("a", new Stackable.Size(1, 2, "models", 5))),
                Optional.of(new Sized("a", new Stackable.Size(1, 2, "models", 5))),
                Optional.of(new Sized("a", new Stackable.Size(1, 2, "others", 5))),
                Optional.of(new Sized("b", new Stackable.Size(1 << 28, 0, "models", 0))),
                Optional.of(new Sized("b", new Stackable.Size(1 << 28, 0, "models", 0))));
        List<Integer> numbers = IntStream.range(0, all.size()).boxed().toList();
        assertThat(new StackLimit(9, 10).<Integer, String>stacks(numbers, all::get))
                .containsExactly(List.of(0, 1), List.of(2), List.of(3), List.of(4));
    }

    @Test
    void whatIsTrainedInShardsIsTrainedByItself() {
        MetanetworkExpert sharded = Tree.probeX(4).withFit(Tree.SHORT.withShards(2));
        assertThat(sharded.stackable(Tree.TASK, new Seeds(1))).isEmpty();
        assertThat(Tree.probeX(4).stackable(Tree.TASK, new Seeds(1))).isPresent();
        assertThat(RidgeExpert.layer("a").stackable(Tree.TASK, new Seeds(1))).isEmpty();
    }
}
