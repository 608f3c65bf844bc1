package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.modeljungle.Progress;
import org.modeljungle.experiment.Job;
import org.modeljungle.experiment.Jobs;
import org.modeljungle.tensor.Workers;

/**
 * Trains many experts side by side, as many at a time as the machine has cores; what comes out is the same as one after the
 * other.
 *
 * <pre>{@code
 * List<Outcome> outcomes = Experts.fitAll(trials, Caches.folder().resolve("trials")); // run again, it goes on
 * }</pre>
 */
public final class Experts {

    private Experts() {}

    /**
     * Trains and judges; each finished trial is a small file in {@code folder}, so that the same call goes on where it was
     * stopped. A trial is found again by its expert, seed, weights, labels and parts.
     *
     * @param trials of different names
     * @return in the trials' order
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<Outcome> fitAll(List<Trial> trials, Path folder) {
        try (Workers workers = Workers.perCore()) {
            return fitAll(trials, folder, workers);
        }
    }

    /** Like {@link #fitAll(List, Path)}, on workers of the caller's. */
    public static List<Outcome> fitAll(List<Trial> trials, Path folder, Workers workers) {
        TaskDigests digests = new TaskDigests();
        List<Job<Outcome>> jobs = trials.stream()
                .map(trial -> job(trial, trial.expert().recipe(), digests.of(trial), Outcome::of))
                .toList();
        return Jobs.run(title(trials), jobs, folder, Outcome.class, workers);
    }

    /** Trains, keeping what has learnt in memory; nothing is written. */
    public static List<Fitted> fitAll(List<Trial> trials) {
        try (Workers workers = Workers.perCore()) {
            List<Job<Fitted>> jobs = trials.stream()
                    .map(trial -> job(trial, "", "", (self, fitted) -> fitted)) // found again by nobody
                    .toList();
            return Jobs.run(title(trials), jobs, workers);
        }
    }

    private static String title(List<Trial> trials) {
        return "training %d experts".formatted(trials.size());
    }

    private static <T> Job<T> job(Trial trial, String recipe, String hash, BiFunction<Trial, Fitted, T> then) {
        return new Job<>(
                trial.name(),
                recipe,
                trial.seeds().value(),
                hash,
                trial.expert().steps(trial.task()),
                progress -> then.apply(trial, fit(trial, progress)));
    }

    private static Fitted fit(Trial trial, Progress progress) {
        long start = System.nanoTime();
        Expert.Reader reader = trial.expert().fit(trial.task(), trial.seeds(), progress);
        return new Fitted(reader, (System.nanoTime() - start) * 1e-9);
    }
}
