package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Adam;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.StackMemory;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/**
 * The one training loop: Adam on a stack of models {@code [models, parameters]}.
 *
 * <p>A step's batch may be cut into shards that run on several one-thread workers; their gradients are averaged in the
 * shards' order, so the result does not depend on how many workers there are.
 */
public final class Fit {

    /**
     * How to train.
     *
     * @param steps the number of steps
     * @param models each model's own hyperparameters; one serves all
     * @param adam Adam's constants
     * @param shards into how many parts each step's batch is cut
     */
    public record Settings(int steps, List<Hyperparameters> models, Adam.Settings adam, int shards) {
        public Settings {
            Check.that(steps > 0, "fit: expected 1 step or more, found %d", steps);
            Check.that(shards > 0, "fit: expected 1 shard or more, found %d", shards);
            Check.that(!models.isEmpty(), "fit: expected hyperparameters for all models or for each, found none");
            for (Hyperparameters own : models) {
                Check.that(
                        own.steps <= steps,
                        "fit: expected at most %d steps for each model, found one of %d",
                        steps,
                        own.steps);
            }
            models = List.copyOf(models);
        }

        /** Constant rate, torch's Adam, no shards. */
        public static Settings of(int steps, double rate) {
            return of(List.of(new Hyperparameters(steps, rate, new Schedule.Constant(), 0)));
        }

        /** Hyperparameters for each model, as many steps as the longest has, torch's Adam, no shards. */
        public static Settings of(List<Hyperparameters> models) {
            int steps = models.stream().mapToInt(Hyperparameters::steps).max().orElse(1);
            return new Settings(steps, models, Adam.Settings.DEFAULT, 1);
        }

        /** The same with another schedule for all models. */
        public Settings withSchedule(Schedule other) {
            return with(own -> new Hyperparameters(own.steps, own.rate, other, own.weightDecay));
        }

        /** The same with each step's batch cut into {@code count} parts. */
        public Settings withShards(int count) {
            return new Settings(steps, models, adam, count);
        }

        /** The same with other constants of Adam. */
        public Settings withAdam(Adam.Settings other) {
            return new Settings(steps, models, other, shards);
        }

        /** The same with an L2 weight decay for all models. */
        public Settings withWeightDecay(double decay) {
            return with(own -> new Hyperparameters(own.steps, own.rate, own.schedule, decay));
        }

        private Settings with(UnaryOperator<Hyperparameters> change) {
            return new Settings(steps, models.stream().map(change).toList(), adam, shards);
        }

        /** Model {@code i}'s hyperparameters. */
        private Hyperparameters of(int i) {
            return models.get(models.size() == 1 ? 0 : i);
        }
    }

    /**
     * How one model is trained. A model that takes fewer steps than the others stays as it is from then on.
     *
     * @param steps the number of steps
     * @param rate the base learning rate; 0 leaves the model as it is
     * @param schedule the factor on the rate at each step
     * @param weightDecay L2 penalty's gradient factor
     */
    public record Hyperparameters(int steps, double rate, Schedule schedule, double weightDecay) {
        public Hyperparameters {
            Check.that(steps > 0, "fit: expected 1 step or more, found %d", steps);
            Check.that(rate >= 0 && Double.isFinite(rate), "fit: expected a finite learning rate >= 0, found %s", rate);
            Check.that(
                    weightDecay >= 0 && Double.isFinite(weightDecay),
                    "fit: expected a finite weight decay >= 0, found %s",
                    weightDecay);
        }

        float rateAt(int step) {
            return step < steps ? (float) schedule.factor(step, steps) * (float) rate : 0;
        }
    }

    /** The loss of one shard of one step: a scalar, or one value per model. Called on worker threads. */
    @FunctionalInterface
    public interface Loss {
        /** Evaluates the loss at {@code parameters}; whatever it makes belongs to {@code scope}. */
        NDArray at(NDManager scope, NDArray parameters, int step, int shard);
    }

