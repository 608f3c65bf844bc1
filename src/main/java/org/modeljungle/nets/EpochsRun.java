package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/** Running trainings in {@link Epochs}: one, or several in one stack. */
final class EpochsRun {

    /** A training spends at most one part in 20 on saving. */
    private static final int SHARE = 20;

    /** The loss of each shard of an epoch's steps, given the order of the examples for each model. */
    @FunctionalInterface
    private interface Epoch {
        Fit.Loss loss(int[][] orders);
    }

    private final Epochs epochs;
    private final Epochs.Settings settings;
    private final Fit.Settings how;
    private final NDArray parameters; // [models, size]
    private final List<Seeds> seeds; // [models]
    private final int examples;
    private final Fit fit;
    private final Progress progress;
    private final List<Course> courses = new ArrayList<>(); // [models]
    private final int perEpoch; // steps
    private int taken; // steps of this epoch
    private final Optional<CheckpointFile> file;
    private Duration interval;
    private long saved = System.nanoTime();

    /**
     * Resumes from its checkpoint, if there is one.
     *
     * @param seeds each model's order of examples is drawn from its own
     */
    EpochsRun(Epochs epochs, Fit.Settings how, NDArray parameters, List<Seeds> seeds, int examples, Progress progress) {
        this.epochs = epochs;
        this.settings = epochs.settings();
        this.how = how.withShards(settings.shards());
        this.parameters = parameters;
        this.seeds = seeds;
        this.examples = examples;
        this.fit = new Fit(parameters, this.how);
        this.progress = progress;
        this.perEpoch = settings.perEpoch(examples);
        seeds.forEach(own -> courses.add(new Course(settings.tieBreak(), perEpoch)));
        this.file = epochs.checkpoints().of(epochs.name(), dependencies());
        this.interval = epochs.checkpoints().interval();
        file.filter(CheckpointFile::exists)
                .map(found -> EpochsState.read(found, courses.size()))
                .ifPresent(this::resume);
    }

    private List<String> dependencies() {
        return List.of(
                settings.toString(),
                how.toString(),
                seeds.size() == 1 ? seeds.get(0).toString() : seeds.toString(),
                examples + " examples",
                parameters.size() + " parameters",
                Torch.deviceName());
    }

    private void resume(EpochsState state) {
        fit.resume(state.fit());
        for (int model = 0; model < courses.size(); model++) {
            courses.get(model).resume(state.parts().get(model));
        }
        int validations = courses.stream()
                .mapToInt(course -> course.history().size())
                .max()
                .orElse(0);
        for (int i = 0; i < validations; i++) {
            draw(i);
        }
        taken = state.parts().get(0).losses().length;
        progress.resumed(fit.step());
    }

    /** Trains the one model. */
    Epochs.Best run(Epochs.Loss loss, Epochs.Validation validation) {
        run(orders -> ofShard(orders[0], loss), List.of(validation));
        return courses.get(0).best();
    }

    /** Trains all models. */
    List<Supplier<Epochs.Best>> runStack(Epochs.StackLoss loss, List<? extends Epochs.Validation> validations) {
        run(orders -> ofStack(orders, loss), validations);
        return courses.stream()
                .<Supplier<Epochs.Best>>map(course -> course::best)
                .toList();
    }

    private void run(Epoch each, List<? extends Epochs.Validation> validations) {
        try (Workers workers = Workers.of(settings.shards())) {
            while (epochsDone() < settings.epochs()) {
                epoch(epochsDone() + 1, each, validations, workers);
            }
        } catch (CancellationException e) {
            saveOnStop(e);
            throw e;
        }
        if (file.isPresent() && file.get().exists()) {
            save(file.get());
        }
    }

    private int epochsDone() {
        return (fit.step() - taken) / perEpoch;
    }

    private void epoch(int epoch, Epoch each, List<? extends Epochs.Validation> validations, Workers workers) {
        steps(epoch, each, workers);
        for (int model = 0; model < courses.size(); model++) {
            checkFinite(epoch, model);
        }
        if (courses.stream().allMatch(Course::hasFailed)) {
            courses.get(0).best(); // says why
        }
        if (epoch % settings.evaluateEvery() == 0 || epoch == settings.epochs()) {
            validate(epoch, validations);
        }
        taken = 0;
    }

