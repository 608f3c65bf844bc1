package org.modeljungle.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error of a cell as people read it: its own name and message instead of the kernel's wrapping, and of the trace the
 * lines of the notebook, by cell and line, and the place where it came from.
 *
 * @param name of the error: {@code IllegalArgumentException}
 * @param message what it says
 * @param trace the lines shown
 */
public record CellError(String name, String message, List<String> trace) {

    private static final String REFUSED = "CompilationException";
    private static final Pattern FRAME = Pattern.compile("\\s*at (?:[\\w.]+/)?(.*)");
    private static final Pattern SNIPPET = Pattern.compile("(.*)\\(#(\\w+):(\\d+)\\)");
    private static final Pattern REJECTED = Pattern.compile("(?s)\\[snippet: \\[.*], status: REJECTED]");
    private static final Pattern MAGIC =
            Pattern.compile("(?s)Exception (?:occurred while )?running line magic '(\\w+)': (.*)");
    private static final Pattern HOLDER =
            Pattern.compile("(?:REPL\\.)?\\$JShell\\$\\w+\\$"); // JShell's class around each of a cell's
    private static final String STOPPED = "Interrupted"; // EvaluationInterruptedException, in both kernels
    private static final int TOP = 2; // frames shown above the notebook's own
    private static final int OWN = 5; // and of the notebook's own

    /**
     * An error that the kernel is about to show.
     *
     * @param places where a line of a snippet stands in the notebook, by the snippet's name and the line: {@code "7:2"}
     */
    public static CellError of(
            String name, String message, List<String> trace, Function<String, Optional<String>> places) {
        if (name.contains(STOPPED)) {
            return new CellError(
                    name, "stopped", List.of("Stopped. What was saved is kept: run the cell again to go on."));
        }
        if (REJECTED.matcher(message).matches() || (name.equals(REFUSED) && message.isEmpty())) {
            return new CellError(REFUSED, firstMessage(trace), trace);
        }
        CellError shown = unwrapped(name, message, trace, places);
        return OutOfMemory.explain(shown.name, shown.message, shown.trace).orElse(shown);
    }

    private static CellError unwrapped(
            String name, String message, List<String> trace, Function<String, Optional<String>> places) {
        return Thrown.of(name, message, trace)
                .map(own -> thrown(own, places))
                .orElseGet(() -> new CellError(
                        name, message, trace.stream().anyMatch(CellError::isFrame) ? shorten(trace, places) : trace));
    }

    private static CellError thrown(Thrown own, Function<String, Optional<String>> places) {
        String name = plain(own.type()).replaceFirst(".*\\.", "").replace('$', '.');
        String text = own.message().equals("null") ? "" : plain(own.message());
        Matcher magic = MAGIC.matcher(text);
        return magic.matches()
                ? new CellError(name, magic.group(2), List.of("in %" + magic.group(1) + ": " + magic.group(2)))
                : new CellError(name, text, shorten(own.trace(), places));
    }

    /** Classes that a cell declares, by the names that the cell gave them. */
    private static String plain(String text) {
        return HOLDER.matcher(text).replaceAll("");
    }

    /** What the compiler says, which follows the lines of the cell. */
    private static String firstMessage(List<String> trace) {
        return trace.stream()
                .map(line -> Thrown.bare(line).strip())
                .filter(line -> !line.startsWith("|") && !line.isEmpty())
                .findFirst()
                .orElse("the cell cannot be compiled");
    }

    private static boolean isFrame(String line) {
        return FRAME.matcher(Thrown.bare(line)).matches();
    }

    private static List<String> shorten(List<String> trace, Function<String, Optional<String>> places) {
        List<String> shown = new ArrayList<>();
        int frames = 0;
        int own = 0;
        int left = 0;
        String last = "";
        for (String line : trace) {
            Matcher frame = FRAME.matcher(Thrown.bare(line));
            if (!frame.matches()) {
                shown.add(plain(line));
                continue;
            }
            Matcher snippet = SNIPPET.matcher(frame.group(1));
            boolean isOwn = snippet.matches();
            String text = isOwn ? "    at " + place(snippet, places) : "    at " + plain(frame.group(1));
            if (!text.equals(last) && (isOwn ? own++ < OWN : own == 0 && frames++ < TOP)) {
                shown.add(text);
            } else {
                left++;
            }
            last = text;
        }
        if (left > 0) {
            shown.add(String.format(Locale.ROOT, "    ... and %,d more", left));
        }
        return List.copyOf(shown);
    }

    private static String place(Matcher snippet, Function<String, Optional<String>> places) {
        String method = plain(snippet.group(1)).replaceFirst("^\\.", "").replaceFirst("^lambda\\$.*", "lambda");
        String within = method.isEmpty() ? "" : " (" + method + ")";
        return places.apply(snippet.group(2) + ":" + snippet.group(3)).orElse("the notebook") + within;
    }
}