    /**
     * The state of a training between two steps.
     *
     * @param step the number of steps done
     * @param parameters row-major [models, parameters]
     * @param adam the optimiser's moments
     */
    public record State(int step, float[] parameters, Adam.State adam) {}

    private final Settings settings;
    private final NDArray parameters; // [models, parameters]
    private final Adam adam;
    private int step;

    /** Training of {@code parameters}, in place; their scope owns the optimiser's state. */
    public Fit(NDArray parameters, Settings settings) {
        this(parameters, settings, new float[0]);
    }

    /**
     * Training in which some parameters learn faster than others.
     *
     * @param factors each parameter's factor on its model's rate; none for 1 throughout
     */
    public Fit(NDArray parameters, Settings settings, float[] factors) {
        long models = parameters.getShape().get(0);
        Check.that(
                settings.models.size() == 1 || settings.models.size() == models,
                "fit: expected hyperparameters for all models or for each of %d models, found %d",
                models,
                settings.models.size());
        this.parameters = parameters;
        this.settings = settings;
        this.adam = new Adam(parameters, settings.adam, factors);
    }

    /** Resumes from a saved state. */
    public void resume(State state) {
        Check.that(
                state.parameters.length == parameters.size(),
                "fit: expected a state of %d parameters, found %d",
                parameters.size(),
                state.parameters.length);
        Check.that(
                state.step >= 0 && state.step <= settings.steps,
                "fit: expected a state at a step from 0 to %d, found %d",
                settings.steps,
                state.step);
        Torch.copyInto(parameters, state.parameters);
        adam.restore(state.adam);
        step = state.step;
    }

