package org.modeljungle.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.metrics.ClassAccuracy;
import org.modeljungle.metrics.RocAuc;

/**
 * Says of a model that none of the candidate captions fits it. How well the best candidate fits is compared with how
 * well it fits models whose captions are known to be among their candidates: a model that is below most of them is
 * likely one of a concept that is not there.
 *
 * <pre>{@code
 * Absence.Result absent = task.absence(alignment);
 * absent.auc();              // how well models of absent concepts are told from others
 * absent.found(0.1);         // how many of them are called so, where one in ten others is
 * }</pre>
 */
public final class Absence {

    /** How well the best of several candidates fits. */
    public enum Score {
        /** The largest cosine. */
        LARGEST {
            @Override
            public double of(float... cosines) {
                return cosines[ClassAccuracy.largest(cosines)];
            }
        },
        /** How far the largest cosine is ahead of the second largest. */
        LEAD {
            @Override
            public double of(float... cosines) {
                Check.that(cosines.length > 1, "absence: expected 2 candidates or more, found %d", cosines.length);
                float[] sorted = cosines.clone();
                Arrays.sort(sorted);
                return (double) sorted[sorted.length - 1] - sorted[sorted.length - 2];
            }
        };

        /**
         * The score of one model.
         *
         * @param cosines with the candidates, 1 or more // [candidates]
         */
        public abstract double of(float... cosines);
    }

    /**
     * What was said of models whose captions are known.
     *
     * @param models which
     * @param absent whether each model's caption was not among the candidates // [models]
     * @param probabilities see {@link Absence#probability} // [models]
     * @param scores how well each model's best candidate fits; see {@link Score} // [models]
     */
    public record Result(int[] models, boolean[] absent, double[] probabilities, double[] scores) {

        /**
         * The area under the ROC curve of models of absent concepts against the others, by the scores.
         *
         * @throws IllegalArgumentException if all captions were among the candidates, or none
         */
        public double auc() {
            return Absence.auc(part(scores, false), part(scores, true));
        }

        /**
         * The share of models of absent concepts that are called so, at a probability of {@code level} or less; NaN if
         * there are none.
         */
        public double found(double level) {
            return share(part(probabilities, true), level);
        }

        /** The share of the other models that are called so, wrongly: about {@code level}; NaN if there are none. */
        public double falseAlarms(double level) {
            return share(part(probabilities, false), level);
        }

        private double[] part(double[] values, boolean wanted) {
            return IntStream.range(0, values.length)
                    .filter(i -> absent[i] == wanted)
                    .mapToDouble(i -> values[i])
                    .toArray();
        }

        private static double share(double[] probabilities, double level) {
            Check.that(level > 0 && level < 1, "absence: expected a level between 0 and 1, found %s", level);
            return Arrays.stream(probabilities).filter(p -> p <= level).count() / (double) probabilities.length;
        }

        @Override
        public String toString() {
            int none = part(scores, true).length;
            boolean both = none > 0 && none < models.length;
            return "%d models, %d of absent concepts: AUC %s"
                    .formatted(models.length, none, Numbers.text(both ? auc() : Double.NaN));
        }
    }

    private final double[] known; // ascending
    private final Score score;

    private Absence(double[] known, Score score) {
        this.known = known;
        this.score = score;
    }

    /**
     * Learns what is usual.
     *
     * @param known models that nothing else was learnt from and whose captions are among the candidates: validation
     *     models of seen concepts, for example
     */
    public static Absence learnt(ZeroShot.Result known, Score score) {
        double[] sorted = scores(known.scores(), score);
        Arrays.sort(sorted);
        return new Absence(sorted, score);
    }

    /**
     * How likely a model one of whose candidates fits has a best one that fits no better: the rank of its score among
     * the known models' (a p-value, (1 + how many are as low or lower) / (1 + how many there are)). Where it is 0.1 or
     * less is taken for "nothing here fits", one in ten of the others is called so wrongly.
     *
     * @param cosines of one model with the candidates // [candidates]
     */
    public double probability(float... cosines) {
        return probability(score.of(cosines));
    }

    private double probability(double own) {
        long lower = Arrays.stream(known).filter(value -> value <= own).count();
        return (1.0 + lower) / (1 + known.length);
    }

    /**
     * Judges models whose captions are known, be they among the candidates or not.
     *
     * @param models which
     * @param captions one for each model of the alignment
     * @throws IllegalArgumentException if there is no such model, no model, or not a caption for each
     */
    public Result judge(Alignment alignment, int[] models, List<String> captions, List<String> candidates) {
        Check.that(
                captions.size() == alignment.models(),
                "absence: expected a caption for each of %d models, found %d",
                alignment.models(),
                captions.size());
        double[] scores = scores(alignment.scores(models, candidates), score);
        boolean[] absent = new boolean[models.length];
        for (int i = 0; i < absent.length; i++) {
            absent[i] = !candidates.contains(captions.get(models[i]));
        }
        double[] probabilities = Arrays.stream(scores).map(this::probability).toArray();
        return new Result(models.clone(), absent, probabilities, scores);
    }

    /**
     * How well models are told for which the right caption was taken away from those for which it was not: each model
     * is scored with all candidates, and with all but its own.
     *
     * @param result two candidates or more; three for {@link Score#LEAD}
     * @return the area under the ROC curve
     */
    public static double aucWithoutOwn(ZeroShot.Result result, Score score) {
        int candidates = result.candidates().size();
        Check.that(candidates > 1, "absence: expected 2 candidates or more, found %d", candidates);
        float[][] without = new float[result.models().length][];
        for (int i = 0; i < without.length; i++) {
            without[i] = without(result.scores()[i], result.truths()[i]);
        }
        return auc(scores(result.scores(), score), scores(without, score));
    }

    private static float[] without(float[] row, int left) {
        float[] others = new float[row.length - 1];
        System.arraycopy(row, 0, others, 0, left);
        System.arraycopy(row, left + 1, others, left, others.length - left);
        return others;
    }

    private static double auc(double[] present, double[] absent) {
        Check.that(
                present.length > 0 && absent.length > 0,
                "absence: expected models of concepts among the candidates and of absent ones, found %d and %d",
                present.length,
                absent.length);
        return RocAuc.of(present, absent);
    }

    private static double[] scores(float[][] cosines, Score score) {
        return Arrays.stream(cosines).mapToDouble(score::of).toArray();
    }

    @Override
    public String toString() {
        return "absence, learnt from %d models".formatted(known.length);
    }
}
