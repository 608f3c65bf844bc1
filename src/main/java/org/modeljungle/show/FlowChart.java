package org.modeljungle.show;

import java.util.List;
import java.util.stream.Collectors;
import org.modeljungle.Check;

/**
 * How data flow through something, as boxes with arrows: the shape that comes out of each step, its parameters and its
 * multiply-adds.
 *
 * @param title above all
 * @param branches the steps of each way that data take, one or two ways; a second one meets the first in its last step
 */
public record FlowChart(String title, List<List<FlowStep>> branches) implements Figure {

    /** Copies the lists; there must be a step. */
    public FlowChart {
        branches = branches.stream().map(List::copyOf).toList();
        Check.that(
                !branches.isEmpty() && branches.size() <= 2 && branches.stream().noneMatch(List::isEmpty),
                "flow chart '%s': expected 1 or 2 branches of 1 step or more, found %s",
                title,
                branches);
    }

    /** A chart of one way. */
    public static FlowChart of(String title, List<FlowStep> steps) {
        return new FlowChart(title, List.of(steps));
    }

    /** The learnt numbers of all steps. */
    public long parameters() {
        return branches.stream()
                .flatMap(List::stream)
                .mapToLong(FlowStep::parameters)
                .sum();
    }

    /** The floating-point operations of all steps. */
    public long flops() {
        return branches.stream()
                .flatMap(List::stream)
                .mapToLong(FlowStep::flops)
                .sum();
    }

    /** All parameters and operations. */
    String sums() {
        return Amounts.count(parameters()) + " parameters, " + Amounts.count(flops() / 2) + " multiply-adds a model";
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new FlowPainter(this).paint());
    }

    /** A line for each step. */
    @Override
    public String text(Picture drawn) {
        return title + ": " + sums() + "\n"
                + branches.stream().map(FlowChart::lines).collect(Collectors.joining("\n"));
    }

    private static String lines(List<FlowStep> steps) {
        return steps.stream().map(FlowStep::toString).collect(Collectors.joining("\n  -> ", "  ", ""));
    }

    /** What the chart shows, in words. */
    String alt() {
        return title + ", data flow of " + sums() + ": "
                + branches.stream()
                        .map(steps -> steps.stream().map(FlowStep::toString).collect(Collectors.joining(", then ")))
                        .collect(Collectors.joining("; beside it "));
    }

    @Override
    public String toString() {
        return alt();
    }
}
