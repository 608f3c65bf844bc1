package org.modeljungle.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.modeljungle.metrics.AveragePrecision;
import org.modeljungle.metrics.Confusion;
import org.modeljungle.metrics.RocAuc;

/**
 * The outputs for one class, and which models are of it: measures of several classes are means over such columns.
 *
 * @param scores of the models
 * @param answers whether each is said to be of the class
 * @param truth whether each is
 */
@SuppressWarnings("ArrayRecordComponent") // made here, shared with nobody
record ClassColumn(double[] scores, boolean[] answers, boolean[] truth) {

    /** A column for each class. */
    static List<ClassColumn> all(float[][] outputs, boolean[][] answers, float[][] values) {
        List<ClassColumn> columns = new ArrayList<>();
        for (int k = 0; k < values[0].length; k++) {
            int count = outputs.length;
            ClassColumn column = new ClassColumn(new double[count], new boolean[count], new boolean[count]);
            for (int i = 0; i < count; i++) {
                column.scores[i] = outputs[i][k];
                column.answers[i] = answers[i][k];
                column.truth[i] = values[i][k] == 1;
            }
            columns.add(column);
        }
        return columns;
    }

    /** F1 and mean average precision over the classes that a model is of, AUC over those that not all are of. */
    static Map<String, Double> measures(List<ClassColumn> columns) {
        Map<String, Double> measures = new LinkedHashMap<>();
        mean(columns, ClassColumn::hasPositives, column -> column.confusion().f1())
                .ifPresent(mean -> measures.put(Target.F1, mean));
        mean(columns, ClassColumn::hasBoth, ClassColumn::auc).ifPresent(mean -> measures.put(Target.AUC, mean));
        mean(columns, ClassColumn::hasPositives, column -> AveragePrecision.of(column.scores, column.truth))
                .ifPresent(mean -> measures.put(Target.MEAN_AVERAGE_PRECISION, mean));
        return measures;
    }

    static OptionalDouble mean(
            List<ClassColumn> columns, Predicate<ClassColumn> has, ToDoubleFunction<ClassColumn> measure) {
        return columns.stream().filter(has).mapToDouble(measure).average();
    }

    Confusion confusion() {
        return Confusion.of(answers, truth);
    }

    boolean hasPositives() {
        return confusion().positives() > 0;
    }

    boolean hasBoth() {
        return hasPositives() && confusion().negatives() > 0;
    }

    private double auc() {
        return RocAuc.of(chosen(true), chosen(false));
    }

    private double[] chosen(boolean positive) {
        List<Double> chosen = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] == positive) {
                chosen.add(scores[i]);
            }
        }
        return chosen.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
