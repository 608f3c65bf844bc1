package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

/** Runs jobs side by side; what comes out is the same as one after the other. */
public final class Jobs {

    private Jobs() {}

    /**
     * Runs what is not finished; each finished job is a small file in {@code folder}.
     *
     * @param title of the progress bar
     * @param jobs of different names
     * @param type of the results
     * @return the results, in the jobs' order
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static <T> List<T> run(String title, List<Job<T>> jobs, Path folder, Class<T> type, Workers workers) {
        checkNames(jobs);
        JobFiles<T> files = new JobFiles<>(folder, type);
        Map<String, T> results = new LinkedHashMap<>();
        List<Job<T>> missing = new ArrayList<>();
        for (Job<T> job : jobs) {
            files.find(job).ifPresentOrElse(found -> results.put(job.name(), found), () -> missing.add(job));
        }
        List<T> made = run(title, jobs, missing, workers, files::write);
        for (int i = 0; i < made.size(); i++) {
            results.put(missing.get(i).name(), made.get(i));
        }
        return jobs.stream().map(job -> results.get(job.name())).toList();
    }

    /** Runs all of them, keeping the results in memory; nothing is written. */
    public static <T> List<T> run(String title, List<Job<T>> jobs, Workers workers) {
        checkNames(jobs);
        return run(title, jobs, jobs, workers, (job, result) -> {});
    }

    private static <T> List<T> run(
            String title, List<Job<T>> all, List<Job<T>> missing, Workers workers, BiConsumer<Job<T>, T> then) {
        long total = steps(all);
        try (Progress progress = Progress.of(title, total)) {
            progress.resumed(total - steps(missing));
            List<Callable<T>> calls = new ArrayList<>();
            for (Job<T> job : missing) {
                calls.add(() -> {
                    T result = job.work().apply(progress);
                    then.accept(job, result);
                    return result;
                });
            }
            return workers.run(progress, calls);
        }
    }

    private static <T> long steps(List<Job<T>> jobs) {
        return jobs.stream().mapToLong(Job::steps).sum();
    }

    private static <T> void checkNames(List<Job<T>> jobs) {
        Check.that(!jobs.isEmpty(), "trials: expected 1 or more, found none");
        Set<String> names = new HashSet<>();
        for (Job<T> job : jobs) {
            Check.that(names.add(job.name()), "trials: expected different names, found two '%s'", job.name());
        }
    }
}
