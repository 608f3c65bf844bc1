package org.modeljungle.probing;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.metrics.KendallTau;

/**
 * What is to be told of the networks of a zoo, and which of them are to learn from.
 *
 * @param zoo the networks
 * @param goal classes or scores
 * @param wanted each network's class, as a whole number, or its score // [models]
 * @param train the networks to learn from
 * @param val those to choose by
 * @param test those to judge by
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ZooTask(Zoo zoo, Goal goal, float[] wanted, int[] train, int[] val, int[] test) {

    /** Checks that all belong together: each network in one part, and scores of each part that differ. */
    public ZooTask {
        Check.that(
                wanted.length == zoo.models(),
                "zoo task: expected a target for each of %d networks, found %d",
                zoo.models(),
                wanted.length);
        int[][] parts = {train, val, test};
        for (int[] part : parts) {
            checkNetworks(wanted.length, part);
        }
        checkTargets(goal, wanted);
        checkApart(parts);
        if (goal instanceof Goal.Score) {
            checkOrder("train", wanted, train);
            checkOrder("val", wanted, val);
            checkOrder("test", wanted, test);
        }
    }

    private static void checkNetworks(int models, int... part) {
        Check.that(part.length > 0, "zoo task: expected 1 network or more in each part, found none");
        for (int model : part) {
            Check.that(
                    model >= 0 && model < models, "zoo task: expected networks 0 to %d, found %d", models - 1, model);
        }
    }

    private static void checkTargets(Goal goal, float... wanted) {
        for (float target : wanted) {
            boolean fits = goal instanceof Goal.Classes classes
                    ? target == Math.rint(target) && target >= 0 && target < classes.count()
                    : Float.isFinite(target);
            Check.that(fits, "zoo task: expected targets for %s, found %s", goal, target);
        }
    }

    private static void checkApart(int[]... parts) {
        Set<Integer> seen = new HashSet<>();
        for (int[] part : parts) {
            for (int model : part) {
                Check.that(seen.add(model), "zoo task: expected each model in one part, found model %d twice", model);
            }
        }
    }

    /** Kendall's tau of scores that are all equal is none, and would only say so after a training. */
    private static void checkOrder(String name, float[] wanted, int... part) {
        Check.that(
                Arrays.stream(part).anyMatch(model -> wanted[model] != wanted[part[0]]),
                "zoo task: expected 2 different scores or more in %s, found %d equal ones; they have no order: take"
                        + " more networks, or part them by another seed",
                name,
                part.length);
    }

    /**
     * The task with networks parted at random: a share to choose by, a share to test on, the others to learn from.
     *
     * @param val above 0
     * @param test above 0; both together are below 1
     */
    public static ZooTask random(Zoo zoo, Goal goal, float[] wanted, double val, double test, Seeds seeds) {
        Check.that(
                val > 0 && test > 0 && val + test < 1,
                "zoo task: expected shares above 0 to choose by and to test on, together below 1, found %s and %s",
                val,
                test);
        int[] order = seeds.split("parts").permutation(zoo.models());
        int forVal = (int) Math.round(val * order.length);
        int forTest = (int) Math.round(test * order.length);
        return new ZooTask(
                zoo,
                goal,
                wanted,
                sorted(order, forVal + forTest, order.length),
                sorted(order, 0, forVal),
                sorted(order, forVal, forVal + forTest));
    }

    private static int[] sorted(int[] order, int from, int to) {
        return IntStream.range(from, to).map(i -> order[i]).sorted().toArray();
    }

    /**
     * How good outputs are: the share of classes told right, or Kendall's tau between scores told and true; 0 where all scores
     * told are equal.
     *
     * @param outputs of the models // [models.length][goal's outputs]
     */
    public double score(float[][] outputs, int... models) {
        if (goal instanceof Goal.Classes) {
            int right = 0;
            for (int i = 0; i < models.length; i++) {
                right += largest(outputs[i]) == (int) wanted[models[i]] ? 1 : 0;
            }
            return right / (double) models.length;
        }
        double[] told = IntStream.range(0, models.length)
                .mapToDouble(i -> outputs[i][0])
                .toArray();
        double[] truth =
                Arrays.stream(models).mapToDouble(model -> wanted[model]).toArray();
        boolean ordered = Arrays.stream(told).anyMatch(score -> score != told[0]);
        return ordered ? KendallTau.of(told, truth) : 0;
    }

    private static int largest(float... values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
