package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.NaturalOrder;

/** Bars that say how many models there are of each tree, and of each part of it. */
final class TreeBars {

    private static final int PARTS = 5; // bars side by side
    private static final String NONE = "no known tree";

    private TreeBars() {}

    static BarChart of(Models models, List<String> trees) {
        boolean others = models.stream().anyMatch(model -> model.tree().isEmpty());
        List<String> names = new ArrayList<>(trees);
        if (others) {
            names.add(NONE);
        }
        Set<String> parts = new TreeSet<>(NaturalOrder.NATURAL);
        models.forEach(model -> model.split().ifPresent(parts::add));
        boolean all = models.stream().allMatch(model -> model.split().isPresent());
        BarChart chart = Charts.bars("Models of each tree", "models", names);
        if (!all || parts.size() < 2 || parts.size() > PARTS) {
            return chart.series("models", counts(models, trees, names, model -> true));
        }
        for (String part : parts) {
            chart = chart.series(part, counts(models, trees, names, model -> model.isOfSplit(part)));
        }
        return chart;
    }

    private static double[] counts(Models models, List<String> trees, List<String> names, Predicate<Model> counted) {
        double[] counts = new double[names.size()];
        for (Model model : models) {
            if (counted.test(model)) {
                counts[model.tree().map(trees::indexOf).orElse(trees.size())]++;
            }
        }
        return counts;
    }
}
