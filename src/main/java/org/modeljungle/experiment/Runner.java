package org.modeljungle.experiment;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.modeljungle.ExclusiveFile;
import org.modeljungle.Numbers;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Workers;

/** Finds trials and trains the missing ones side by side. */
final class Runner<R> {

    /** One training that is to be found or done. */
    private record Job<R>(Trainable<R> trainable, Grid.Point point, TrialKey key, String digest) {

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
    private final TrialFiles files;
    private final Set<String> trained = ConcurrentHashMap.newKeySet(); // digests of what this run has trained

    Runner(String name, Experiment.Options options) {
        this.name = name;
        this.options = options;
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
        try (Progress progress = Progress.of(
                        name, trainables.stream().mapToLong(Trainable::steps).sum());
                Workers workers = options.newWorkers()) {
            List<Callable<R>> calls = new ArrayList<>();
            for (int i = 0; i < points.size(); i++) {
                Trainable<R> trainable = trainables.get(i);
                TrainingContext context =
                        TrainingContext.of(points.get(i).setting().seeds(), progress);
                calls.add(() -> trainable.train(context));
            }
            return workers.run(progress, calls);
        }
    }

    private List<Job<R>> jobs(List<Grid.Point> points, List<Trainable<R>> trainables) {
        DataDigests digests = new DataDigests();
        List<Job<R>> jobs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Seeds seeds = points.get(i).setting().seeds();
            TrialKey key = TrialKey.of(trainables.get(i), seeds, digests);
            jobs.add(new Job<>(trainables.get(i), points.get(i), key, key.digest()));
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
        long total = asked.stream().mapToLong(job -> job.trainable.steps()).sum();
        long left = missing.stream().mapToLong(job -> job.trainable.steps()).sum();
        try (Progress progress = Progress.of(name, total);
                Workers workers = options.newWorkers()) {
            progress.resumed(total - left);
            List<Callable<TrialFiles.Content>> calls = new ArrayList<>();
            missing.forEach(job -> calls.add(() -> trainAlone(job, run, progress)));
            return workers.run(progress, calls);
        }
    }

    /** One run at a time trains a trial. */
    private TrialFiles.Content trainAlone(Job<R> job, Run run, Progress progress) {
        Path lock = files.lock(job.digest);
        String refusal = "trial '%s', %s: expected to train it alone, found another run that is training it; what is"
                        .formatted(job.title(), lock)
                + " finished is kept: wait for that run or stop it, then try again";
        return ExclusiveFile.holding(lock, refusal, () -> {
            TrialFiles.Content content = find(job) // another run may have finished it meanwhile
                    .map(found -> passed(job, found, progress))
                    .orElseGet(() -> train(job, run, progress));
            TrialFiles.delete(lock); // whoever opened it before finds the trial finished
            return content;
        });
    }

    private TrialFiles.Content passed(Job<R> job, TrialFiles.Content found, Progress progress) {
        progress.resumed(job.trainable.steps());
        return found;
    }

    private TrialFiles.Content train(Job<R> job, Run run, Progress progress) {
        if (options.force()) {
            TrialFiles.delete(files.scratch(job.digest));
        }
        long start = System.nanoTime();
        R result;
        try (Progress trial = progress.part(job.title(), job.trainable.steps())) {
            result = job.trainable.train(
                    new TrainingContext(job.seeds(), trial, Optional.of(files.scratch(job.digest))));
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        Outcome outcome = job.trainable.evaluate(result).withSeconds(seconds);
        TrialFiles.Kept kept = wanted().and(files.kept(job.digest));
        keep(job, result, kept);
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Trial.Provenance provenance =
                new Trial.Provenance(job.digest, job.key.data(), run.commit(), now, job.key.device(), run.versions());
        TrialFiles.Content content = new TrialFiles.Content(
                job.trainable.name(), job.key, provenance, outcome, kept, files.sums(job.digest, kept));
        files.write(content);
        trained.add(job.digest);
        TrialFiles.delete(files.scratch(job.digest));
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
