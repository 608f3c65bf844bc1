package org.modeljungle.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.metrics.LabelAccuracy;

/**
 * Which of several classes each model knows: a yes or no for each.
 *
 * <p>Its accuracy is the share of all answers that are right; the other measures are means over the classes that have
 * them among the models scored.
 */
public final class ClassTarget implements Target {

    private static final String WHAT = "class target";

    private final List<String> names;
    private final float[][] labels; // [models, classes]

    /**
     * Labels of models.
     *
     * @param names of the classes
     * @param labels 1 where a model knows a class, else 0; copied // [models, classes]
     * @throws IllegalArgumentException if rows differ in length, or a label is another number
     */
    public ClassTarget(List<String> names, float[][] labels) {
        this.names = List.copyOf(names);
        this.labels = TargetRows.copied(WHAT, this.names, labels);
        for (int i = 0; i < labels.length; i++) {
            for (float label : labels[i]) {
                Check.that(
                        label == 0 || label == 1,
                        "%s: expected 0 or 1 for each class, found %s for model %d; a NumberTarget takes numbers",
                        WHAT,
                        label,
                        i);
            }
        }
    }

    /** Labels of classes that have no names but their numbers; as the constructor. */
    public static ClassTarget of(float[][] labels) {
        Check.that(labels.length > 0, "%s: expected 1 model or more, found none", WHAT);
        return new ClassTarget(TargetRows.numbered(labels[0].length), labels);
    }

    @Override
    public Kind kind() {
        return Kind.LABELS;
    }

    @Override
    public int models() {
        return labels.length;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public float[][] values(int... models) {
        return TargetRows.chosen(WHAT, labels, models);
    }

    @Override
    public ClassTarget select(int... models) {
        return new ClassTarget(names, values(models));
    }

    @Override
    public Object settings() {
        return Map.of();
    }

    @Override
    public String mainMeasure() {
        return ACCURACY;
    }

    @Override
    public double score(float[][] outputs, int... models) {
        TargetRows.checkOutputs(WHAT, outputs, width(), models);
        return LabelAccuracy.of(outputs, values(models));
    }

    @Override
    public List<Double> scores(float[][] outputs, int... models) {
        TargetRows.checkOutputs(WHAT, outputs, width(), models);
        return LabelAccuracy.ofEach(outputs, values(models));
    }

    @Override
    public Map<String, Double> measures(float[][] outputs, int... models) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(ACCURACY, score(outputs, models));
        boolean[][] answers = new boolean[outputs.length][width()];
        for (int i = 0; i < outputs.length; i++) {
            for (int k = 0; k < width(); k++) {
                answers[i][k] = outputs[i][k] > 0;
            }
        }
        List<ClassColumn> columns = ClassColumn.all(outputs, answers, values(models));
        ClassColumn.mean(columns, ClassColumn::hasBoth, c -> c.confusion().balancedAccuracy())
                .ifPresent(mean -> measures.put(BALANCED_ACCURACY, mean));
        measures.putAll(ClassColumn.measures(columns));
        return measures;
    }

    @Override
    public Map<String, Double> chances(int... models) {
        float[][] frequent = new float[models.length][width()];
        float[][] always = new float[models.length][width()];
        for (int k = 0; k < width(); k++) {
            boolean yes = 2 * share(k) > 1;
            for (int i = 0; i < models.length; i++) {
                frequent[i][k] = yes ? 1 : -1;
                always[i][k] = 1;
            }
        }
        Map<String, Double> chances = new LinkedHashMap<>(measures(always, models));
        chances.replace(ACCURACY, score(frequent, models));
        return chances;
    }

    /** The share of all models that know a class. */
    private double share(int k) {
        double sum = 0;
        for (float[] row : labels) {
            sum += row[k];
        }
        return sum / labels.length;
    }

    /** {@code 100 classes of 240 models}. */
    @Override
    public String toString() {
        return "%d classes of %d models".formatted(width(), models());
    }
}
