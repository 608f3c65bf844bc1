package org.modeljungle.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/**
 * What is to be read off models' weights, with what is known of it of each model: several labels ({@link ClassTarget}),
 * one label ({@link LabelTarget}) or numbers ({@link NumberTarget}).
 *
 * <p>Whatever reads models gives {@link #width()} outputs of each, as the {@link Kind} says, and {@link #measures}
 * tells how good they are.
 */
public interface Target {

    /** What kinds of outputs there are. */
    enum Kind {
        /** Several yes-or-no labels: outputs are logits, above 0 for yes. */
        LABELS,
        /** One of several labels: outputs are the labels' scores, the largest of them is the answer. */
        LABEL,
        /** Numbers: outputs are their values, in their own units. */
        NUMBERS;

        /** What files call it: {@code labels}, {@code label} or {@code numbers}. */
        public String inFiles() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind that files call so; none if there is no such kind. */
        public static Optional<Kind> ofFiles(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.inFiles().equals(name))
                    .findFirst();
        }
    }

    /** The share of answers that are right, as a name of a measure. */
    String ACCURACY = "accuracy";

    /** The same with what is rare counting as much as what is frequent, as a name of a measure. */
    String BALANCED_ACCURACY = "balanced-accuracy";

    /** The harmonic mean of precision and recall, as a name of a measure. */
    String F1 = "f1";

    /** The area under the ROC curve, as a name of a measure. */
    String AUC = "auc";

    /** The mean average precision, as a name of a measure. */
    String MEAN_AVERAGE_PRECISION = "mean-average-precision";

    /** Kendall's rank correlation, as a name of a measure. */
    String KENDALL_TAU = "kendall-tau";

    /** The share of the variance that is explained, as a name of a measure. */
    String R2 = "r2";

    /** What its outputs are. */
    Kind kind();

    /** The number of models. */
    int models();

    /** What each output is of: the names of the classes, of the labels or of the numbers. */
    List<String> names();

    /** The number of outputs of one model. */
    default int width() {
        return names().size();
    }

    /**
     * What is known of some models, as numbers to come close to: 0 and 1 for labels, of one label 1 for the model's
     * own.
     *
     * @return [chosen, width]
     */
    float[][] values(int... models);

    /** The same of all models // [models, width] */
    default float[][] all() {
        return values(IntStream.range(0, models()).toArray());
    }

    /** The same for some models alone, in the order given. */
    Target select(int... models);

    /**
     * How good outputs are, by the names of the measures; one that these models do not have (the AUC of labels that are
     * all yes) is left out.
     *
     * @param outputs of the models // [models.length, width]
     * @throws IllegalArgumentException if the outputs are not of that shape
     */
    Map<String, Double> measures(float[][] outputs, int... models);

    /** The name of the measure that settings are chosen by; the larger the better. */
    String mainMeasure();

    /** The main measure alone; as {@link #measures}. */
    double score(float[][] outputs, int... models);

    /** The main measure of each model by itself, for intervals; empty where it is one of all models together. */
    List<Double> scores(float[][] outputs, int... models);

    /**
     * What each measure of these models comes to for whoever has not looked at their weights: for accuracies the most
     * frequent answer among all models of this target, so that 3 positives in 30 do not look like success.
     */
    Map<String, Double> chances(int... models);

    /**
     * What its measures depend on beside its kind, names and values, as plain data: nothing for the library's targets.
     * A record of your own is its own settings.
     *
     * @throws IllegalArgumentException if this is no record, and doesn't say them in another way
     */
    default Object settings() {
        Check.that(
                getClass().isRecord(),
                "target %s: expected a record, whose components are its settings, found %s; make it one, or let"
                        + " settings() name them",
                names(),
                getClass().getName());
        return this;
    }

    /** Adds what it is, and all that is known, to a digest. */
    default void addTo(DataDigest digest) {
        digest.add(kind().name());
        names().forEach(digest::add);
        for (float[] values : all()) {
            digest.add(values);
        }
    }

    /** The chance of the main measure. */
    default double chance(int... models) {
        return chances(models).get(mainMeasure());
    }
}
