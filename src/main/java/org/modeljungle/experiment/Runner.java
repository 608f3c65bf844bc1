package org.modeljungle.experiment;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.modeljungle.ExclusiveFile;
import org.modeljungle.Numbers;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Workers;

/** Finds trials and trains the missing ones side by side. */
final class Runner<R> {

    /** One training that is to be found or done. */
    private record Job<R>(
            Trainable<R> trainable, Grid.Point point, Optional<Stackable<R>> stackable, TrialKey key, String digest) {

        Seeds seeds() {
            return point.setting().seeds();
        }

        String title() {
            StringBuilder title = new StringBuilder(trainable.name());
            point.labels()
                    .forEach((name, value) ->
                            title.append(", ").append(name).append(' ').append(Numbers.label(value)));
            return title.append(", repeat ")
                    .append(point.setting().repeat() + 1)
                    .toString();
        }
    }

    private final String name;
    private final Experiment.Options options;
    private final StackLimit limit;
    private final TrialFiles files;
    private final Set<String> trained = ConcurrentHashMap.newKeySet(); // digests of what this run has trained

    Runner(String name, Experiment.Options options) {
        this.name = name;
        this.options = options;
        this.limit = StackLimit.of(options.stack(), options.workerCount());
        this.files = new TrialFiles(options.folder());
    }

