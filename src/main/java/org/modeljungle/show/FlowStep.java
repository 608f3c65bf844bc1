package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/**
 * One step of what a reader does to a model's weights.
 *
 * @param name what happens
 * @param result the shape of what comes out: {@code [128, 64]}; empty where it is not known
 * @param parameters how many learnt numbers it has
 * @param flops floating-point operations for one model; a multiplication and an addition are two
 */
public record FlowStep(String name, String result, long parameters, long flops) {

    /** Checks the counts. */
    public FlowStep {
        Check.that(
                parameters >= 0 && flops >= 0,
                "step '%s': expected 0 parameters and operations or more, found %d and %d",
                name,
                parameters,
                flops);
    }

    /** A step without parameters and operations of its own: what goes in. */
    public static FlowStep input(String name, int... shape) {
        return new FlowStep(name, shape(shape), 0, 0);
    }

    /** The shape as text; empty for none. */
    static String shape(int... sizes) {
        return sizes.length == 0 ? "" : Arrays.toString(sizes);
    }

    /** What the step costs, a line each. */
    List<String> costs() {
        List<String> lines = new ArrayList<>();
        if (parameters > 0) {
            lines.add(Amounts.count(parameters) + " parameters");
        }
        if (flops > 0) {
            lines.add(Amounts.count(flops / 2) + " multiply-adds");
        }
        return lines;
    }

    /** In a line. */
    @Override
    public String toString() {
        List<String> costs = costs();
        return (result.isEmpty() ? name : name + " " + result)
                + (costs.isEmpty() ? "" : " (" + String.join(", ", costs) + ")");
    }
}
