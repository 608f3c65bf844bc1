package org.modeljungle.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.metrics.ClassAccuracy;

/**
 * Which one of several labels each model has: its tree, its architecture, the data that it was trained on.
 *
 * <p>F1, AUC and average precision take one label against all others and are means over the labels that have them among
 * the models scored.
 */
public final class LabelTarget implements Target {

    private static final String WHAT = "label target";

    private final List<String> names;
    private final int[] labels; // [models]

    /**
     * A label of each model.
     *
     * @param names of the labels
     * @param labels the place in {@code names} of each model's; copied // [models]
     * @throws IllegalArgumentException if a label is not one of the names
     */
    public LabelTarget(List<String> names, int... labels) {
        this.names = List.copyOf(names);
        this.labels = labels.clone();
        Check.that(
                names.stream().distinct().count() == names.size() && names.size() > 1,
                "%s: expected 2 labels or more, each once, found %s",
                WHAT,
                names);
        for (int i = 0; i < labels.length; i++) {
            Check.that(
                    labels[i] >= 0 && labels[i] < names.size(),
                    "%s: expected labels from 0 to %d, found %d for model %d",
                    WHAT,
                    names.size() - 1,
                    labels[i],
                    i);
        }
    }

    /**
     * Labels that come as numbers, for example from a zoo.
     *
     * @param names of the labels
     * @param labels whole numbers, the place in {@code names} of each model's // [models]
     * @throws IllegalArgumentException if a label is not one of the names
     */
    public static LabelTarget of(List<String> names, float... labels) {
        int[] whole = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            whole[i] = (int) labels[i];
            Check.that(
                    whole[i] == labels[i],
                    "%s: expected whole numbers from 0 to %d, found %s for model %d",
                    WHAT,
                    names.size() - 1,
                    labels[i],
                    i);
        }
        return new LabelTarget(names, whole);
    }

    @Override
    public Kind kind() {
        return Kind.LABEL;
    }

    @Override
    public int models() {
        return labels.length;
    }

    @Override
    public List<String> names() {
        return names;
    }

    /** The places in {@link #names()} of some models' labels. */
    public int[] labels(int... models) {
        int[] chosen = new int[models.length];
        for (int i = 0; i < models.length; i++) {
            TargetRows.checkModel(WHAT, labels.length, models[i]);
            chosen[i] = labels[models[i]];
        }
        return chosen;
    }

    /** The label of one model. */
    public String label(int model) {
        return names.get(labels(model)[0]);
    }

    @Override
    public float[][] values(int... models) {
        int[] chosen = labels(models);
        float[][] values = new float[chosen.length][width()];
        for (int i = 0; i < chosen.length; i++) {
            values[i][chosen[i]] = 1;
        }
        return values;
    }

    @Override
    public LabelTarget select(int... models) {
        return new LabelTarget(names, labels(models));
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
        return ClassAccuracy.of(answers(outputs, models), labels(models));
    }

    @Override
    public List<Double> scores(float[][] outputs, int... models) {
        int[] answers = answers(outputs, models);
        int[] truth = labels(models);
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            scores.add(answers[i] == truth[i] ? 1.0 : 0.0);
        }
        return scores;
    }

    private int[] answers(float[][] outputs, int... models) {
        TargetRows.checkOutputs(WHAT, outputs, width(), models);
        return Arrays.stream(outputs).mapToInt(ClassAccuracy::largest).toArray();
    }

    @Override
    public Map<String, Double> measures(float[][] outputs, int... models) {
        int[] answers = answers(outputs, models);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(ACCURACY, score(outputs, models));
        measures.put(BALANCED_ACCURACY, ClassAccuracy.balanced(answers, labels(models)));
        boolean[][] said = new boolean[answers.length][width()];
        for (int i = 0; i < answers.length; i++) {
            said[i][answers[i]] = true;
        }
        measures.putAll(ClassColumn.measures(ClassColumn.all(outputs, said, values(models))));
        return measures;
    }

    /** As {@link #chances}, without what the other measures take: of many labels that is much. */
    @Override
    public double chance(int... models) {
        int[] truth = labels(models);
        return mostFrequent()
                .mapToDouble(label -> {
                    int[] always = new int[truth.length];
                    Arrays.fill(always, label);
                    return ClassAccuracy.of(always, truth);
                })
                .average()
                .orElseThrow();
    }

    /** Of labels that are equally frequent, the mean of what each comes to. */
    @Override
    public Map<String, Double> chances(int... models) {
        return mostFrequent()
                .boxed()
                .flatMap(label -> measuresOfAlways(label, models).entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, LinkedHashMap::new, Collectors.averagingDouble(Map.Entry::getValue)));
    }

    private IntStream mostFrequent() {
        int[] counts = new int[width()];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        int most = Arrays.stream(counts).max().orElse(0);
        return IntStream.range(0, width()).filter(label -> counts[label] == most);
    }

    private Map<String, Double> measuresOfAlways(int label, int... models) {
        float[][] outputs = new float[models.length][width()];
        for (float[] row : outputs) {
            row[label] = 1;
        }
        return measures(outputs, models);
    }

    /** {@code one of 5 labels of each of 240 models}. */
    @Override
    public String toString() {
        return "one of %d labels of each of %d models".formatted(width(), models());
    }
}
