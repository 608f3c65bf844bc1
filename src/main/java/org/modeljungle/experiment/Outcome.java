package org.modeljungle.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.Epochs;
import org.modeljungle.store.Target;

/**
 * How good a trained thing is, and what it costs. NaN stands for a number that does not exist.
 *
 * @param measure the name of the main measure, by which it was also validated
 * @param measures each measure on the test models, by name, the main one among them; larger is better for the main one
 * @param bases what measures are based on, by name, where that differs from the chance, {@code n} and name of the main
 *     one
 * @param scores the main measure of each test model by itself, in the task's order, for intervals and for subsets;
 *     empty where there is no such thing // [n]
 * @param validation the main measure on the models to choose by
 * @param training the main measure on the models that were learnt from
 * @param chance the value of the main measure that guessing reaches on the test models
 * @param n the number of test models
 * @param costs what it takes
 * @param history the course of training; empty where there is none
 */
public record Outcome(
        String measure,
        Map<String, Double> measures,
        Map<String, Basis> bases,
        List<Double> scores,
        double validation,
        double training,
        double chance,
        int n,
        Costs costs,
        List<Epochs.Evaluation> history) {

    /**
     * What a trained thing costs.
     *
     * @param parameters the number of learnt numbers
     * @param flops floating-point operations to read one model; a multiplication and an addition are two
     * @param flopsPerBatch those that are done once for all models of a batch
     * @param seconds how long the training took, beside others where several ran side by side
     */
    public record Costs(long parameters, long flops, long flopsPerBatch, double seconds) {}

    /**
     * What one of several measures is based on.
     *
     * @param unit what is counted, where the measure's name says another thing: the measure {@code seen} may be an
     *     {@code accuracy}
     * @param chance the value that guessing reaches
     * @param n the number of models that it was measured on
     */
    public record Basis(String unit, double chance, int n) {}

    /** Copies, and checks that the main measure is there. */
    public Outcome {
        Check.that(
                measures.containsKey(measure),
                "outcome: expected the main measure '%s' among the measures, found %s",
                measure,
                measures.keySet());
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        bases = Collections.unmodifiableMap(new LinkedHashMap<>(bases));
        Check.that(
                measures.keySet().containsAll(bases.keySet()),
                "outcome: expected bases of its measures %s, found %s",
                measures.keySet(),
                bases.keySet());
        scores = List.copyOf(scores);
        history = List.copyOf(history);
        Check.that(
                scores.isEmpty() || scores.size() == n,
                "outcome: expected a score for each of %d test models, found %d",
                n,
                scores.size());
    }

    /**
     * An outcome with one measure; the {@code with...} methods add what else is known.
     *
     * @param measure its name, such as {@code accuracy}
     * @param value on the test models
     * @param n the number of test models
     */
    public static Outcome of(String measure, double value, int n) {
        double none = Double.NaN;
        return new Outcome(
                measure,
                Map.of(measure, value),
                Map.of(),
                List.of(),
                none,
                none,
                none,
                n,
                new Costs(0, 0, 0, 0),
                List.of());
    }

    /**
     * Everything that a target says of outputs: its measures, the main one of each model by itself, and the chance.
     *
     * @param outputs of the test models // [test models, width]
     * @param test the places of these models in the target
     */
    public static Outcome of(Target target, float[][] outputs, int... test) {
        return of(target.mainMeasure(), target.score(outputs, test), test.length)
                .withScores(target.scores(outputs, test))
                .withMeasures(target.measures(outputs, test))
                .withChance(target.chance(test));
    }

    /** The main measure on the test models. */
    public double score() {
        return measures.get(measure);
    }

    /** What the main measure counts: {@code accuracy}. */
    public String unit() {
        return bases.containsKey(measure) ? bases.get(measure).unit() : measure;
    }

    /**
     * The same with another of its measures as the main one, and with that one's chance and {@code n}. What is known of
     * the main one alone, the training models' score and those of the test models one by one, is left out; validation
     * stays.
     *
     * @throws IllegalArgumentException if there is no such measure, or it has no basis of its own
     */
    public Outcome by(String other) {
        if (other.equals(measure)) {
            return this;
        }
        Basis basis = bases.get(other);
        Check.that(
                basis != null, "outcome: expected a measure that has a basis, %s, found '%s'", bases.keySet(), other);
        return new Outcome(
                other, measures, bases, List.of(), validation, Double.NaN, basis.chance, basis.n, costs, history);
    }

    /** The generalisation gap: the score on models learnt from less that on others. */
    public double gap() {
        return training - score();
    }

    /** The same with another measure on the test models. */
    public Outcome withMeasure(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(measures);
        more.put(name, value);
        return new Outcome(measure, more, bases, scores, validation, training, chance, n, costs, history);
    }

    /** The same with another measure that has a chance and models of its own. */
    public Outcome withMeasure(String name, double value, Basis basis) {
        Map<String, Basis> all = new LinkedHashMap<>(bases);
        all.put(name, basis);
        Map<String, Double> more = new LinkedHashMap<>(measures);
        more.put(name, value);
        return new Outcome(measure, more, all, scores, validation, training, chance, n, costs, history);
    }

    /** The same with several measures on the test models. */
    public Outcome withMeasures(Map<String, Double> others) {
        Map<String, Double> more = new LinkedHashMap<>(measures);
        more.putAll(others);
        return new Outcome(measure, more, bases, scores, validation, training, chance, n, costs, history);
    }

    /** The same with the main measure of each test model by itself // [n] */
    public Outcome withScores(List<Double> each) {
        return new Outcome(measure, measures, bases, each, validation, training, chance, n, costs, history);
    }

    /** The same with the main measure on the models to choose by. */
    public Outcome withValidation(double score) {
        return new Outcome(measure, measures, bases, scores, score, training, chance, n, costs, history);
    }

    /** The same with the main measure on the models that were learnt from. */
    public Outcome withTraining(double score) {
        return new Outcome(measure, measures, bases, scores, validation, score, chance, n, costs, history);
    }

    /** The same with what guessing reaches. */
    public Outcome withChance(double guessing) {
        return new Outcome(measure, measures, bases, scores, validation, training, guessing, n, costs, history);
    }

    /** The same with other costs; the seconds stay. */
    public Outcome withCosts(long parameters, long flops, long flopsPerBatch) {
        Costs all = new Costs(parameters, flops, flopsPerBatch, costs.seconds);
        return new Outcome(measure, measures, bases, scores, validation, training, chance, n, all, history);
    }

    /** The same with the time that the training took. */
    public Outcome withSeconds(double seconds) {
        Costs all = new Costs(costs.parameters, costs.flops, costs.flopsPerBatch, seconds);
        return new Outcome(measure, measures, bases, scores, validation, training, chance, n, all, history);
    }

    /** The same with the course of training. */
    public Outcome withHistory(List<Epochs.Evaluation> course) {
        return new Outcome(measure, measures, bases, scores, validation, training, chance, n, costs, course);
    }
}