    /** A model whose loss is not finite does not touch the others of a stack. */
    private void checkFinite(int epoch, int model) {
        double lost = courses.get(model).meanLoss();
        List<Fit.Hyperparameters> own = how.models();
        if (!Double.isFinite(lost)) {
            courses.get(model)
                    .fail(String.format(
                            Locale.ROOT,
                            "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                            epochs.name(),
                            lost,
                            epoch,
                            own.get(own.size() == 1 ? 0 : model).rate()));
        }
    }

    /** All are scored before the first is noted: after a stop in between, the whole epoch is validated again. */
    private void validate(int epoch, List<? extends Epochs.Validation> validations) {
        float[] all = Torch.floats(parameters);
        int size = all.length / courses.size();
        float[][] rows = new float[courses.size()][];
        double[] scores = new double[courses.size()];
        for (int model = 0; model < rows.length; model++) {
            rows[model] = Arrays.copyOfRange(all, model * size, (model + 1) * size);
            scores[model] = courses.get(model).hasFailed()
                    ? Double.NaN
                    : validations.get(model).score(rows[model]);
        }
        for (int model = 0; model < rows.length; model++) {
            if (!courses.get(model).hasFailed()) {
                courses.get(model).validated(epoch, scores[model], rows[model]);
            }
        }
        draw((epoch - 1) / settings.evaluateEvery());
    }

    /** Draws a validation by its number: the mean of all models that have it. */
    private void draw(int number) {
        List<Epochs.Evaluation> all = courses.stream()
                .map(Course::history)
                .filter(history -> history.size() > number)
                .map(history -> history.get(number))
                .toList();
        double score =
                all.stream().mapToDouble(Epochs.Evaluation::score).average().orElse(Double.NaN);
        progress.note(() -> String.format(Locale.ROOT, "validation %.3f", score));
        progress.point(
                "loss",
                all.stream().mapToDouble(Epochs.Evaluation::loss).average().orElse(Double.NaN));
        progress.point("validation", score);
    }

    /** Takes the steps of an epoch that are not yet taken. */
    private void steps(int epoch, Epoch each, Workers workers) {
        int[][] orders = seeds.stream()
                .map(own -> own.split("epoch", epoch - 1).permutation(examples))
                .toArray(int[][]::new);
        Fit.Loss loss = each.loss(orders);
        int until = epoch * perEpoch;
        if (settings.shards() == 1) {
            fit.run(until, progress, loss, this::stepped);
        } else {
            fit.run(until, progress, loss, workers, this::stepped);
        }
    }

    private Fit.Loss ofShard(int[] order, Epochs.Loss loss) {
        int shards = settings.shards();
        return (scope, row, step, shard) -> {
            int from = from(step);
            int size = until(step) - from;
            int start = size * shard / shards;
            int count = size * (shard + 1) / shards - start;
            int[] own = Arrays.copyOfRange(order, from + start, from + start + Math.max(1, count)); // none has no mean
            NDArray mean = loss.at(scope, row, own, step, shard);
            return shards == 1 ? mean : Torch.scaled(scope, mean, (float) count * shards / size);
        };
    }

    private Fit.Loss ofStack(int[][] orders, Epochs.StackLoss loss) {
        return (scope, rows, step, shard) -> loss.at(
                scope,
                rows,
                Arrays.stream(orders)
                        .map(order -> Arrays.copyOfRange(order, from(step), until(step)))
                        .toArray(int[][]::new));
    }

    /** Where a step's examples begin in the order of its epoch. */
    private int from(int step) {
        return step % perEpoch * settings.batch();
    }

    /** Where they end; a batch may be far larger than all examples. */
    private int until(int step) {
        int from = from(step);
        return from + Math.min(examples - from, settings.batch());
    }

    private void stepped(float... losses) {
        for (int model = 0; model < losses.length; model++) {
            courses.get(model).stepped(taken, losses[model]);
        }
        taken++;
        if (file.isPresent() && System.nanoTime() - saved >= interval.toNanos()) {
            save(file.get());
        }
    }

    private void save(CheckpointFile target) {
        long start = System.nanoTime();
        List<EpochsState.Part> parts =
                courses.stream().map(course -> course.part(taken)).toList();
        new EpochsState(fit.state(), parts).write(target);
        saved = System.nanoTime();
        Duration patience = Duration.ofNanos(SHARE * (saved - start));
        if (!interval.isZero() && interval.compareTo(patience) < 0) {
            interval = patience;
        }
    }

    private void saveOnStop(CancellationException stop) {
        if (file.isPresent() && fit.step() > 0) {
            try {
                save(file.get());
            } catch (RuntimeException e) {
                stop.addSuppressed(e);
            }
        }
    }
}
