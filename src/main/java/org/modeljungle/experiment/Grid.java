package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * All combinations of what is varied, each repeated.
 *
 * @param axes the values of each, by name
 * @param repeats how often each combination is trained
 * @param seeds what the repeats' seeds are split from
 */
record Grid(Map<String, List<Value>> axes, int repeats, Seeds seeds) {

    /**
     * One value.
     *
     * @param label a number or a text, for tables
     * @param value itself
     */
    record Value(Object label, Object value) {

        static Value of(Object value) {
            Check.that(
                    value != null && !value.getClass().isArray(),
                    "varied: expected numbers, texts or things with a name, found %s; give a list for an array",
                    value == null ? "null" : "an array");
            if (value instanceof Number number) {
                return new Value(plain(number), value);
            }
            return new Value(value instanceof Described described ? described.name() : value.toString(), value);
        }
    }

    /** A number as a file of outcomes gives it back, so that it is found by either. */
    private static Number plain(Number number) {
        boolean whole = number instanceof Byte || number instanceof Short || number instanceof Long;
        if (whole && number.longValue() == number.intValue()) {
            return number.intValue();
        }
        return number instanceof Float ? (Number) Double.valueOf(number.toString()) : number;
    }

    /** One point of the grid, with its labels. */
    record Point(Map<String, Object> labels, Setting setting) {}

    Grid {
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        Check.that(repeats > 0, "experiment: expected 1 repeat or more, found %d", repeats);
    }

    static Grid none() {
        return new Grid(Map.of(), 1, new Seeds(0));
    }

    Grid with(String name, Collection<Value> values) {
        Check.that(!axes.containsKey(name), "experiment: expected different names, found two '%s'", name);
        Check.that(!values.isEmpty(), "experiment: expected 1 value of '%s' or more, found none", name);
        Set<Object> labels = new HashSet<>();
        values.forEach(value -> Check.that(
                labels.add(value.label),
                "experiment: expected different values of '%s', found two '%s'; give a map from names to values",
                name,
                value.label));
        Map<String, List<Value>> more = new LinkedHashMap<>(axes);
        more.put(name, List.copyOf(values));
        return new Grid(more, repeats, seeds);
    }

    /** All points, the last name's values first, and the repeats innermost. */
    List<Point> points() {
        List<List<Map.Entry<String, Value>>> all = List.of(List.of());
        for (Map.Entry<String, List<Value>> axis : axes.entrySet()) {
            List<List<Map.Entry<String, Value>>> longer = new ArrayList<>();
            for (List<Map.Entry<String, Value>> start : all) {
                for (Value value : axis.getValue()) {
                    List<Map.Entry<String, Value>> one = new ArrayList<>(start);
                    one.add(Map.entry(axis.getKey(), value));
                    longer.add(one);
                }
            }
            all = longer;
        }
        List<Point> points = new ArrayList<>();
        all.forEach(values -> {
            for (int repeat = 0; repeat < repeats; repeat++) {
                points.add(point(values, repeat));
            }
        });
        return points;
    }

    private Point point(List<Map.Entry<String, Value>> values, int repeat) {
        Map<String, Object> labels = new LinkedHashMap<>();
        Map<String, Object> themselves = new LinkedHashMap<>();
        values.forEach(entry -> {
            labels.put(entry.getKey(), entry.getValue().label);
            themselves.put(entry.getKey(), entry.getValue().value);
        });
        return new Point(labels, new Setting(themselves, repeat, seeds.split("repeat", repeat)));
    }
}