    /** The current state. */
    public State state() {
        return new State(step, Torch.floats(parameters), adam.state());
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    /**
     * Trains up to step {@code until}, on this thread; shards run one after the other.
     *
     * @return the mean loss of each step taken
     */
    public float[] run(int until, Progress progress, Loss loss) {
        return run(until, progress, loss, ignored -> {});
    }

    /** Like {@link #run(int, Progress, Loss)}, calling {@code listener} after each step. */
    public float[] run(int until, Progress progress, Loss loss, Listener listener) {
        return loop(until, progress, (scope, current) -> shardsHere(scope, current, loss), listener);
    }

    /** Like {@link #run(int, Progress, Loss)}, with the shards on workers. */
    public float[] run(int until, Progress progress, Loss loss, Workers workers) {
        return run(until, progress, loss, workers, ignored -> {});
    }

    /** Like {@link #run(int, Progress, Loss, Workers)}, calling {@code listener} after each step. */
    public float[] run(int until, Progress progress, Loss loss, Workers workers, Listener listener) {
        Shards onWorkers = (scope, current) -> {
            List<Callable<Gradient>> tasks = new ArrayList<>();
            for (int shard = 0; shard < settings.shards; shard++) {
                int mine = shard;
                tasks.add(() -> shard(scope, current, mine, loss));
            }
            return workers.run(progress, tasks);
        };
        return loop(until, progress, onWorkers, listener);
    }

    /**
     * Trains to the end, saving the state at each multiple of {@code interval} steps, at the end, and where it is
     * stopped: a state that was saved there is resumed without losing a step.
     */
    public float[] runSaving(Progress progress, Loss loss, Workers workers, int interval, Consumer<State> save) {
        return saving(until -> run(until, progress, loss, workers), interval, save);
    }

    /** Like {@link #runSaving(Progress, Loss, Workers, int, Consumer)}, on this thread. */
    public float[] runSaving(Progress progress, Loss loss, int interval, Consumer<State> save) {
        return saving(until -> run(until, progress, loss), interval, save);
    }

    private float[] saving(IntFunction<float[]> runUntil, int interval, Consumer<State> save) {
        Check.that(interval > 0, "fit: expected to save every 1 step or more, found %d", interval);
        List<float[]> losses = new ArrayList<>();
        int start = step;
        while (step < settings.steps) {
            try {
                losses.add(runUntil.apply(Math.min(settings.steps, (step / interval + 1) * interval)));
            } catch (CancellationException e) {
                if (step > start) {
                    saveStopped(save, e);
                }
                throw e;
            }
            save.accept(state());
        }
        int count = losses.stream().mapToInt(part -> part.length).sum();
        FloatBuffer all = FloatBuffer.allocate(count);
        losses.forEach(all::put);
        return all.array();
    }

    private void saveStopped(Consumer<State> save, CancellationException stop) {
        try {
            save.accept(state());
        } catch (RuntimeException e) {
            stop.addSuppressed(e);
        }
    }

    /** Called after each step of a training, on the training's thread, before the training can be stopped. */
    @FunctionalInterface
    public interface Listener {
        /** A step was taken; {@code losses} are each model's, or the one of all // [models] */
        void stepped(float... losses);
    }

    @FunctionalInterface
    private interface Shards {
        List<Gradient> at(NDManager scope, int step);
    }

    private float[] loop(int until, Progress progress, Shards shards, Listener listener) {
        Check.that(until <= settings.steps, "fit: expected at most step %d, found %d", settings.steps, until);
        float[] losses = new float[Math.max(0, until - step)];
        for (int i = 0; step < until; i++) {
            List<float[]> values = takeStep(shards);
            step++;
            float loss = meanLoss(values);
            losses[i] = loss;
            progress.note(() -> String.format(Locale.ROOT, "loss %.4f", loss));
            listener.stepped(own(values));
            progress.step();
        }
        return losses;
    }

    /** The losses of each shard: one, or each model's. */
    private List<float[]> takeStep(Shards shards) {
        try (NDManager scope = Torch.scope(parameters.getDevice())) {
            List<Gradient> all = shards.at(scope, step);
            List<float[]> values =
                    all.stream().map(part -> part.loss().toFloatArray()).toList();
            List<NDArray> gradients = all.stream().map(Gradient::gradient).toList();
            adam.step(scope, parameters, gradients, ratesAt(step), decays());
            return values;
        } catch (RuntimeException e) {
            throw StackMemory.explained(e, parameters.getShape().get(0));
        }
    }

    private List<Gradient> shardsHere(NDManager scope, int current, Loss loss) {
        List<Gradient> all = new ArrayList<>();
        for (int shard = 0; shard < settings.shards; shard++) {
            all.add(shard(scope, current, shard, loss));
        }
        return all;
    }

    private Gradient shard(NDManager owner, int current, int shard, Loss loss) {
        try (NDManager scope = Torch.scope(parameters.getDevice())) {
            Gradient gradient = Gradient.of(scope, parameters, leaf -> loss.at(scope, leaf, current, shard));
            gradient.loss().attach(owner);
            gradient.gradient().attach(owner);
            return gradient;
        }
    }

    /** Over the shards, each with one loss or one for each model. */
    private static float meanLoss(List<float[]> shards) {
        double sum = 0;
        for (float[] shard : shards) {
            sum += mean(shard);
        }
        return (float) (sum / shards.size());
    }

    /** The mean over the shards, of each model. */
    private static float[] own(List<float[]> shards) {
        float[] own = new float[shards.get(0).length];
        for (int model = 0; model < own.length; model++) {
            double sum = 0;
            for (float[] shard : shards) {
                sum += shard[model];
            }
            own[model] = (float) (sum / shards.size());
        }
        return own;
    }

    private float[] ratesAt(int current) {
        float[] rates = new float[(int) parameters.getShape().get(0)];
        for (int model = 0; model < rates.length; model++) {
            rates[model] = settings.of(model).rateAt(current);
        }
        return rates;
    }

    private float[] decays() {
        float[] decays = new float[(int) parameters.getShape().get(0)];
        for (int model = 0; model < decays.length; model++) {
            decays[model] = (float) settings.of(model).weightDecay;
        }
        return decays;
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }

    @Override
    public String toString() {
        return "training with %s, step %d".formatted(settings, step);
    }
}
