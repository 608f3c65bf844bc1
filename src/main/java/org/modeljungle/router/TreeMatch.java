package org.modeljungle.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.NaturalOrder;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which of the trees that were found is which, judged by models whose true trees are known: how many models of each
 * true tree went into each found one.
 *
 * <pre>{@code
 * TreeMatch match = TreeMatch.of(survey.trees(), pile);
 * show(match.table());
 * RoutingScore score = RoutingScore.of(router.route(later), match.truth(later));
 * }</pre>
 *
 * @param trees the true trees, in natural order
 * @param counts of each true tree, and last of the models of no known tree, how many are in each found tree of two
 *     models or more, and last how many are single // [trees + 1, found + 1]
 */
public record TreeMatch(List<String> trees, int[][] counts) {

    /** Copies the list. */
    public TreeMatch {
        trees = List.copyOf(trees);
    }

    /**
     * Counts.
     *
     * @param found the trees of these models, in their order
     * @param models a model without a tree belongs to no known one
     */
    public static TreeMatch of(Trees found, Models models) {
        int[] labels = found.labels();
        Check.that(
                labels.length == models.size(),
                "tree match: expected the %d models that the trees were found among, found %d",
                labels.length,
                models.size());
        TreeSet<String> names = new TreeSet<>(NaturalOrder.NATURAL);
        models.forEach(model -> model.tree().ifPresent(names::add));
        List<String> trees = List.copyOf(names);
        int single = found.atLeast(2);
        int[][] counts = new int[trees.size() + 1][single + 1];
        for (int i = 0; i < labels.length; i++) {
            counts[row(trees, models.get(i))][Math.min(single, labels[i])]++;
        }
        return new TreeMatch(trees, counts);
    }

    /** The number of found trees of two models or more. */
    public int found() {
        return counts[0].length - 1;
    }

    /**
     * The found tree that most models of a true one are in, the first of equals; {@link Route#UNKNOWN} if all are
     * single.
     *
     * @throws IllegalArgumentException if there is no such true tree
     */
    public int found(String tree) {
        Check.that(trees.contains(tree), "tree match: expected one of the trees %s, found '%s'", trees, tree);
        int[] own = counts[trees.indexOf(tree)];
        return IntStream.range(0, found())
                .filter(t -> own[t] > 0)
                .reduce((best, t) -> own[t] > own[best] ? t : best)
                .orElse(Route.UNKNOWN);
    }

    /**
     * Where models should be sent: each to the found tree that its true one is; a model of no known tree nowhere.
     *
     * @return as {@link RoutingScore#of} wants it // [models]
     */
    public int[] truth(Models models) {
        return models.stream()
                .mapToInt(model ->
                        model.tree().filter(trees::contains).map(this::found).orElse(Route.UNKNOWN))
                .toArray();
    }

    /** One row a true tree, one column a found one. */
    public Table table() {
        List<String> kinds = new ArrayList<>(trees);
        kinds.add("of no known tree");
        Table table = Table.create("Where the models of each tree went").addColumns(StringColumn.create("tree", kinds));
        for (int t = 0; t <= found(); t++) {
            int column = t;
            table.addColumns(IntColumn.create(
                    t < found() ? "found " + t : "single",
                    IntStream.range(0, kinds.size()).map(k -> counts[k][column]).toArray()));
        }
        return table;
    }

    private static int row(List<String> trees, Model model) {
        return model.tree()
                .map(tree -> Collections.binarySearch(trees, tree, NaturalOrder.NATURAL))
                .orElse(trees.size());
    }

    @Override
    public String toString() {
        return "trees %s: %s".formatted(trees, Arrays.deepToString(counts));
    }
}
