package org.modeljungle.jungle.zoo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Rows;
import org.modeljungle.weights.Weight;

/**
 * One finished unit of a zoo: networks of one architecture, and what is known of each.
 *
 * @param rows each network's parameters // [models][layout size]
 * @param numbers what is known of them, by name, one number for each network // [models]
 */
public record ZooStack(List<float[]> rows, Map<String, float[]> numbers) {

    /** A number's name in the file is this and its own. */
    static final String NUMBER = "card.";

    /** Checks that there is a number for each network. */
    public ZooStack {
        rows = List.copyOf(rows);
        int models = rows.size();
        numbers.forEach((name, values) -> Check.that(
                values.length == models,
                "stack of a zoo: expected a number '%s' of each of %d networks, found %d",
                name,
                models,
                values.length));
    }

    /**
     * Networks from one array of parameters.
     *
     * @param all [models, layout size]
     * @throws IllegalArgumentException if they are not whole networks, or a number is missing
     */
    public static ZooStack of(float[] all, int models, Map<String, float[]> numbers) {
        Check.that(
                models > 0 && all.length % models == 0,
                "stack of a zoo: expected whole rows of 1 network or more, found %d numbers for %d networks",
                all.length,
                models);
        int size = all.length / models;
        return new ZooStack(
                IntStream.range(0, models)
                        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
                        .toList(),
                numbers);
    }

    /**
     * All networks' values of each parameter in one tensor of its name, {@code [models, shape...]}, and the numbers.
     */
    Map<String, Weight> weights(ParameterLayout layout) {
        Map<String, Weight> weights = new LinkedHashMap<>(Rows.stacked(layout, rows));
        numbers.forEach((name, values) -> weights.put(NUMBER + name, Weight.of(values, values.length)));
        return weights;
    }
}
