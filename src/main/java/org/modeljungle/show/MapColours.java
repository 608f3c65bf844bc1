package org.modeljungle.show;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.modeljungle.Numbers;

/**
 * The colours of an attribute's values on a map, which must be seen on a light ground and on a dark one.
 *
 * @param names what the legend says, from first to last
 * @param colours of each name
 * @param groups the place of each model's value among the names // [models]
 */
record MapColours(List<String> names, List<Color> colours, List<Integer> groups) {

    private static final int MOST = 20; // colours that can be told apart
    private static final int STEPS = 5; // of a scale of numbers
    private static final Color OTHERS = new Color(0x9A9A9A);

    /** What words for colours look like. */
    private static final Map<String, Color> WORDS = Map.ofEntries(
            Map.entry("red", new Color(0xDE1217)),
            Map.entry("orange", new Color(0xFF8505)),
            Map.entry("yellow", new Color(0xF0D81F)),
            Map.entry("green", new Color(0x1AA829)),
            Map.entry("cyan", new Color(0x1FC8D6)),
            Map.entry("blue", new Color(0x2A47EE)),
            Map.entry("purple", new Color(0x8C1FC7)),
            Map.entry("pink", new Color(0xFF80C2)),
            Map.entry("brown", new Color(0x854A1C)),
            Map.entry("white", new Color(0xDADADA)),
            Map.entry("black", new Color(0x444444)),
            Map.entry("grey", new Color(0x8A8A8A)));

    /** Those of charts first. */
    private static final List<Color> MANY = IntStream.of(
                    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x7A5195, 0x8C564B, 0xA6B800, 0xE5323B,
                    0x17BEB0, 0x4363D8, 0xF58CA0, 0x66A61E, 0xB15928, 0x9E8BE0, 0x00787A, 0xC2185B, 0xB59B00, 0x6E7FA0)
            .mapToObj(Color::new)
            .toList();

    static MapColours of(MapChart.Attribute attribute) {
        return attribute.numbers().isEmpty() ? ofWords(attribute.values()) : ofNumbers(attribute.numbers());
    }

    /** Without an attribute all models have one colour, and no legend. */
    static MapColours none(int models) {
        return new MapColours(
                List.of(),
                List.of(Style.series(0)),
                IntStream.range(0, models).mapToObj(i -> 0).toList());
    }

    /** In alphabetical order; where there are too many, the most frequent ones. */
    private static MapColours ofWords(List<String> values) {
        Map<String, Integer> counts = new TreeMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        List<String> named = new ArrayList<>(counts.keySet());
        boolean many = named.size() > MOST;
        if (many) {
            named.sort(Comparator.comparing(counts::get).reversed()); // stable
            named = new ArrayList<>(named.subList(0, MOST - 1).stream().sorted().toList());
        }
        List<String> kept = List.copyOf(named);
        List<Integer> groups = values.stream()
                .map(value -> kept.contains(value) ? kept.indexOf(value) : kept.size())
                .toList();
        List<Color> colours = new ArrayList<>(colours(kept));
        if (many) {
            named.add(Html.format("%,d others", counts.size() - kept.size()));
            colours.add(OTHERS);
        }
        return new MapColours(List.copyOf(named), List.copyOf(colours), groups);
    }

    private static List<Color> colours(List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return WORDS.keySet().containsAll(lower)
                ? lower.stream().map(WORDS::get).toList()
                : MANY.subList(0, names.size());
    }

    /** Ranges of equal size, from pale to dark. */
    private static MapColours ofNumbers(List<Double> numbers) {
        double low = numbers.stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .min()
                .orElse(0);
        double high = numbers.stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .max()
                .orElse(0);
        double step = high > low ? (high - low) / STEPS : 1;
        List<String> names = new ArrayList<>();
        List<Color> colours = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            names.add(Numbers.brief(low + i * step) + " to " + Numbers.brief(low + (i + 1) * step));
            colours.add(scale((double) i / (STEPS - 1)));
        }
        List<Integer> groups = numbers.stream()
                .map(value ->
                        Double.isFinite(value) ? (int) Math.max(0, Math.min(STEPS - 1, (value - low) / step)) : STEPS)
                .toList();
        if (groups.contains(STEPS)) {
            names.add("unknown");
            colours.add(OTHERS);
        }
        return new MapColours(names, colours, groups);
    }

    /** From yellow over green to violet, as viridis runs: all of it is seen on white and on black. */
    private static Color scale(double position) {
        int[] anchors = {0xF2C80F, 0x7AC143, 0x21A585, 0x2C72A8, 0x7A3FA0};
        return new Color(anchors[(int) Math.round(position * (anchors.length - 1))]);
    }

    /** The colour of a model. */
    Color of(int model) {
        return colours.get(groups.get(model));
    }
}
