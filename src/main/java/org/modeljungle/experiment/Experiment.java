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

/**
 * Trainings over a grid of settings, as many at a time as the machine has cores; what comes out is the same as one
 * after the other. Each finished trial is a small file, found again by all that its outcome depends on, whatever the
 * order or company: a value added later trains only what is new, and a stopped call goes on when it is called again.
 *
 * <pre>{@code
 * Outcomes outcomes = Experiment.of("probes", s -> MetanetworkExpert.probeX("q", sizes.withProbes(s.integer("probes")))
 *                 .withRate(s.number("rate")).on(task))
 *         .vary("probes", 16, 64, 128).vary("rate", 1e-3, 3e-3).repeats(3).run();
 * }</pre>
 *
 * @param <R> what a training gives
 */
public final class Experiment<R> {

    private final String name;
    private final Function<Setting, ? extends Trainable<R>> maker;
    private final Grid grid;
    private final Options options;

    /** How it is run, which makes no difference to what comes out. */
    record Options(Path folder, int workers, boolean force, boolean keepOutputs, boolean keepReaders) {}

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
     * @param maker from a value of all that is varied to what is trained
     */
    public static <R> Experiment<R> of(String name, Function<Setting, ? extends Trainable<R>> maker) {
        int cores = Runtime.getRuntime().availableProcessors();
        Options usual = new Options(Caches.folder().resolve("trials"), cores, false, false, false);
        return new Experiment<>(name, maker, Grid.none(), usual);
    }

    /** Some trainings side by side, told apart by their names, under {@code method}. */
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

    /** The same over several values, by the names that they are to have. */
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

    /** The same with repeats whose seeds are split from these; without, from 0. */
    public Experiment<R> seeds(Seeds seeds) {
        return with(new Grid(grid.axes(), grid.repeats(), seeds));
    }

    /** The same with so many trainings at a time; as many as the machine has cores without. */
    public Experiment<R> workers(int count) {
        Check.that(count > 0, "experiment: expected 1 worker or more, found %d", count);
        return with(new Options(options.folder, count, options.force, options.keepOutputs, options.keepReaders));
    }

    /** The same with its trials in another folder than the cache's. */
    public Experiment<R> in(Path folder) {
        return with(new Options(folder, options.workers, options.force, options.keepOutputs, options.keepReaders));
    }

    /** The same, but all of it is trained anew, and replaces what was kept. */
    public Experiment<R> force() {
        return with(new Options(options.folder, options.workers, true, options.keepOutputs, options.keepReaders));
    }

    /** The same, the outputs on the test models kept, so that another measure needs no training. */
    public Experiment<R> keepOutputs() {
        return with(new Options(options.folder, options.workers, options.force, true, options.keepReaders));
    }

    /** The same, the trained things kept as files where they have such a form. */
    public Experiment<R> keepReaders() {
        return with(new Options(options.folder, options.workers, options.force, options.keepOutputs, true));
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
     */
    public Outcomes run() {
        List<Grid.Point> points = grid.points();
        List<Trainable<R>> trainables = points.stream().map(this::made).toList();
        return new Runner<R>(name, options).run(points, trainables);
    }

    /**
     * Trains all of it and keeps what has learnt in memory; nothing is looked up and nothing written.
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
}
