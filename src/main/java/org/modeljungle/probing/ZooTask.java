package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.store.Target;

/**
 * What is predicted about the networks of a zoo, and their split into train, validation and test.
 *
 * @param zoo the networks
 * @param target what is known of each network
 * @param loss what a method is trained to make small
 * @param train the networks to learn from
 * @param val those to choose settings and epochs by
 * @param test those to test on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ZooTask(Zoo zoo, Target target, Loss loss, int[] train, int[] val, int[] test) {

    /** Checks that all belong together: each network in one part, and numbers of each part that differ. */
    public ZooTask {
        Check.that(
                target.models() == zoo.models(),
                "zoo task: expected a target for each of %d networks, found %d",
                zoo.models(),
                target.models());
        checkNetworks("train", zoo.models(), train);
        checkNetworks("val", zoo.models(), val);
        checkNetworks("test", zoo.models(), test);
        checkApart(train, val, test);
        checkOrder("train", target, train);
        checkOrder("val", target, val);
        checkOrder("test", target, test);
    }

    /** With the usual loss for such a target. */
    public ZooTask(Zoo zoo, Target target, int[] train, int[] val, int[] test) {
        this(zoo, target, Loss.of(target.kind()), train, val, test);
    }

    private static void checkNetworks(String name, int models, int... part) {
        Check.that(part.length > 0, "zoo task: expected 1 network or more in %s, found none", name);
        for (int model : part) {
            Check.that(
                    model >= 0 && model < models,
                    "zoo task: expected networks 0 to %d in %s, found %d",
                    models - 1,
                    name,
                    model);
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

    /** Numbers that are all equal have no order; without this check that would be found after the training. */
    private static void checkOrder(String part, Target target, int... models) {
        if (target.kind() == Target.Kind.NUMBERS) {
            float[][] values = target.values(models);
            for (int number = 0; number < target.width(); number++) {
                Check.that(
                        differ(values, number),
                        "zoo task: expected 2 different numbers '%s' or more in %s, found %d equal ones; they have no"
                                + " order: take more networks, or split them by another seed",
                        target.names().get(number),
                        part,
                        models.length);
            }
        }
    }

    private static boolean differ(float[][] values, int number) {
        return Arrays.stream(values).anyMatch(row -> row[number] != values[0][number]);
    }

    /**
     * The task with a random split: of each of the zoo's groups a share to choose by, a share to test on, the others
     * to learn from.
     *
     * @param val above 0
     * @param test above 0; both together are below 1
     */
    public static ZooTask random(Zoo zoo, Target target, double val, double test, Seeds seeds) {
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
        return new ZooTask(zoo, target, sorted(others), sorted(forVal), sorted(forTest));
    }

    private static int[] sorted(List<Integer> models) {
        return models.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /**
     * The task with the parts of a published set: {@code ZooTask.of(new Zoo(set.groups()), target, set.split(order))}.
     *
     * @param parts the numbers of the networks of {@code train}, {@code val} and {@code test}
     * @throws IllegalArgumentException if one of the three is missing
     */
    public static ZooTask of(Zoo zoo, Target target, Map<String, int[]> parts) {
        Check.that(
                parts.keySet().containsAll(List.of("train", "val", "test")),
                "zoo task: expected the parts train, val and test, found %s",
                parts.keySet());
        return new ZooTask(zoo, target, parts.get("train"), parts.get("val"), parts.get("test"));
    }

    /** The numbers of the networks of {@code train}, {@code val} and {@code test}. */
    public Map<String, int[]> parts() {
        return Map.of("train", train, "val", val, "test", test);
    }

    /** The same with another loss. */
    public ZooTask withLoss(Loss other) {
        return new ZooTask(zoo, target, other, train, val, test);
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
                    digest.add(row).add(target.values(model)[0]);
                }
                model++;
            }
        }
        return digest.hex();
    }

    /**
     * The score of outputs by the target's main measure.
     *
     * @param outputs of the models // [models.length, width]
     */
    public double score(float[][] outputs, int... models) {
        return target.score(outputs, models);
    }

    /**
     * An outcome with what outputs are worth within each group of a zoo that has several, as measures:
     * {@code kendall-tau, group 1}, the zoo's first. Groups that cannot be scored, such as one whose numbers are all
     * equal, are left out.
     *
     * @param outputs of the test models // [test models, width]
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
            int[] some = IntStream.of(places).map(i -> test[i]).toArray();
            float[][] own = IntStream.of(places).mapToObj(i -> outputs[i]).toArray(float[][]::new);
            if (isScored(some)) {
                scored = scored.withMeasure(
                        target.mainMeasure() + ", group " + (group + 1),
                        target.score(own, some),
                        new Outcome.Basis(target.mainMeasure(), target.chance(some), some.length));
            }
        }
        return scored;
    }

    private boolean isScored(int... models) {
        float[][] values = target.values(models);
        return models.length > 0
                && (target.kind() != Target.Kind.NUMBERS
                        || IntStream.range(0, target.width()).allMatch(number -> differ(values, number)));
    }

    @Override
    public String toString() {
        return "%s, %d to train on, %d to validate, %d to test"
                .formatted(target, train.length, val.length, test.length);
    }
}
