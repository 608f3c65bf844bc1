package org.modeljungle.probing;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;

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
        for (float target : wanted) {
            goal.check(target);
        }
        checkApart(parts);
        goal.checkPart("train", some(wanted, train));
        goal.checkPart("val", some(wanted, val));
        goal.checkPart("test", some(wanted, test));
    }

    private static void checkNetworks(int models, int... part) {
        Check.that(part.length > 0, "zoo task: expected 1 network or more in each part, found none");
        for (int model : part) {
            Check.that(
                    model >= 0 && model < models, "zoo task: expected networks 0 to %d, found %d", models - 1, model);
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

    /** The targets of some networks // [models.length] */
    public float[] wantedOf(int... models) {
        return some(wanted, models);
    }

    private static float[] some(float[] wanted, int... models) {
        float[] some = new float[models.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = wanted[models[i]];
        }
        return some;
    }

    /** SHA-256 of the networks to learn from and of what is to be told of them. */
    String trainingSet() {
        boolean[] known = new boolean[zoo.models()];
        Arrays.stream(train).forEach(model -> known[model] = true);
        DataDigest digest = new DataDigest();
        int model = 0;
        for (Zoo.Group group : zoo.groups()) {
            for (float[] row : group.rows()) {
                if (known[model]) {
                    digest.add(row).add(wanted[model]);
                }
                model++;
            }
        }
        return digest.hex();
    }

    /**
     * How good outputs are, as the goal says.
     *
     * @param outputs of the models // [models.length][goal's outputs]
     */
    public double score(float[][] outputs, int... models) {
        return goal.score(outputs, wantedOf(models));
    }
}
