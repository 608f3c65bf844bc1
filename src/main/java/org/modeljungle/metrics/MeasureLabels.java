package org.modeljungle.metrics;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader calls a measure: {@code kendall-tau} in files is "Kendall's tau" in tables and charts. */
public final class MeasureLabels {

    private static final String BY_CHANCE = " by chance";
    private static final String OR = " or ";
    private static final Pattern PLACES = Pattern.compile("[a-z0-9-]+/(mrr|top-5|nearest|map|precision-4|one-class)");
    private static final Pattern AMONG = Pattern.compile("held-out-([0-9]+)");
    private static final String NAMED = "-named"; // the colour, the shape or the texture alone

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("auc", "AUC"),
            Map.entry("balanced-accuracy", "balanced accuracy"),
            Map.entry("f1", "F1"),
            Map.entry("kendall-tau", "Kendall's tau"),
            Map.entry("mean-average-precision", "mean average precision"),
            Map.entry("mrr", "mean reciprocal rank"),
            Map.entry("top-5", "top 5"),
            Map.entry("nearest", "nearest neighbour"),
            Map.entry("map", "mean average precision"),
            Map.entry("precision-4", "precision at 4"),
            Map.entry("one-class", "one class"),
            Map.entry("r2", "R\u00b2"),
            Map.entry("held-out", "held out"),
            Map.entry("held-out-among-all", "held out, among all"),
            Map.entry("seen-among-all", "seen, among all"));

    private MeasureLabels() {}

    /**
     * The label of a measure's name, also with " by chance" behind it, of its parts, "held-out/mrr", and of several,
     * "f1 or auc"; every other text is its own label.
     */
    public static String of(String name) {
        if (name.contains(OR)) {
            return Stream.of(name.split(OR, -1)).map(MeasureLabels::of).collect(Collectors.joining(OR));
        }
        if (name.endsWith(BY_CHANCE)) {
            return of(name.substring(0, name.length() - BY_CHANCE.length())) + BY_CHANCE;
        }
        if (PLACES.matcher(name).matches()) {
            return Stream.of(name.split("/", -1)).map(MeasureLabels::of).collect(Collectors.joining(", "));
        }
        Matcher among = AMONG.matcher(name);
        if (among.matches()) {
            return "held out, among " + among.group(1);
        }
        return name.endsWith(NAMED)
                ? name.substring(0, name.length() - NAMED.length()) + " named"
                : LABELS.getOrDefault(name, name);
    }
}
