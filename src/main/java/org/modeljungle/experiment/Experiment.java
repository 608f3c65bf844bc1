package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Workers;

/**
 * Trainings over a grid of settings, as many at a time as the machine has cores, with the same results as one after the
 * other (in {@linkplain #stack stacks}, within rounding). Each finished trial is a small file, found again by
 * everything that its outcome depends on, in whatever order and together with whatever else it is asked for: a value
 * added later trains only what is new, and a stopped call resumes when it is repeated. One run at a time trains a
 * trial; another one that comes to it is refused.
 *
 * <pre>{@code
 * Outcomes outcomes = Experiment.of("probes", s -> MetanetworkExpert.probeX("q", sizes.withProbes(s.integer("probes")))
 *                 .withRate(s.number("rate")).on(task))
 *         .vary("probes", 16, 64, 128).vary("rate", 1e-3, 3e-3).repeats(3).run();
 * }</pre>
 *
 * @param <R> the result of a training
 */
public final class Experiment<R> {

    private final String name;
    private final Function<Setting, ? extends Trainable<R>> maker;
    private final Grid grid;
    private final Options options;

    /** How it is run, which does not affect the results. */
    record Options(Path folder, int workers, int stack, boolean force, boolean keepOutputs, boolean keepReaders) {

        /** So many as were asked for, where they were, else as many as keep the device busy. */
        Workers newWorkers() {
            return Workers.of(workerCount());
        }

        int workerCount() {
            return workers == 0 ? Workers.countForDevice() : workers;
        }
    }

    private Experiment(String name, Function<Setting, ? extends Trainable<R>> maker, Grid grid, Options options) {
        this.name = name;
        this.maker = maker;
        this.grid = grid;
        this.options = options;
    }

    /**
     * An experiment.
     *
     * @param name for the progress bar and tables
     * @param maker makes what is trained from the values of everything that is varied
     */
    public static <R> Experiment<R> of(String name, Function<Setting, ? extends Trainable<R>> maker) {
        Options usual = new Options(Caches.folder().resolve("trials"), 0, 0, false, false, false);
        return new Experiment<>(name, maker, Grid.none(), usual);
    }

    /** Several trainings side by side, distinguished by their names, under {@code method}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <R> Experiment<R> of(String name, Trainable<R>... trainables) {
        Experiment<R> all = of(name, setting -> setting.<Trainable<R>>get("method"));
        return all.vary("method", Arrays.asList(trainables));
    }

    /** The same over several values: numbers, texts, or things with a name. */
    public Experiment<R> vary(String setting, Object... values) {
        return vary(setting, Arrays.asList(values));
    }

    /** The same over several values: numbers, texts, or things with a name. */
    public Experiment<R> vary(String setting, Collection<?> values) {
        return with(grid.with(setting, values.stream().map(Grid.Value::of).toList()));
    }

    /** The same over several values, each under its own name. */
    public Experiment<R> vary(String setting, Map<String, ?> values) {
        return with(grid.with(
                setting,
                values.entrySet().stream()
                        .map(entry -> new Grid.Value(entry.getKey(), entry.getValue()))
                        .toList()));
    }

    /** The same with each combination trained several times, from seeds of its own. */
    public Experiment<R> repeats(int count) {
        return with(new Grid(grid.axes(), count, grid.seeds()));
    }

    /** The same with repeats whose seeds are split from these; by default from those of 0. */
    public Experiment<R> seeds(Seeds seeds) {
        return with(new Grid(grid.axes(), grid.repeats(), seeds));
    }

    /** The same with this many trainings at a time; by default as many as {@link Workers#forDevice} has. */
    public Experiment<R> workers(int count) {
        Check.that(count > 0, "experiment: expected 1 worker or more, found %d", count);
        return with(new Options(
                options.folder, count, options.stack, options.force, options.keepOutputs, options.keepReaders));
    }

    /**
     * The same with up to this many trainings in one stack, so that one operation serves all. Experts and alignments by
     * ProbeX, MVProbe and the dense network can be stacked, those whose sizes, settings but for the rates, and numbers
     * of training models are the same, and which read their batches in one shard. By default 1 on a processor, which a
     * single training keeps busy; on a GPU 64, or as many as fit: all stacks that are trained at a time are planned to
     * take half of the memory that is free then.
     *
     * <p>In a stack sums are rounded in another order, and again in one of other trainings: trials that were trained in
     * stacks are kept apart from those that were trained alone, and have the same bits only where the same call trains
     * them from the beginning in the same stacks. The time of each is its share of the stack's. A training that cannot
     * go on, for a loss that is not finite, does not end the others: they are kept before its error is thrown.
     */
    public Experiment<R> stack(int most) {
        Check.that(most > 0, "experiment: expected stacks of 1 training or more, found %d", most);
        return with(new Options(
                options.folder, options.workers, most, options.force, options.keepOutputs, options.keepReaders));
    }

    /** The same with its trials in another folder than the cache. */
    public Experiment<R> in(Path folder) {
        return with(new Options(
                folder, options.workers, options.stack, options.force, options.keepOutputs, options.keepReaders));
    }

    /** The same, but everything is trained again and replaces what was kept, outputs and readers too. */
    public Experiment<R> force() {
        return with(new Options(
                options.folder, options.workers, options.stack, true, options.keepOutputs, options.keepReaders));
    }

    /** The same, keeping the outputs on the test models, so that another measure needs no training. */
    public Experiment<R> keepOutputs() {
        return with(
                new Options(options.folder, options.workers, options.stack, options.force, true, options.keepReaders));
    }

    /**
     * The same, keeping what was trained as files, which {@link Outcomes#reader} finds: the readers of all experts, the
     * alignments that read weights and whose text encoder has a digest, and all probing methods of this library. What
     * cannot be saved is not kept: alignments that read pictures, those with a kernel whose training models have more
     * than 2 GiB, and what is of your own and says of no reader.
     */
    public Experiment<R> keepReaders() {
        return with(
                new Options(options.folder, options.workers, options.stack, options.force, options.keepOutputs, true));
    }

    private Experiment<R> with(Grid other) {
        return new Experiment<>(name, maker, other, options);
    }

    private Experiment<R> with(Options other) {
        return new Experiment<>(name, maker, grid, other);
    }

    /**
     * Finds what is finished and trains the rest.
     *
     * @throws java.util.concurrent.CancellationException if stopped; what is finished is kept
     * @throws IllegalArgumentException if settings are no plain data, code cannot be known, or a trial's file is
     *     damaged
     * @throws IllegalStateException if another run is training one of the trials; what is finished is kept
     */
    public Outcomes run() {
        List<Grid.Point> points = grid.points();
        List<Trainable<R>> trainables = points.stream().map(this::made).toList();
        return new Runner<R>(name, options).run(points, trainables);
    }

    /**
     * Trains everything and returns what was trained; nothing is looked up and nothing is written.
     *
     * @return in the order of the grid: the last name's values first, and the repeats innermost
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public List<R> train() {
        List<Grid.Point> points = grid.points();
        List<Trainable<R>> trainables = points.stream().map(this::made).toList();
        return new Runner<R>(name, options).train(points, trainables);
    }

    private Trainable<R> made(Grid.Point point) {
        return maker.apply(point.setting());
    }

    @Override
    public String toString() {
        return "experiment '%s', varies %s, repeats %d"
                .formatted(name, grid.axes().keySet(), grid.repeats());
    }
}