    Outcomes run(List<Grid.Point> points, List<Trainable<R>> trainables) {
        List<Job<R>> asked = jobs(points, trainables);
        Map<String, Job<R>> missing = new LinkedHashMap<>();
        Map<String, TrialFiles.Content> contents = new LinkedHashMap<>();
        for (Job<R> job : asked) {
            if (!contents.containsKey(job.digest) && !missing.containsKey(job.digest)) {
                find(job).ifPresentOrElse(found -> contents.put(job.digest, found), () -> missing.put(job.digest, job));
            }
        }
        trainMissing(asked, List.copyOf(missing.values()))
                .forEach(made -> contents.put(made.provenance().digest(), made));
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Grid.Point point = points.get(i);
            TrialFiles.Content content = contents.get(asked.get(i).digest);
            trials.add(new Trial(
                    name,
                    point.labels(),
                    point.setting().repeat(),
                    asked.get(i).seeds().value(),
                    content.provenance(),
                    content.outcome()));
        }
        int found = (int)
                asked.stream().filter(job -> !trained.contains(job.digest)).count();
        return new Outcomes(name, trials, new Outcomes.Source(options.folder(), found, trained.size()));
    }

    List<R> train(List<Grid.Point> points, List<Trainable<R>> trainables) {
        List<Integer> all = IntStream.range(0, points.size()).boxed().toList();
        List<Optional<Stackable<R>>> stackables = all.stream()
                .map(i -> stackable(trainables.get(i), seeds(points.get(i))))
                .toList();
        List<List<Integer>> stacks = limit.stacks(all, stackables::get);
        long steps = stacks.stream()
                .mapToLong(stack -> trainables.get(stack.get(0)).steps())
                .sum();
        try (Progress progress = Progress.of(name, steps);
                Workers workers = options.newWorkers()) {
            List<Callable<List<Supplier<R>>>> calls = new ArrayList<>();
            for (List<Integer> stack : stacks) {
                int first = stack.get(0);
                TrainingContext context = TrainingContext.of(seeds(points.get(first)), progress);
                calls.add(() -> results(
                        trainables.get(first),
                        stack.stream()
                                .map(stackables::get)
                                .flatMap(Optional::stream)
                                .toList(),
                        context));
            }
            Map<Integer, R> trained = new TreeMap<>();
            List<List<Supplier<R>>> results = workers.run(progress, calls);
            for (int s = 0; s < stacks.size(); s++) {
                for (int i = 0; i < stacks.get(s).size(); i++) {
                    trained.put(stacks.get(s).get(i), results.get(s).get(i).get());
                }
            }
            return new ArrayList<>(trained.values());
        }
    }

    private static Seeds seeds(Grid.Point point) {
        return point.setting().seeds();
    }

    private Optional<Stackable<R>> stackable(Trainable<R> trainable, Seeds seeds) {
        return limit.isStacking() ? trainable.stackable(seeds) : Optional.empty();
    }

    /** Of a stack, or of the one that cannot be in a stack. */
    private static <R> List<Supplier<R>> results(Trainable<R> only, List<Stackable<R>> stack, TrainingContext context) {
        if (stack.isEmpty()) {
            R result = only.train(context);
            return List.of(() -> result);
        }
        return stack.get(0).trainAll(stack, context.progress(), context.checkpoints());
    }

    private List<Job<R>> jobs(List<Grid.Point> points, List<Trainable<R>> trainables) {
        DataDigests digests = new DataDigests();
        List<Job<R>> jobs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Seeds seeds = seeds(points.get(i));
            Optional<Stackable<R>> stackable = stackable(trainables.get(i), seeds);
            TrialKey key = TrialKey.of(trainables.get(i), seeds, stackable.isPresent(), digests);
            jobs.add(new Job<>(trainables.get(i), points.get(i), stackable, key, key.digest()));
        }
        return jobs;
    }

    private Optional<TrialFiles.Content> find(Job<R> job) {
        return options.force()
                ? Optional.empty()
                : files.find(job.digest).filter(content -> files.holds(content, wanted()));
    }

    private TrialFiles.Kept wanted() {
        return new TrialFiles.Kept(options.keepOutputs(), options.keepReaders());
    }

    private List<TrialFiles.Content> trainMissing(List<Job<R>> asked, List<Job<R>> missing) {
        if (!missing.isEmpty()) {
            files.sweep();
        }
        Run run = Run.start(name, 0);
        List<List<Job<R>>> stacks = limit.stacks(missing, Job::stackable);
        long finished = steps(asked) - steps(missing);
        long left = steps(stacks.stream().map(stack -> stack.get(0)).toList());
        try (Progress progress = Progress.of(name, finished + left);
                Workers workers = options.newWorkers()) {
            progress.resumed(finished);
            List<Callable<List<TrialFiles.Content>>> calls = new ArrayList<>();
            stacks.forEach(stack -> calls.add(() -> trainLocked(stack, run, progress)));
            return workers.run(progress, calls).stream().flatMap(List::stream).toList();
        }
    }

    private long steps(List<Job<R>> jobs) {
        return jobs.stream().mapToLong(job -> job.trainable.steps()).sum();
    }

    /** One run at a time trains a trial. */
    private List<TrialFiles.Content> trainLocked(List<Job<R>> stack, Run run, Progress progress) {
        List<Job<R>> inOrder = stack.stream()
                .sorted(Comparator.comparing(Job::digest))
                .toList(); // two runs ask for locks in one order
        return holding(inOrder, 0, () -> {
            List<TrialFiles.Content> contents = new ArrayList<>();
            List<Job<R>> missing = new ArrayList<>();
            stack.forEach(job -> find(job) // another run may have finished it meanwhile
                    .ifPresentOrElse(contents::add, () -> missing.add(job)));
            if (missing.isEmpty()) {
                progress.resumed(stack.get(0).trainable.steps());
            } else {
                contents.addAll(train(missing, run, progress));
            }
            stack.forEach(job -> TrialFiles.delete(files.lock(job.digest))); // whoever waits finds them finished
            return contents;
        });
    }

    /** Does something while the locks of all trials from this one on are held. */
    private <T> T holding(List<Job<R>> stack, int from, Supplier<T> work) {
        if (from == stack.size()) {
            return work.get();
        }
        Job<R> job = stack.get(from);
        Path lock = files.lock(job.digest);
        String refusal = "trial '%s', %s: expected to train it alone, found another run that is training it; what is"
                        .formatted(job.title(), lock)
                + " finished is kept: wait for that run or stop it, then try again";
        return ExclusiveFile.holding(lock, refusal, () -> holding(stack, from + 1, work));
    }

    /** What is finished is written before an error of one of them is thrown. */
    private List<TrialFiles.Content> train(List<Job<R>> stack, Run run, Progress progress) {
        if (options.force()) {
            deleteScratch(stack);
        }
        long start = System.nanoTime();
        List<Supplier<R>> results = results(stack, progress);
        double seconds = (System.nanoTime() - start) * 1e-9 / stack.size();
        List<Finished<R>> finished = new ArrayList<>();
        RuntimeException failure = null;
        for (int i = 0; i < stack.size(); i++) {
            try {
                R result = results.get(i).get();
                Outcome outcome = stack.get(i).trainable.evaluate(result).withSeconds(seconds);
                finished.add(new Finished<>(stack.get(i), result, outcome));
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        List<TrialFiles.Content> contents =
                finished.stream().map(each -> write(each, run)).toList();
        if (failure == null || stack.size() > 1) { // without those that are written, it is another stack
            deleteScratch(stack);
        }
        if (failure != null) {
            throw failure;
        }
        return contents;
    }

    /** A training that is done and evaluated. */
    private record Finished<R>(Job<R> job, R result, Outcome outcome) {}

    /** The checkpoint of a stack lies in the folder of its first trial. */
    private List<Supplier<R>> results(List<Job<R>> stack, Progress progress) {
        Job<R> first = stack.get(0);
        String title = first.title() + (stack.size() == 1 ? "" : " and %,d more".formatted(stack.size() - 1));
        List<Stackable<R>> stackables =
                stack.stream().map(Job::stackable).flatMap(Optional::stream).toList();
        List<String> keys = stackables.isEmpty()
                ? List.of()
                : stack.stream().map(Job::digest).toList();
        try (Progress trial = progress.part(title, first.trainable.steps())) {
            Path folder = files.scratch(first.digest);
            return results(
                    first.trainable, stackables, new TrainingContext(first.seeds(), trial, Optional.of(folder), keys));
        }
    }

    private void deleteScratch(List<Job<R>> stack) {
        stack.forEach(job -> TrialFiles.delete(files.scratch(job.digest)));
    }

    private TrialFiles.Content write(Finished<R> finished, Run run) {
        Job<R> job = finished.job;
        TrialFiles.Kept kept = wanted().and(files.kept(job.digest));
        keep(job, finished.result, kept);
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Trial.Provenance provenance =
                new Trial.Provenance(job.digest, job.key.data(), run.commit(), now, job.key.device(), run.versions());
        TrialFiles.Content content = new TrialFiles.Content(
                job.trainable.name(), job.key, provenance, finished.outcome, kept, files.sums(job.digest, kept));
        files.write(content);
        trained.add(job.digest);
        return content;
    }

    /** Files of an earlier training, asked for at another time, are replaced with the trial that they belong to. */
    private void keep(Job<R> job, R result, TrialFiles.Kept kept) {
        if (kept.outputs()) {
            Path file = files.outputs(job.digest);
            job.trainable
                    .outputs(result)
                    .ifPresentOrElse(rows -> Outputs.write(file, rows), () -> TrialFiles.delete(file));
        }
        Path reader = files.reader(job.digest);
        if (kept.reader() && !job.trainable.save(result, reader)) {
            TrialFiles.delete(reader);
        }
    }
}
