package org.modeljungle.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.modeljungle.weights.NaturalOrder;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What numbers are like in each tree. */
final class NumberSummary {

    /** One line. */
    private record Line(String tree, String number, DescriptiveStatistics values) {}

    private NumberSummary() {}

    static Table of(Models models, String... names) {
        TreeSet<String> trees = new TreeSet<>(NaturalOrder.NATURAL);
        trees.addAll(models.trees());
        List<Line> lines = new ArrayList<>();
        for (String tree : trees) {
            Models own = models.ofTree(tree);
            for (String name : names) {
                lines.add(new Line(tree, name, new DescriptiveStatistics(own.numbers(name))));
            }
        }
        return Table.create(models.source())
                .addColumns(
                        StringColumn.create("tree", lines.stream().map(Line::tree)),
                        StringColumn.create("number", lines.stream().map(Line::number)),
                        LongColumn.create(
                                "models",
                                lines.stream()
                                        .mapToLong(line -> line.values.getN())
                                        .toArray()),
                        column("mean", lines, DescriptiveStatistics::getMean),
                        column("std", lines, DescriptiveStatistics::getStandardDeviation),
                        column("lowest", lines, DescriptiveStatistics::getMin),
                        column("highest", lines, DescriptiveStatistics::getMax));
    }

    private static DoubleColumn column(String name, List<Line> lines, ToDoubleFunction<DescriptiveStatistics> number) {
        return DoubleColumn.create(
                name,
                lines.stream()
                        .mapToDouble(line -> number.applyAsDouble(line.values))
                        .toArray());
    }
}
