package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/** A running training in {@link Epochs}. */
final class EpochsRun {

    /** A training spends at most one part in 20 on saving. */
    private static final int SHARE = 20;

    private final Epochs epochs;
    private final Epochs.Settings settings;
    private final Fit.Settings how;
    private final NDArray parameters;
    private final int examples;
    private final Fit fit;
    private final Progress progress;
    private final List<Epochs.Evaluation> history = new ArrayList<>();
    private float[] kept = new float[0];
    private int best = -1; // in the history
    private final float[] losses; // of the steps of this epoch
    private int taken; // steps of this epoch
    private final Optional<CheckpointFile> file;
    private Duration interval;
    private long saved = System.nanoTime();

    /** Resumes from its checkpoint, if there is one. */
    EpochsRun(Epochs epochs, Fit.Settings how, NDArray parameters, int examples, Progress progress) {
        this.epochs = epochs;
        this.settings = epochs.settings();
        this.how = how.withShards(settings.shards());
        this.parameters = parameters;
        this.examples = examples;
        this.fit = new Fit(parameters, this.how);
        this.progress = progress;
        this.losses = new float[settings.perEpoch(examples)];
        this.file = epochs.checkpoints().of(epochs.name(), dependencies());
        this.interval = epochs.checkpoints().interval();
        file.filter(CheckpointFile::exists).map(EpochsState::read).ifPresent(this::resume);
    }

    private List<String> dependencies() {
        return List.of(
                settings.toString(),
                how.toString(),
                epochs.seeds().toString(),
                examples + " examples",
                parameters.size() + " parameters",
                Torch.deviceName());
    }

    private void resume(EpochsState state) {
        fit.resume(state.fit());
        System.arraycopy(state.losses(), 0, losses, 0, state.losses().length);
        taken = state.losses().length;
        history.addAll(state.history());
        history.forEach(this::draw);
        best = state.best();
        kept = state.kept();
        progress.resumed(fit.step());
    }

    Epochs.Best run(Epochs.Loss loss, Epochs.Validation validation) {
        try (Workers workers = Workers.of(settings.shards())) {
            while (epochsDone() < settings.epochs()) {
                epoch(epochsDone() + 1, loss, validation, workers);
            }
        } catch (CancellationException e) {
            saveOnStop(e);
            throw e;
        }
        if (file.isPresent() && file.get().exists()) {
            save(file.get());
        }
        return new Epochs.Best(kept, history.get(best).epoch(), List.copyOf(history));
    }

    private int epochsDone() {
        return (fit.step() - taken) / losses.length;
    }

    private void epoch(int epoch, Epochs.Loss loss, Epochs.Validation validation, Workers workers) {
        steps(epoch, loss, workers);
        double lost = mean(losses);
        Check.that(
                Double.isFinite(lost),
                "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                epochs.name(),
                lost,
                epoch,
                how.models().get(0).rate());
        if (epoch % settings.evaluateEvery() == 0 || epoch == settings.epochs()) {
            Epochs.Evaluation now = new Epochs.Evaluation(epoch, lost, validation.score());
            history.add(now);
            progress.note(() -> String.format(Locale.ROOT, "validation %.3f", now.score()));
            draw(now);
            if (best < 0 || replaces(now, history.get(best))) {
                best = history.size() - 1;
                kept = Torch.floats(parameters);
            }
        }
        taken = 0;
    }

    private void draw(Epochs.Evaluation now) {
        progress.point("loss", now.loss());
        progress.point("validation", now.score());
    }

    /** Takes the steps of an epoch that are not yet taken. */
    private void steps(int epoch, Epochs.Loss loss, Workers workers) {
        int shards = settings.shards();
        int[] order = epochs.seeds().split("epoch", epoch - 1).permutation(examples);
        Fit.Loss ofShard = (scope, row, step, shard) -> {
            int from = step % losses.length * settings.batch();
            int size = Math.min(examples - from, settings.batch());
            int start = size * shard / shards;
            int count = size * (shard + 1) / shards - start;
            int[] own = Arrays.copyOfRange(order, from + start, from + start + Math.max(1, count)); // none has no mean
            NDArray mean = loss.at(scope, row, own, step, shard);
            return shards == 1 ? mean : Torch.scaled(scope, mean, (float) count * shards / size);
        };
        int until = epoch * losses.length;
        if (shards == 1) {
            fit.run(until, progress, ofShard, this::stepped);
        } else {
            fit.run(until, progress, ofShard, workers, this::stepped);
        }
    }

    private void stepped(float loss) {
        losses[taken++] = loss;
        if (file.isPresent() && System.nanoTime() - saved >= interval.toNanos()) {
            save(file.get());
        }
    }

    private boolean replaces(Epochs.Evaluation now, Epochs.Evaluation old) {
        return now.score() > old.score() || (settings.tieBreak() == TieBreak.LATEST && now.score() == old.score());
    }

    private void save(CheckpointFile target) {
        long start = System.nanoTime();
        new EpochsState(fit.state(), Arrays.copyOf(losses, taken), history, best, kept).write(target);
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

    private static double mean(float... losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
