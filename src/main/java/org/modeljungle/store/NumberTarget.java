package org.modeljungle.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.metrics.Explained;
import org.modeljungle.metrics.KendallTau;

/**
 * Numbers of each model: its test accuracy, the logarithm of its learning rate.
 *
 * <p>Measures of several numbers are means over them. Where predictions or truth are all equal there is no order to
 * meet, and tau is 0, as for guessing; R squared is left out where the truth is.
 */
public final class NumberTarget implements Target {

    private static final String WHAT = "number target";

    private final List<String> names;
    private final float[][] numbers; // [models, numbers]

    /**
     * Numbers of models.
     *
     * @param names of the numbers
     * @param numbers finite; copied // [models, numbers]
     * @throws IllegalArgumentException if rows differ in length, or a number is not finite
     */
    public NumberTarget(List<String> names, float[][] numbers) {
        this.names = List.copyOf(names);
        this.numbers = TargetRows.copied(WHAT, this.names, numbers);
        for (int i = 0; i < numbers.length; i++) {
            for (int k = 0; k < numbers[i].length; k++) {
                Check.that(
                        Float.isFinite(numbers[i][k]),
                        "%s: expected finite numbers, found %s as '%s' of model %d, and so of %d of %d models; leave"
                                + " these out",
                        WHAT,
                        numbers[i][k],
                        this.names.get(k),
                        i,
                        Arrays.stream(numbers).filter(row -> !isFinite(row)).count(),
                        numbers.length);
            }
        }
    }

    private static boolean isFinite(float... row) {
        for (float number : row) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    /**
     * One number of each model.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public static NumberTarget of(String name, float... numbers) {
        float[][] rows = new float[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            rows[i] = new float[] {numbers[i]};
        }
        return new NumberTarget(List.of(name), rows);
    }

    @Override
    public Kind kind() {
        return Kind.NUMBERS;
    }

    @Override
    public int models() {
        return numbers.length;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public float[][] values(int... models) {
        return TargetRows.chosen(WHAT, numbers, models);
    }

    @Override
    public NumberTarget select(int... models) {
        return new NumberTarget(names, values(models));
    }

    @Override
    public Object settings() {
        return Map.of();
    }

    @Override
    public String mainMeasure() {
        return KENDALL_TAU;
    }

    @Override
    public double score(float[][] outputs, int... models) {
        return mean(NumberTarget::tau, outputs, models);
    }

    @Override
    public List<Double> scores(float[][] outputs, int... models) {
        return List.of();
    }

    @Override
    public Map<String, Double> measures(float[][] outputs, int... models) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(KENDALL_TAU, score(outputs, models));
        float[][] truth = values(models);
        if (IntStream.range(0, width()).allMatch(k -> ordered(column(truth, k)))) { // else there is nothing to explain
            measures.put(R2, mean(Explained::of, outputs, models));
        }
        return measures;
    }

    @Override
    public Map<String, Double> chances(int... models) {
        Map<String, Double> chances = new LinkedHashMap<>();
        chances.put(KENDALL_TAU, 0.0);
        chances.put(R2, 0.0);
        return chances;
    }

    private double mean(ToDoubleBiFunction<double[], double[]> measure, float[][] outputs, int... models) {
        TargetRows.checkOutputs(WHAT, outputs, width(), models);
        float[][] truth = values(models);
        double sum = 0;
        for (int k = 0; k < width(); k++) {
            sum += measure.applyAsDouble(column(outputs, k), column(truth, k));
        }
        return sum / width();
    }

    private static double tau(double[] predicted, double[] truth) {
        return ordered(predicted) && ordered(truth) ? KendallTau.of(predicted, truth) : 0;
    }

    private static boolean ordered(double... numbers) {
        return Arrays.stream(numbers).anyMatch(number -> number != numbers[0]);
    }

    private static double[] column(float[][] rows, int k) {
        return Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
    }

    /** {@code test_accuracy of 240 models}. */
    @Override
    public String toString() {
        return "%s of %d models".formatted(String.join(", ", names), models());
    }
}
