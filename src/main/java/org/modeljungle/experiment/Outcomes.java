package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Results;
import org.modeljungle.metrics.Spread;
import tech.tablesaw.api.Table;

/**
 * Finished trials: to be filtered, grouped over their repeats, and shown as tables.
 *
 * <pre>{@code
 * show(outcomes.table());                               // one row a setting: mean, spread and n, the best marked
 * double[] accuracies = outcomes.where("probes", 64).scores();
 * }</pre>
 *
 * @param name of the experiment
 * @param trials in the order of the grid
 * @param source where they are kept, and how many were found there
 */
public record Outcomes(String name, List<Trial> trials, Source source) implements Iterable<Trial> {

    /**
     * Where trials are kept.
     *
     * @param folders the files', one or more
     * @param found how many trials were finished before
     * @param trained how many trainings were done now
     */
    public record Source(List<Path> folders, int found, int trained) {

        /** Copies the list. */
        public Source {
            folders = List.copyOf(folders);
        }

        /** Of trials in one folder. */
        public Source(Path folder, int found, int trained) {
            this(List.of(folder), found, trained);
        }

        private Source and(Source more) {
            List<Path> all = Stream.concat(folders.stream(), more.folders.stream())
                    .distinct()
                    .toList();
            return new Source(all, found + more.found, trained + more.trained);
        }

        /** The first of these files that is there. */
        private Optional<Path> find(Function<TrialFiles, Optional<Path>> file) {
            return folders.stream()
                    .flatMap(folder -> file.apply(new TrialFiles(folder)).stream())
                    .findFirst();
        }
    }

    /** Copies the list. */
    public Outcomes {
        trials = List.copyOf(trials);
        Check.that(!trials.isEmpty(), "outcomes of '%s': expected 1 trial or more, found none", name);
    }

    /** These trials and others, also of other experiments; settings that a trial lacks are empty in tables. */
    public Outcomes and(Outcomes more) {
        List<Trial> all = Stream.concat(trials.stream(), more.trials.stream()).toList();
        return new Outcomes(name, all, source.and(more.source));
    }

    /**
     * The trials of one value.
     *
     * @param value a number, a text, or what has a name
     * @throws IllegalArgumentException if there is no such trial
     */
    public Outcomes where(String setting, Object value) {
        Object label = Grid.Value.of(value).label();
        Set<Object> labels = new LinkedHashSet<>();
        trials.forEach(trial -> labels.add(trial.settings().get(setting)));
        List<Trial> chosen = trials.stream()
                .filter(trial -> label.equals(trial.settings().get(setting)))
                .toList();
        Check.that(
                !chosen.isEmpty(),
                "outcomes of '%s': expected a value of '%s' among %s, found '%s'; the settings are %s",
                name,
                setting,
                labels,
                label,
                settings());
        return new Outcomes(name, chosen, source);
    }

    /**
     * The trials that satisfy a condition.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Outcomes where(Predicate<Trial> wanted) {
        return new Outcomes(name, trials.stream().filter(wanted).toList(), source);
    }

    /** The same trials under another name: the title of their tables and charts. */
    public Outcomes named(String title) {
        return new Outcomes(title, trials, source);
    }

    /**
     * The same trials with another of their measures as the main one.
     *
     * @throws IllegalArgumentException if a trial has no such measure, or nothing is known of its chance
     */
    public Outcomes by(String measure) {
        return map(trial -> new Trial(
                trial.experiment(),
                trial.settings(),
                trial.repeat(),
                trial.seed(),
                trial.provenance(),
                trial.outcome().by(measure)));
    }

    /**
     * The same trials, one setting's values counting as repeats.
     *
     * @throws IllegalArgumentException if it was not varied
     */
    public Outcomes over(String setting) {
        Map<Map<String, Object>, Integer> counts = new HashMap<>();
        return map(trial -> {
            trial.setting(setting);
            Map<String, Object> fewer = new LinkedHashMap<>(trial.settings());
            fewer.remove(setting);
            int repeat = counts.merge(fewer, 1, Integer::sum) - 1;
            return new Trial(trial.experiment(), fewer, repeat, trial.seed(), trial.provenance(), trial.outcome());
        });
    }

    private Outcomes map(UnaryOperator<Trial> change) {
        return new Outcomes(name, trials.stream().map(change).toList(), source);
    }

    /** What is varied, in the order of the grid. */
    public Set<String> settings() {
        Set<String> names = new LinkedHashSet<>();
        trials.forEach(trial -> names.addAll(trial.settings().keySet()));
        return names;
    }

    /** The different values of one setting, in the order of the grid. */
    public List<Object> values(String setting) {
        Set<Object> values = new LinkedHashSet<>();
        trials.forEach(trial -> values.add(trial.setting(setting)));
        return List.copyOf(values);
    }

