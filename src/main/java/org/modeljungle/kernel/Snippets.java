package org.modeljungle.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/** Which cell each of JShell's snippets is of: errors name snippets, people know cells. */
public final class Snippets {

    private record Place(int cell, int line, String source) {}

    private final Optional<JShell> shell;
    private final Map<String, Place> places = new HashMap<>();

    /** The snippets of a kernel, which keeps its JShell to itself. */
    public Snippets(Object kernel) {
        shell = KernelShell.of(kernel);
    }

    /**
     * Notes the snippets that are new since the last call.
     *
     * @param cell the number of the cell that made them
     * @param code its text
     */
    public synchronized void note(int cell, String code) {
        List<Snippet> all = shell.map(JShell::snippets).map(Stream::toList).orElse(List.of());
        int from = 0;
        for (Snippet snippet : all) {
            if (!places.containsKey(snippet.id())) {
                String source = snippet.source().strip();
                int at = code.indexOf(source, from);
                int line = at < 0
                        ? 0
                        : (int) code.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                from = at < 0 ? from : at + source.length();
                places.put(snippet.id(), new Place(cell, line, source));
            }
        }
    }

    /**
     * Where a line of a snippet stands: {@code cell [7], line 2: train(task);}.
     *
     * @param place the snippet's name and the line: {@code "12:1"}
     */
    public synchronized Optional<String> place(String place) {
        int colon = place.indexOf(':');
        Place found = places.get(place.substring(0, colon));
        if (found == null) {
            return Optional.empty();
        }
        int line = Integer.parseInt(place.substring(colon + 1));
        List<String> source = found.source.lines().toList();
        String text = line <= source.size() ? ": " + source.get(line - 1).strip() : "";
        return Optional.of("cell [%d], line %d%s".formatted(found.cell, found.line + line, text));
    }
}
