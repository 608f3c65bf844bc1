package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.nets.Fit.Settings;
import org.modeljungle.tensor.Adam;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

class FitTest {

    private static final int STEPS = 30;
    private static final Settings SETTINGS = Settings.of(STEPS, .05)
            .withSchedule(new Schedule.Cosine(3, 0))
            .withWeightDecay(.01)
            .withShards(4);

    private final NDManager scope = Torch.scope();
    private final Progress progress = Progress.of("fitting", STEPS);

    @AfterEach
    void close() {
        progress.close();
        scope.close();
    }

    @Test
    void theLossFallsAndEachStepReportsIts() {
        float[] losses = fit(start(), Settings.of(STEPS, .1)).run(STEPS, progress, (step, leaf, number, shard) -> {
            return Squares.loss(step, leaf, 0, 0);
        });
        assertThat(losses).hasSize(STEPS);
        assertThat(losses[STEPS - 1]).isLessThan(.3f * losses[0]);
        assertThat(progress.done()).isEqualTo(STEPS);
        assertThat(progress.note()).matches("loss \\d+\\.\\d{4}");
    }

    @Test
    void runsUpToAStepAndGoesOnFromThere() {
        Fit fit = fit(start(), SETTINGS);
        assertThat(fit.run(10, progress, Squares::loss)).hasSize(10);
        assertThat(fit.step()).isEqualTo(10);
        assertThat(fit.run(10, progress, Squares::loss)).isEmpty();
        assertThat(fit.run(STEPS, progress, Squares::loss)).hasSize(20);
    }

    @Test
    void resumedEqualsUninterruptedBitForBit() {
        NDArray whole = start();
        float[] losses = fit(whole, SETTINGS).run(STEPS, progress, Squares::loss);
        Fit first = fit(start(), SETTINGS);
        first.run(13, progress, Squares::loss);
        NDArray rest = start();
        Fit second = fit(rest, SETTINGS);
        second.resume(first.state());
        float[] last = second.run(STEPS, progress, Squares::loss);
        assertThat(Torch.floats(rest)).isEqualTo(Torch.floats(whole));
        assertThat(last).hasSize(17).endsWith(losses[STEPS - 1]);
    }

    @Test
    void shardsOnWorkersEqualShardsHereBitForBit() {
        NDArray here = start();
        float[] losses = fit(here, SETTINGS).run(STEPS, progress, Squares::loss);
        for (int count : new int[] {1, 2, 3}) {
            try (Workers workers = Workers.of(count)) {
                NDArray there = start();
                assertThat(fit(there, SETTINGS).run(STEPS, progress, Squares::loss, workers))
                        .isEqualTo(losses);
                assertThat(Torch.floats(there)).isEqualTo(Torch.floats(here));
            }
        }
    }

    @Test
    void savesEveryFewStepsAndAtTheEnd() {
        NDArray whole = start();
        float[] losses = fit(whole, SETTINGS).run(STEPS, progress, Squares::loss);
        List<Fit.State> saved = new ArrayList<>();
        try (Workers workers = Workers.of(2)) {
            float[] all = fit(start(), SETTINGS).runSaving(progress, Squares::loss, workers, 12, saved::add);
            assertThat(all).isEqualTo(losses);
        }
        assertThat(saved).extracting(Fit.State::step).containsExactly(12, 24, 30);
        assertThat(saved.get(2).parameters()).isEqualTo(Torch.floats(whole));
    }

    @Test
    void savesWhereItIsStoppedAndLosesNoStep() {
        NDArray whole = start();
        fit(whole, SETTINGS).run(STEPS, progress, Squares::loss);
        List<Fit.State> saved = new ArrayList<>();
        Fit stopped = fit(start(), SETTINGS);
        try (Progress stopping = Progress.of("stopping", STEPS)) {
            Progress.Listener stop = heard -> {
                if (heard == stopping && heard.done() == 17) {
                    heard.cancel();
                }
            };
            Progress.listen(stop);
            assertThatThrownBy(() -> stopped.runSaving(stopping, Squares::loss, 12, saved::add))
                    .isInstanceOf(CancellationException.class);
            Progress.unlisten(stop);
        }
        NDArray rest = start();
        Fit resumed = fit(rest, SETTINGS);
        resumed.resume(saved.get(1));
        resumed.runSaving(progress, Squares::loss, 12, saved::add);
        assertThat(saved).extracting(Fit.State::step).containsExactly(12, 17, 24, 30);
        assertThat(Torch.floats(rest)).isEqualTo(Torch.floats(whole));
    }