    /** The trials grouped by what is varied: each group holds the repeats of one combination of settings. */
    public List<Outcomes> groups() {
        Map<Map<String, Object>, List<Trial>> groups = new LinkedHashMap<>();
        trials.forEach(trial -> groups.computeIfAbsent(trial.settings(), key -> new ArrayList<>())
                .add(trial));
        return groups.values().stream()
                .map(group -> new Outcomes(name, group, source))
                .toList();
    }

    /** The first trial, for what is the same in all. */
    public Trial first() {
        return trials.get(0);
    }

    /** The main measure of each trial on its test models // [trials] */
    public double[] scores() {
        return each(Outcome::score);
    }

    /** Another measure of each trial on its test models // [trials] */
    public double[] scores(String measure) {
        return each(outcome -> {
            Double value = outcome.measures().get(measure);
            Check.that(
                    value != null,
                    "outcomes of '%s': expected one of the measures %s, found '%s'",
                    name,
                    outcome.measures().keySet(),
                    measure);
            return value;
        });
    }

    /** The main measure of each trial on the models that it chose by // [trials] */
    public double[] validation() {
        return each(Outcome::validation);
    }

    /** The main measure of each trial on the models that it learnt from // [trials] */
    public double[] training() {
        return each(Outcome::training);
    }

    /** The generalisation gap of each trial: its score on models learnt from less that on others // [trials] */
    public double[] gaps() {
        return each(Outcome::gap);
    }

    /** Any number of each trial // [trials] */
    public double[] each(ToDoubleFunction<Outcome> number) {
        return trials.stream()
                .mapToDouble(trial -> number.applyAsDouble(trial.outcome()))
                .toArray();
    }

    /** The mean of {@link #scores()}. */
    public double mean() {
        return Spread.of(scores()).mean();
    }

    /** The standard deviation of {@link #scores()}; 0 where there is but one. */
    public double std() {
        return Spread.of(scores()).std();
    }

    /**
     * Mean and standard deviation of the scores for a table: {@code 0.887 ± 0.011}, or {@code 0.887} where there is but
     * one.
     */
    public String text() {
        return Spread.of(scores()).toString();
    }

    /**
     * The repeats of the setting whose mean is best on the models to choose by: the first of equals.
     *
     * @throws IllegalArgumentException if a trial has no validation
     */
    public Outcomes best() {
        Outcomes best = null;
        for (Outcomes group : groups()) {
            double score = Spread.of(group.validation()).mean();
            Check.that(
                    !Double.isNaN(score),
                    "outcomes of '%s': expected each validated, to choose by, found none of %s",
                    name,
                    group.first().name());
            if (best == null || score > Spread.of(best.validation()).mean()) {
                best = group;
            }
        }
        return best;
    }

    /**
     * For each combination of these settings' values, {@link #best()} among everything else that was varied.
     *
     * @param settings one or more of {@link #settings()}
     * @throws IllegalArgumentException if a setting was not varied, or a trial has no validation
     */
    public Outcomes bestOfEach(String... settings) {
        Map<List<Object>, List<Trial>> parts = new LinkedHashMap<>();
        trials.forEach(trial -> parts.computeIfAbsent(
                        Stream.of(settings).map(trial::setting).toList(), values -> new ArrayList<>())
                .add(trial));
        List<Trial> best = parts.values().stream()
                .flatMap(part -> new Outcomes(name, part, source).best().trials.stream())
                .toList();
        return new Outcomes(name, best, source);
    }

    /** The mean time that a training took. */
    public double seconds() {
        return Spread.of(each(outcome -> outcome.costs().seconds())).mean();
    }

    /**
     * One row a setting: mean, spread and number of repeats; the best on validation marked, or the highest mean by a
     * star where nothing was validated; what it costs.
     */
    public Table table() {
        return OutcomeTables.settings(this);
    }

    /**
     * One row a value of one setting, one column a value of another: mean and spread of the scores, empty where there
     * is no trial; a star marks the highest mean of each column.
     *
     * @throws IllegalArgumentException if something else is varied too
     */
    public Table table(String rows, String columns) {
        return Pivot.of(this, rows, columns, Outcome::score, true);
    }

    /** The same of another number of each trial: {@code table("rate", "probes", Outcome::validation)}. */
    public Table table(String rows, String columns, ToDoubleFunction<Outcome> number) {
        return Pivot.of(this, rows, columns, number, false);
    }

    /** One row a setting, one column a measure: mean and spread over the repeats; a star marks the highest main one. */
    public Table measures() {
        return Pivot.measures(this);
    }

    /**
     * How far one value is ahead of each other value of the same setting, repeat by repeat, all else being equal.
     *
     * @throws IllegalArgumentException if there is no such value, nothing to compare it with, or the repeats differ
     */
    public Table leads(String setting, Object value) {
        return Leads.of(this, setting, value).table();
    }

    /**
     * One row a setting: mean and spread of several measures, and what guessing reaches of each; a star marks the
     * highest mean.
     *
     * @param measures as in {@link Outcome#bases()}
     * @throws IllegalArgumentException if a trial has no such measure
     */
    public Table measures(String... measures) {
        return OutcomeTables.measured(this, measures);
    }

