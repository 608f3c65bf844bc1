package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

class EpochsTest {

    private static final int EXAMPLES = 7; // batches of 3, 3 and 1
    private static final Script SCRIPT = Script.compile("pulls", """
            def forward(self, p: Tensor, targets: Tensor) -> Tensor:
              return torch.mean(torch.square(p - targets))
            """);

    private static final Script LOSSES = Script.compile("pulls of a stack", """
            def forward(self, p: Tensor, targets: Tensor) -> Tensor:
              return torch.mean(torch.square(p - targets), [1])
            """);

    @TempDir
    Path folder;

    private final NDManager scope = Torch.scope();
    private final Progress progress = Progress.of("epochs", 1000);

    @AfterEach
    void close() {
        progress.close();
        scope.close();
    }

    @Test
    void everyEpochSeesEveryExampleOnceInAnOrderOfItsOwn() {
        List<List<Integer>> steps = new ArrayList<>();
        new Epochs("pulls", Epochs.Settings.of(3, 3), new Seeds(2))
                .train(
                        row(),
                        how(9),
                        EXAMPLES,
                        progress,
                        (step, row, examples, number, shard) -> {
                            assertThat(number).isEqualTo(steps.size());
                            steps.add(Arrays.stream(examples).boxed().toList());
                            return loss(step, row, examples);
                        },
                        row -> 0);
        assertThat(steps).extracting(List::size).containsExactly(3, 3, 1, 3, 3, 1, 3, 3, 1);
        List<List<Integer>> orders = IntStream.of(0, 3, 6)
                .mapToObj(from -> steps.subList(from, from + 3).stream()
                        .flatMap(List::stream)
                        .toList())
                .toList();
        assertThat(orders)
                .doesNotHaveDuplicates()
                .allSatisfy(order -> assertThat(order)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, EXAMPLES).boxed().toList()));
    }

    @Test
    void shardsAreTheSameTrainingWithinRounding() {
        float[] whole = trained(1);
        float[] cut = trained(2); // a batch of 3 becomes 1 and 2, one of 1 becomes 0 and 1
        assertThat(cut).isNotEqualTo(Torch.floats(row()));
        for (int i = 0; i < whole.length; i++) {
            assertThat(cut[i]).isCloseTo(whole[i], within(1e-5f));
        }
    }

    @Test
    void aShardHasItsOwnPartOfTheBatch() {
        ConcurrentLinkedQueue<List<Integer>> seen = new ConcurrentLinkedQueue<>();
        new Epochs("pulls", Epochs.Settings.of(1, EXAMPLES).withShards(3), new Seeds(2))
                .train(
                        row(),
                        how(1),
                        EXAMPLES,
                        progress,
                        (step, row, examples, number, shard) -> {
                            seen.add(Arrays.stream(examples).boxed().toList());
                            return loss(step, row, examples);
                        },
                        row -> 0);
        assertThat(seen).extracting(List::size).containsExactlyInAnyOrder(2, 2, 3);
        assertThat(seen.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, EXAMPLES).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"EARLIEST, 4, 1", "LATEST, 6, 2"})
    void keepsOneOfTheBest(TieBreak tieBreak, int epoch, int validation) {
        double[] scores = {.2, .9, .9, .3};
        List<float[]> rows = new ArrayList<>();
        NDArray row = row();
        Epochs.Settings settings = Epochs.Settings.of(7, 3).withEvaluateEvery(2).withTieBreak(tieBreak);
        Epochs.Best best = new Epochs("pulls", settings, new Seeds(2))
                .train(
                        row,
                        how(21),
                        EXAMPLES,
                        progress,
                        (step, leaf, examples, number, shard) -> loss(step, leaf, examples),
                        current -> {
                            assertThat(current).isEqualTo(Torch.floats(row));
                            rows.add(current);
                            return scores[rows.size() - 1];
                        });
        assertThat(best.history()).extracting(Epochs.Evaluation::epoch).containsExactly(2, 4, 6, 7);
        assertThat(best.history()).extracting(Epochs.Evaluation::score).containsExactly(.2, .9, .9, .3);
        assertThat(best.bestEpoch()).isEqualTo(epoch);
        assertThat(best.parameters()).isEqualTo(rows.get(validation)).isNotEqualTo(rows.get(3 - validation));
        assertThat(Torch.floats(row)).as("trained to the end").isEqualTo(rows.get(3));
    }

    @Test
    void aLossThatIsNotFiniteIsNamed() {
        Epochs epochs = new Epochs("pulls", Epochs.Settings.of(2, 3), new Seeds(2));
        assertThatThrownBy(() -> epochs.train(
                        row(),
                        how(6),
                        EXAMPLES,
                        progress,
                        (step, row, examples, number, shard) ->
                                loss(step, row, examples).mul(number < 3 ? 1 : Float.NaN),
                        row -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pulls: expected a finite loss, found NaN in epoch 2; take a learning rate below 0.05");
    }

    @Test
    void aBatchMayBeLargerThanAllExamples() {
        Epochs.Settings settings = Epochs.Settings.of(3, Integer.MAX_VALUE);
        assertThat(settings.steps(EXAMPLES)).isEqualTo(3);
        List<Integer> sizes = new ArrayList<>();
        new Epochs("pulls", settings, new Seeds(2))
                .train(
                        row(),
                        how(3),
                        EXAMPLES,
                        progress,
                        (step, row, examples, number, shard) -> {
                            sizes.add(examples.length);
                            return loss(step, row, examples);
                        },
                        row -> 0);
        assertThat(sizes).containsExactly(EXAMPLES, EXAMPLES, EXAMPLES);
        assertThat(Epochs.Settings.of(2, 3).steps(6)).isEqualTo(4);
        assertThat(Epochs.Settings.of(2, 3).steps(7)).isEqualTo(6);
        assertThatThrownBy(() -> settings.steps(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("training: expected 1 example or more, found 0");
    }

    @Test
    void sizesAreChecked() {
        assertThatThrownBy(() -> Epochs.Settings.of(1, 3).withEvaluateEvery(0))
                .hasMessage("training: expected epochs, batch and evaluation interval of 1 or more, found 1, 3, 0");
        assertThatThrownBy(() -> Epochs.Settings.of(1, 3).withShards(4))
                .hasMessage("training: expected 1 shard or more, at most one for each of the 3 of a batch, found 4");
    }

    /** The losses are those of the rows: [models] */
    @Test
    void aStackIsSeveralTrainings() {
        List<Fit.Hyperparameters> models = List.of(hyperparameters(.05), hyperparameters(.01));
        List<Seeds> orders = List.of(new Seeds(2), new Seeds(3));
        Epochs epochs = new Epochs("pulls", Epochs.Settings.of(4, 3).withEvaluateEvery(2), new Seeds(2));
        NDArray rows = scope.create(new float[] {1, 2, 1, 2}, new Shape(2, 2));
        List<Supplier<Epochs.Best>> trained = epochs.trainStack(
                rows,
                Fit.Settings.of(models),
                orders,
                EXAMPLES,
                progress,
                (step, leaf, examples) -> LOSSES.forward(step, leaf, targets(step, examples)),
                List.of(row -> -row[0], row -> row[1]));
        List<Epochs.Best> together = trained.stream().map(Supplier::get).toList();
        for (int i = 0; i < 2; i++) {
            int own = i;
            NDArray row = scope.create(new float[] {1, 2}, new Shape(1, 2));
            Epochs.Best alone = new Epochs("pulls", epochs.settings(), orders.get(i))
                    .train(
                            row,
                            Fit.Settings.of(List.of(models.get(i))),
                            EXAMPLES,
                            progress,
                            (step, leaf, examples, number, shard) ->
                                    LOSSES.forward(step, leaf, targets(step, new int[][] {examples})),
                            current -> own == 0 ? -current[0] : current[1]);
            assertThat(together.get(i).parameters()).containsExactly(alone.parameters(), within(1e-6f));
            assertThat(together.get(i).bestEpoch()).isEqualTo(alone.bestEpoch());
            assertThat(together.get(i).history())
                    .extracting(Epochs.Evaluation::epoch)
                    .containsExactly(2, 4);
            assertThat(together.get(i).history().get(1).loss())
                    .isCloseTo(alone.history().get(1).loss(), within(1e-6));
        }
        assertThat(together.get(0).parameters()).isNotEqualTo(together.get(1).parameters());
    }

    /** Otherwise the models that were validated before the stop would have the epoch twice. */
    @Test
    void aStopDuringAValidationOfAStackLeavesNoneOfIt() {
        boolean[] stops = {true};
        Epochs.Validation stopping = row -> {
            if (stops[0]) {
                stops[0] = false;
                throw new CancellationException("stopped");
            }
            return row[0];
        };
        Epochs saving = new Epochs("pulls", Epochs.Settings.of(4, 3).withEvaluateEvery(2), new Seeds(2))
                .saving(Checkpoints.in(folder, "stack"));
        assertThatThrownBy(() -> stackOfTwo(saving, stopping)).isInstanceOf(CancellationException.class);
        List<Supplier<Epochs.Best>> resumed = stackOfTwo(saving, stopping);
        List<Supplier<Epochs.Best>> whole = stackOfTwo(new Epochs("pulls", saving.settings(), new Seeds(2)), stopping);
        for (int i = 0; i < 2; i++) {
            assertThat(resumed.get(i).get().history())
                    .isEqualTo(whole.get(i).get().history());
            assertThat(resumed.get(i).get().parameters())
                    .isEqualTo(whole.get(i).get().parameters());
        }
    }

    private List<Supplier<Epochs.Best>> stackOfTwo(Epochs epochs, Epochs.Validation second) {
        return epochs.trainStack(
                scope.create(new float[] {1, 2, 1, 2}, new Shape(2, 2)),
                Fit.Settings.of(List.of(hyperparameters(.05), hyperparameters(.01))),
                List.of(new Seeds(2), new Seeds(3)),
                EXAMPLES,
                progress,
                (step, leaf, examples) -> LOSSES.forward(step, leaf, targets(step, examples)),
                List.of(row -> -row[0], second));
    }

    @Test
    void aModelWhoseLossIsNotFiniteDoesNotTouchTheOthers() {
        List<Supplier<Epochs.Best>> trained = new Epochs("pulls", Epochs.Settings.of(4, 3), new Seeds(2))
                .trainStack(
                        scope.create(new float[] {1, 2, Float.NaN, 2}, new Shape(2, 2)),
                        Fit.Settings.of(List.of(hyperparameters(.05), hyperparameters(.01))),
                        List.of(new Seeds(2), new Seeds(3)),
                        EXAMPLES,
                        progress,
                        (step, leaf, examples) -> LOSSES.forward(step, leaf, targets(step, examples)),
                        List.of(row -> row[0], row -> row[0]));
        assertThat(trained.get(0).get().history()).hasSize(4);
        assertThatThrownBy(() -> trained.get(1).get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pulls: expected a finite loss, found NaN in epoch 1; take a learning rate below 0.01");
    }

    @Test
    void aStackIsNotCutIntoShards() {
        Epochs epochs = new Epochs("pulls", Epochs.Settings.of(4, 3).withShards(2), new Seeds(2));
        assertThatThrownBy(() -> epochs.trainStack(
                        row(),
                        how(12),
                        List.of(new Seeds(1)),
                        EXAMPLES,
                        progress,
                        (step, leaf, examples) -> leaf,
                        List.of()))
                .hasMessage(
                        "pulls: expected a stack without shards, found 2; its models are read side by side already");
    }

    private static Fit.Hyperparameters hyperparameters(double rate) {
        return new Fit.Hyperparameters(12, rate, new Schedule.Constant(), 0);
    }

    /** One number for each model: the mean of its examples' numbers // [models, 1] */
    private static NDArray targets(NDManager step, int[][] examples) {
        float[] means = new float[examples.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) Arrays.stream(examples[i]).average().orElseThrow();
        }
        return step.create(means, new Shape(means.length, 1));
    }

    private float[] trained(int shards) {
        return new Epochs("pulls", Epochs.Settings.of(4, 3).withEvaluateEvery(4).withShards(shards), new Seeds(2))
                .train(
                        row(),
                        how(12),
                        EXAMPLES,
                        progress,
                        (step, row, examples, number, shard) -> loss(step, row, examples),
                        row -> 0)
                .parameters();
    }

    private static Fit.Settings how(int steps) {
        return Fit.Settings.of(steps, .05);
    }

    private NDArray row() {
        return scope.ones(new Shape(1, Squares.SIZE));
    }

    /** Each example pulls to its own random target. */
    private static NDArray loss(NDManager step, NDArray row, int... examples) {
        float[] targets = new float[examples.length * Squares.SIZE];
        for (int i = 0; i < examples.length; i++) {
            float[] own = new Seeds(1).split("example", examples[i]).normal(Squares.SIZE);
            System.arraycopy(own, 0, targets, i * own.length, own.length);
        }
        return SCRIPT.forward(step, row, step.create(targets, new Shape(examples.length, Squares.SIZE)));
    }
}
