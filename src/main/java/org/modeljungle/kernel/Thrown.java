package org.modeljungle.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the code of a cell threw, out of the wrapping that is each kernel's own.
 *
 * @param type the full name of its class
 * @param message what it says
 * @param trace its own lines
 */
record Thrown(String type, String message, List<String> trace) {

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[;\\d]*m");
    private static final Pattern JJAVA = Pattern.compile("(?s)([\\w.$]+\\.[\\w$]+), (.*)"); // the type in its message
    private static final Pattern BAR = Pattern.compile("^(?:" + COLOURS + ")*\\|   "); // before the lines of its trace
    private static final String CAUSE = "Caused by: jdk.jshell.EvalException"; // below its own frames in 1.0-a6
    private static final String IJAVA = "EvalException"; // whose trace has the type, below a line of dashes

    /** Out of what a kernel is about to show; empty where it wraps nothing. */
    static Optional<Thrown> of(String name, String message, List<String> trace) {
        Matcher jjava = JJAVA.matcher(message);
        if (name.equals("RuntimeException") && jjava.matches()) {
            String type = jjava.group(1);
            return Optional.of(new Thrown(type, jjava.group(2), withoutWrapping(type, trace)));
        }
        if (name.equals(IJAVA) && trace.size() > 1) {
            List<String> own = trace.subList(1, trace.size());
            return Optional.of(new Thrown(bare(own.get(0)).replaceFirst("(?s):.*", ""), message, own));
        }
        return Optional.empty();
    }

    private static List<String> withoutWrapping(String type, List<String> trace) {
        List<String> lines =
                trace.stream().map(line -> BAR.matcher(line).replaceFirst("")).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (bare(lines.get(i)).startsWith(CAUSE)) {
                List<String> own = new ArrayList<>(lines.subList(i, lines.size()));
                own.set(0, own.get(0).replace(CAUSE, type));
                return own;
            }
        }
        return trace;
    }

    /** A line of a trace without its colours. */
    static String bare(String line) {
        return COLOURS.matcher(line).replaceAll("");
    }
}
