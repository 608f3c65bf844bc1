package org.modeljungle.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.metrics.ClassAccuracy;
import org.modeljungle.metrics.ConformalSets;
import org.modeljungle.metrics.Ranks;
import tech.tablesaw.api.Table;

/** Classifies models: the prediction is the candidate caption with the largest cosine. */
public final class ZeroShot {

    private ZeroShot() {}

    /**
     * Classifies models whose captions are known.
     *
     * @param models which to classify, for example {@code split.heldOut()}
     * @param captions one for each model of the jungle
     * @param candidates different captions, those of all {@code models} among them
     * @throws IllegalArgumentException if there is no such model, no model, or a caption is not among the candidates
     */
    public static Result classify(Alignment alignment, int[] models, List<String> captions, List<String> candidates) {
        Check.that(
                captions.size() == alignment.models(),
                "zero-shot: expected a caption for each of %d models, found %d",
                alignment.models(),
                captions.size());
        checkSome(models);
        Captions.distinct(captions, models); // checks the indices
        int[] truths = Captions.positions(captions, models, candidates);
        return new Result(models, candidates, truths, alignment.scores(models, candidates));
    }

    /**
     * Classifies models among their own captions: a split's held-out models among the held-out concepts.
     *
     * @throws IllegalArgumentException as the longer form
     */
    public static Result classify(Alignment alignment, int[] models, List<String> captions) {
        return classify(alignment, models, captions, Split.concepts(captions, models));
    }

    /**
     * The result.
     *
     * @param models which were classified
     * @param candidates the captions to choose from
     * @param truths the position of each model's own caption among the candidates // [models]
     * @param scores cosines // [models, candidates]
     */
    public record Result(int[] models, List<String> candidates, int[] truths, float[][] scores) {

        /** Checks that there is a model, and that all scores are numbers. */
        public Result {
            checkSome(models);
            for (int i = 0; i < scores.length; i++) {
                for (float score : scores[i]) {
                    Check.that(
                            Float.isFinite(score),
                            "zero-shot: expected cosines, found %s for model %d",
                            score,
                            models[i]);
                }
            }
        }

        /** The position of each model's best candidate, the first of equals // [models] */
        public int[] predictions() {
            return answers(scores);
        }

        /** The place of each model's own caption, 1 for the best; equals come before it // [models] */
        public int[] ranks() {
            return Ranks.of(scores, truths);
        }

        /** 1 for each model that got its own caption, 0 for the others // [models] */
        public List<Double> correct() {
            int[] predictions = predictions();
            return IntStream.range(0, truths.length)
                    .mapToObj(i -> predictions[i] == truths[i] ? 1.0 : 0.0)
                    .toList();
        }

        /** The share of models that got their own caption. */
        public double accuracy() {
            return ClassAccuracy.of(predictions(), truths);
        }

        /** The share of models whose own caption is among the best {@code k}. */
        public double accuracyWithin(int k) {
            Check.that(
                    k >= 1 && k <= candidates.size(),
                    "zero-shot: expected k from 1 to %d candidates, found %d",
                    candidates.size(),
                    k);
            return Ranks.within(k, ranks());
        }

        /** The mean of one over the place of each model's own caption; see {@link #ranks}. */
        public double meanReciprocalRank() {
            return Ranks.meanReciprocal(ranks());
        }

        /** The mean reciprocal rank of guessing. */
        public double meanReciprocalRankByChance() {
            return Ranks.meanReciprocalByChance(candidates.size());
        }

        /** The accuracy of guessing. */
        public double chance() {
            return 1.0 / candidates.size();
        }

        /** How many models of each own caption got each candidate // [own caption, candidate] */
        public int[][] confusion() {
            int[][] counts = new int[candidates.size()][candidates.size()];
            int[] predictions = predictions();
            for (int i = 0; i < truths.length; i++) {
                counts[truths[i]][predictions[i]]++;
            }
            return counts;
        }

        /**
         * What is taken for what: one row a pair of captions, the most frequent first, of equally frequent ones that
         * whose captions come first among the candidates.
         *
         * @param most how many rows at most
         * @return the model's own caption, the one that it got, how many models that happened to, and of how many
         */
        public Table confusions(int most) {
            return Confusions.table(this, most);
        }

        /**
         * Sets of captions that hold the right one as often as was asked for, for further models of the same kind as
         * these: the threshold is learnt from the cosines of these models with their own captions.
         *
         * @param coverage a probability, such as 0.9
         * @throws IllegalArgumentException if there are too few models to promise it
         */
        public ConformalSets conformal(double coverage) {
            double[] own = IntStream.range(0, truths.length)
                    .mapToDouble(i -> scores[i][truths[i]])
                    .toArray();
            return ConformalSets.of(own, coverage);
        }

        /** The captions in each model's set, in the candidates' order // [models] */
        public List<List<String>> sets(ConformalSets sets) {
            return Arrays.stream(scores)
                    .map(row -> Arrays.stream(sets.set(row))
                            .mapToObj(candidates::get)
                            .toList())
                    .toList();
        }

        /** How often a model's own caption is in its set. */
        public double coverage(ConformalSets sets) {
            return sets.coverage(scores, truths);
        }

        /** The mean number of captions in a set. */
        public double meanSetSize(ConformalSets sets) {
            return sets.meanSize(scores);
        }

        /** The caption that each model got // [models] */
        public List<String> names() {
            return Arrays.stream(predictions()).mapToObj(candidates::get).toList();
        }

        @Override
        public String toString() {
            return "%d models, each among %d captions: accuracy %s"
                    .formatted(models.length, candidates.size(), Numbers.text(accuracy()));
        }
    }

    private static void checkSome(int... models) {
        Check.that(models.length > 0, "zero-shot: expected 1 model or more, found none");
    }

    /** The place of each row's largest score, the first of equals. */
    static int[] answers(float[][] scores) {
        return Arrays.stream(scores).mapToInt(ClassAccuracy::largest).toArray();
    }
}
