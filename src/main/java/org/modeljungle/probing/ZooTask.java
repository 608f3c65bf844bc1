package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.jungle.zoo.NetworkZoo;

/**
 * What is predicted about the networks of a zoo, and their split into train, validation and test.
 *
 * @param zoo the networks
 * @param goal classes or scores
 * @param targets each network's class, as a whole number, or its score // [models]
 * @param train the networks to learn from
 * @param val those to choose settings and epochs by
 * @param test those to test on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ZooTask(Zoo zoo, Goal goal, float[] targets, int[] train, int[] val, int[] test) {

    /** Checks that all belong together: each network in one part, and scores of each part that differ. */
    public ZooTask {
        Check.that(
                targets.length == zoo.models(),
                "zoo task: expected a target for each of %d networks, found %d",
                zoo.models(),
                targets.length);
        int[][] parts = {train, val, test};
        for (int[] part : parts) {
            checkNetworks(targets.length, part);
        }
        for (float target : targets) {
            goal.check(target);
        }
        checkApart(parts);
        goal.checkPart("train", some(targets, train));
        goal.checkPart("val", some(targets, val));
        goal.checkPart("test", some(targets, test));
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
     * The task with a random split: of each of the zoo's groups a share to choose by, a share to test on, the others
     * to learn from.
     *
     * @param val above 0
     * @param test above 0; both together are below 1
     */
    public static ZooTask random(Zoo zoo, Goal goal, float[] targets, double val, double test, Seeds seeds) {
        Check.that(
                val > 0 && test > 0 && val + test < 1,
                "zoo task: expected shares above 0 to choose by and to test on, together below 1, found %s and %s",
                val,
                test);
        List<Integer> forVal = new ArrayList<>();
        List<Integer> forTest = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        int start = 0;
        for (int group = 0; group < zoo.groups().size(); group++) {
            int count = zoo.groups().get(group).rows().size();
            Seeds own = group == 0 ? seeds.split("parts") : seeds.split("parts", group);
            int[] order = own.permutation(count);
            int first = (int) Math.round(val * count);
            int second = first + (int) Math.round(test * count);
            for (int i = 0; i < count; i++) {
                (i < first ? forVal : i < second ? forTest : others).add(start + order[i]);
            }
            start += count;
        }
        return new ZooTask(zoo, goal, targets, sorted(others), sorted(forVal), sorted(forTest));
    }

    private static int[] sorted(List<Integer> models) {
        return models.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** The targets of some networks // [models.length] */
    public float[] targetsOf(int... models) {
        return some(targets, models);
    }

    private static float[] some(float[] targets, int... models) {
        float[] some = new float[models.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = targets[models[i]];
        }
        return some;
    }

    /** SHA-256 of the training networks and their targets. */
    String trainingSet() {
        boolean[] known = new boolean[zoo.models()];
        Arrays.stream(train).forEach(model -> known[model] = true);
        DataDigest digest = new DataDigest();
        int model = 0;
        for (NetworkZoo.Group group : zoo.groups()) {
            for (float[] row : group.rows()) {
                if (known[model]) {
                    digest.add(row).add(targets[model]);
                }
                model++;
            }
        }
        return digest.hex();
    }

    /**
     * The score of outputs by the goal's measure.
     *
     * @param outputs of the models // [models.length][goal's outputs]
     */
    public double score(float[][] outputs, int... models) {
        return goal.score(outputs, targetsOf(models));
    }

    /**
     * An outcome with what outputs are worth within each group of a zoo that has several, as measures:
     * {@code tau, group 1}, the zoo's first. Groups that the goal cannot score, such as one whose scores are all equal,
     * are left out.
     *
     * @param outputs of the test models // [test models, outputs]
     */
    Outcome withGroups(Outcome outcome, float[]... outputs) {
        Outcome scored = outcome;
        int end = 0;
        for (int group = 0; group < zoo.groups().size() && zoo.groups().size() > 1; group++) {
            int start = end;
            end += zoo.groups().get(group).rows().size();
            int last = end;
            int[] places = IntStream.range(0, test.length)
                    .filter(i -> test[i] >= start && test[i] < last)
                    .toArray();
            float[] some = targetsOf(IntStream.of(places).map(i -> test[i]).toArray());
            float[][] own = IntStream.of(places).mapToObj(i -> outputs[i]).toArray(float[][]::new);
            if (isScored(some)) {
                scored = scored.withMeasure(
                        "%s, group %d".formatted(goal.measure(), group + 1),
                        goal.score(own, some),
                        new Outcome.Basis(goal.measure(), goal.chance(some), some.length));
            }
        }
        return scored;
    }

    private boolean isScored(float... targets) {
        try {
            goal.checkPart("a group", targets);
            return targets.length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