    @Test
    void aStateThatCannotBeSavedDoesNotHideTheStop() {
        Fit fit = fit(start(), SETTINGS);
        Consumer<Fit.State> full = state -> {
            throw new IllegalStateException("no space");
        };
        try (Progress stopping = Progress.of("stopping", STEPS)) {
            stopping.cancel();
            assertThatThrownBy(() -> fit.runSaving(stopping, Squares::loss, 12, full))
                    .isInstanceOf(CancellationException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void eachModelHasItsOwnRate() {
        NDArray stack = start();
        fit(stack, rates(.05f, 0f, .01f)).run(STEPS, progress, Squares::loss);
        NDArray fast = start();
        fit(fast, rates(.05f)).run(STEPS, progress, Squares::loss);
        assertThat(Squares.model(stack, 0)).isEqualTo(Squares.model(fast, 0));
        assertThat(Squares.model(stack, 1)).isEqualTo(Squares.model(start(), 1));
        assertThat(Squares.model(stack, 2)).isNotEqualTo(Squares.model(fast, 2));
    }

    @Test
    void eachModelHasItsOwnHyperparameters() {
        Fit.Hyperparameters plain = hyperparameters(.05);
        Fit.Hyperparameters shorter = new Fit.Hyperparameters(10, .05, new Schedule.Linear(), 0);
        Fit.Hyperparameters decaying = new Fit.Hyperparameters(STEPS, .05, new Schedule.Constant(), .5);
        NDArray stack = start();
        fit(stack, Settings.of(List.of(plain, shorter, decaying))).run(STEPS, progress, Squares::loss);
        for (Fit.Hyperparameters hyperparameters : List.of(plain, shorter, decaying)) {
            int model = List.of(plain, shorter, decaying).indexOf(hyperparameters);
            NDArray alone = start();
            Settings settings = Settings.of(List.of(hyperparameters, hyperparameters, hyperparameters));
            fit(alone, settings).run(settings.steps(), progress, Squares::loss);
            assertThat(Squares.model(stack, model)).isEqualTo(Squares.model(alone, model));
        }
        NDArray undecayed = start();
        fit(undecayed, rates(.05f)).run(STEPS, progress, Squares::loss);
        assertThat(Squares.model(stack, 2)).isNotEqualTo(Squares.model(undecayed, 2));
    }

    @Test
    void theScheduleScalesTheRate() {
        Schedule.Cosine flatZero = new Schedule.Cosine(0, 1); // factor 1 throughout
        NDArray constant = start();
        NDArray cosine = start();
        fit(constant, Settings.of(STEPS, .05)).run(STEPS, progress, Squares::loss);
        fit(cosine, Settings.of(STEPS, .05).withSchedule(flatZero)).run(STEPS, progress, Squares::loss);
        assertThat(Torch.floats(cosine)).isEqualTo(Torch.floats(constant));
        NDArray falling = start();
        fit(falling, Settings.of(STEPS, .05).withSchedule(new Schedule.Cosine(0, 0)))
                .run(STEPS, progress, Squares::loss);
        assertThat(Torch.floats(falling)).isNotEqualTo(Torch.floats(constant));
    }

    @Test
    void aLossThatThrowsOnAWorkerSurfacesAsThatException() {
        UnsupportedOperationException failure = new UnsupportedOperationException("no such image");
        try (Workers workers = Workers.of(2)) {
            Fit fit = fit(start(), SETTINGS);
            Fit.Loss failing = (step, leaf, number, shard) -> {
                if (number == 5 && shard == 2) {
                    throw failure;
                }
                return Squares.loss(step, leaf, number, shard);
            };
            assertThatThrownBy(() -> fit.run(STEPS, progress, failing, workers)).isSameAs(failure);
            assertThat(fit.step()).isEqualTo(5);
        }
    }

    @Test
    void aLossThatDoesNotDependOnTheParametersSaysSo() {
        assertMessage(
                () -> fit(start(), SETTINGS)
                        .run(
                                STEPS,
                                progress,
                                (step, leaf, number, shard) -> Squares.loss(step, leaf.stopGradient(), number, shard)),
                "the loss does not depend on the parameters: it has no gradient");
    }

    @Test
    void settingsAreChecked() {
        assertMessage(() -> Settings.of(0, .1), "fit: expected 1 step or more, found 0");
        assertMessage(() -> SETTINGS.withShards(0), "fit: expected 1 shard or more, found 0");
        assertMessage(() -> rates(), "fit: expected hyperparameters for all models or for each, found none");
        assertMessage(
                () -> new Settings(STEPS - 1, List.of(hyperparameters(.1)), Adam.Settings.DEFAULT, 1),
                "fit: expected at most " + (STEPS - 1) + " steps for each model, found one of " + STEPS);
        assertMessage(() -> SETTINGS.withWeightDecay(-1), "fit: expected a finite weight decay >= 0, found -1.0");
        assertMessage(() -> rates(.1f, -1f), "fit: expected a finite learning rate >= 0, found -1.0");
        assertMessage(
                () -> rates(Float.POSITIVE_INFINITY), "fit: expected a finite learning rate >= 0, found Infinity");
        assertMessage(
                () -> fit(start(), rates(.1f, .2f)),
                "fit: expected hyperparameters for all models or for each of 3 models, found 2");
    }

    @Test
    void statesStepsAndIntervalsAreChecked() {
        Fit fit = fit(start(), SETTINGS);
        Adam.State adam = fit.state().adam();
        assertMessage(
                () -> fit.resume(new Fit.State(3, new float[16], adam)),
                "fit: expected a state of 15 parameters, found 16");
        assertMessage(
                () -> fit.resume(new Fit.State(31, new float[15], adam)),
                "fit: expected a state at a step from 0 to 30, found 31");
        assertMessage(() -> fit.run(31, progress, Squares::loss), "fit: expected at most step 30, found 31");
        try (Workers workers = Workers.of(1)) {
            assertMessage(
                    () -> fit.runSaving(progress, Squares::loss, workers, 0, state -> {}),
                    "fit: expected to save every 1 step or more, found 0");
        }
        assertThat(fit.step()).isZero();
    }

    private NDArray start() {
        return Squares.start(scope);
    }

    private static Fit.Hyperparameters hyperparameters(double rate) {
        return new Fit.Hyperparameters(STEPS, rate, new Schedule.Constant(), 0);
    }

    private static Fit fit(NDArray parameters, Settings settings) {
        return new Fit(parameters, settings);
    }

    private static Settings rates(Float... rates) {
        return new Settings(
                STEPS, Arrays.stream(rates).map(FitTest::hyperparameters).toList(), Adam.Settings.DEFAULT, 1);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
