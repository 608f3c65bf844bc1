package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.modeljungle.Check;
import org.modeljungle.Progress;
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
        checkNames(trials);
        TrialFiles files = new TrialFiles(folder);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Trial> missing = new ArrayList<>();
        for (Trial trial : trials) {
            files.find(trial).ifPresentOrElse(found -> outcomes.put(trial.name(), found), () -> missing.add(trial));
        }
        List<Outcome> made = run(trials, missing, workers, (trial, fitted) -> {
            Outcome outcome = Outcome.of(trial, fitted);
            files.write(trial, outcome);
            return outcome;
        });
        made.forEach(outcome -> outcomes.put(outcome.name(), outcome));
        return trials.stream().map(trial -> outcomes.get(trial.name())).toList();
    }

    /** Trains, keeping what has learnt in memory; nothing is written. */
    public static List<Fitted> fitAll(List<Trial> trials) {
        checkNames(trials);
        try (Workers workers = Workers.perCore()) {
            return run(trials, trials, workers, (trial, fitted) -> fitted);
        }
    }

    private static <T> List<T> run(
            List<Trial> all, List<Trial> missing, Workers workers, BiFunction<Trial, Fitted, T> then) {
        long total = steps(all);
        try (Progress progress = Progress.of("training %d experts".formatted(all.size()), total)) {
            progress.resumed(total - steps(missing));
            List<Callable<T>> jobs = new ArrayList<>();
            missing.forEach(trial -> jobs.add(() -> then.apply(trial, fit(trial, progress))));
            return workers.run(progress, jobs);
        }
    }

    private static Fitted fit(Trial trial, Progress progress) {
        long start = System.nanoTime();
        Expert.Reader reader = trial.expert().fit(trial.task(), trial.seeds(), progress);
        return new Fitted(reader, (System.nanoTime() - start) * 1e-9);
    }

    private static long steps(List<Trial> trials) {
        return trials.stream()
                .mapToLong(trial -> trial.expert().steps(trial.task()))
                .sum();
    }

    private static void checkNames(List<Trial> trials) {
        Check.that(!trials.isEmpty(), "experts: expected 1 trial or more, found none");
        Set<String> names = new HashSet<>();
        for (Trial trial : trials) {
            Check.that(
                    names.add(trial.name()),
                    "experts: expected trials of different names, found two '%s'",
                    trial.name());
        }
    }
}
