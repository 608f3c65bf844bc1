package org.modeljungle.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * Shares of models to choose by and to test on; the rest is learnt from.
 *
 * @param val share, for {@code val}
 * @param test share, for {@code test}
 */
record Parts(double val, double test) {

    private static final String[] NAMES = {"val", "test", "train"};

    Parts {
        Check.that(
                val >= 0 && test > 0 && val + test < 1,
                "splitting models: expected a share of 0 or more for val and one above 0 for test, together below 1,"
                        + " found %s"
                        + " and %s",
                val,
                test);
    }

    /** Each model in a part by itself. */
    Models each(Models models, Seeds seeds) {
        return assign(models, List.of(singles(IntStream.range(0, models.size()).toArray())), seeds);
    }

    /** Models of one group in one part. */
    Models grouped(Models models, Function<Model, ?> group, Seeds seeds) {
        return assign(models, List.of(List.copyOf(by(models, group).values())), seeds);
    }

    /** The same shares of each stratum. */
    Models stratified(Models models, Function<Model, ?> stratum, Seeds seeds) {
        List<List<int[]>> strata = new ArrayList<>();
        by(models, stratum).values().forEach(members -> strata.add(singles(members)));
        return assign(models, strata, seeds);
    }

    /** Draws parts of the units of each stratum; a unit is some models that stay together. */
    private Models assign(Models models, List<List<int[]>> strata, Seeds seeds) {
        String[] splits = new String[models.size()];
        for (int s = 0; s < strata.size(); s++) {
            List<int[]> units = strata.get(s);
            int[] order = seeds.split("parts", s).permutation(units.size());
            int forVal = (int) Math.round(val * order.length);
            int forTest = (int) Math.round(test * order.length);
            for (int i = 0; i < order.length; i++) {
                String name = NAMES[i < forVal ? 0 : i < forVal + forTest ? 1 : 2];
                Arrays.stream(units.get(order[i])).forEach(model -> splits[model] = name);
            }
        }
        List<Model> parted = new ArrayList<>();
        for (int i = 0; i < splits.length; i++) {
            parted.add(models.get(i).withSplit(splits[i]));
        }
        Models all = Models.of(models.source(), parted);
        for (String name : NAMES) {
            Check.that(
                    all.places(name).length > 0 || (name.equals("val") && val == 0),
                    "splitting %s: expected models for %s, found none; take other shares, or more models or groups of"
                            + " them",
                    models.source(),
                    name);
        }
        return all;
    }

    private static Map<Object, int[]> by(Models models, Function<Model, ?> key) {
        Map<Object, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < models.size(); i++) {
            members.computeIfAbsent(key.apply(models.get(i)), any -> new ArrayList<>())
                    .add(i);
        }
        Map<Object, int[]> places = new LinkedHashMap<>();
        members.forEach((value, own) ->
                places.put(value, own.stream().mapToInt(Integer::intValue).toArray()));
        return places;
    }

    private static List<int[]> singles(int... models) {
        return Arrays.stream(models).mapToObj(model -> new int[] {model}).toList();
    }
}