    /** One row a trial: what is varied, each measure, what it costs, when and at which commit it was trained. */
    public Table tidy() {
        return OutcomeTables.trials(this);
    }

    /** The tidy table as CSV. */
    public String csv() {
        return tidy().write().toString("csv");
    }

    /**
     * The scores of each setting as metrics with spread, chance and n, for a results file.
     *
     * @param prefix what their names begin with: {@code ablations} gives {@code ablations/probex-64/accuracy}; empty
     *     where the first thing that was varied says it. Values of any text are told in lower case letters, digits
     *     and dashes, other letters by their codes: {@code β} as {@code u03b2}
     * @throws IllegalArgumentException if a setting has one repeat or no chance, or two have one name: {@code a b} and
     *     {@code a-b}
     */
    public List<Results.Metric> metrics(String prefix) {
        return metrics(prefix, "");
    }

    /**
     * The same where there may be one repeat only.
     *
     * @param why why there is one, if so
     */
    public List<Results.Metric> metrics(String prefix, String why) {
        return OutcomeMetrics.qualities(prefix, this, why);
    }

    /**
     * The generalisation gap of each setting as metrics, for a results file.
     *
     * @param why why there is one repeat only, if so
     */
    public List<Results.Metric> gapMetrics(String prefix, String why) {
        return OutcomeMetrics.gaps(prefix, this, why);
    }

    /**
     * How far one value is ahead of the others, as metrics: {@code digits/probegen-less-vanilla/accuracy}.
     *
     * @param why why there is one repeat only, if so
     * @throws IllegalArgumentException as {@link #leads}
     */
    public List<Results.Metric> leadMetrics(String prefix, String setting, Object value, String why) {
        return Leads.of(this, setting, value).metrics(prefix, why);
    }

    /**
     * The scores by each measure that has a chance and models of its own in all trials, such as {@code seen}, as
     * metrics. Trials that were kept before a measure was taken do not have it: {@link Experiment#force()} trains anew.
     *
     * @param why why there is one repeat, if so; empty where there are several
     */
    public List<Results.Metric> allMetrics(String prefix, String why) {
        return OutcomeMetrics.allQualities(prefix, this, why);
    }

    /**
     * The scores of each setting as metrics under names of the caller's own:
     * {@code why-trees/{reader}/children-{children}}, each setting in braces being replaced by its value.
     *
     * @throws IllegalArgumentException also if there is no such setting, or two names are the same
     */
    public List<Results.Metric> metricsNamed(String pattern, String why) {
        return MetricNames.named(pattern, this, why);
    }

    /** What each setting costs, as metrics: parameters, operations to read one model, seconds to train. */
    public List<Results.Metric> costs(String prefix) {
        return OutcomeMetrics.costs(prefix, this);
    }

    /** The git commits at which the trials were trained, for {@link org.modeljungle.Run#withTrainedAt(Collection)}. */
    public Set<String> commits() {
        Set<String> commits = new TreeSet<>();
        trials.forEach(trial -> commits.add(trial.provenance().commit()));
        return commits;
    }

    /**
     * Two runs, of other days or commits, setting by setting.
     *
     * @throws IllegalArgumentException if they have no setting in common
     */
    public static Table compare(Outcomes old, Outcomes now) {
        return OutcomeTables.compared(old, now);
    }

    /**
     * The outputs of a trial on its test models, where they were kept.
     *
     * @return [n, outputs]
     * @throws IllegalArgumentException if they are not those that were kept
     */
    public Optional<float[][]> outputs(Trial trial) {
        String digest = trial.provenance().digest();
        return source.find(files -> files.keptOutputs(digest)).map(Outputs::read);
    }

    /**
     * The file of what a trial trained, where it was kept.
     *
     * @throws IllegalArgumentException if it is not the one that was kept
     */
    public Optional<Path> reader(Trial trial) {
        String digest = trial.provenance().digest();
        return source.find(files -> files.keptReader(digest));
    }

    /** Writes them to one file, to be compared with later ones. */
    public void write(Path file) {
        OutcomeFile.write(this, file);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the file holds something else, or was changed
     */
    public static Outcomes read(Path file) {
        return OutcomeFile.read(file);
    }

    @Override
    public Iterator<Trial> iterator() {
        return trials.iterator();
    }

    /**
     * How many there are, and how many of them were found: {@code 27 trials: 18 found, 9 trained}. Of some chosen among
     * them, how many there are.
     */
    @Override
    public String toString() {
        int same = trials.size() - source.found - source.trained;
        String count = trials.size() == 1 ? "1 trial" : trials.size() + " trials";
        if (same < 0) {
            return count;
        }
        return "%s: %d found, %d trained".formatted(count, source.found, source.trained)
                + (same > 0 ? ", %d the same as another".formatted(same) : "");
    }
}
