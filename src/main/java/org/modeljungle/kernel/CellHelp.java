package org.modeljungle.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.modeljungle.help.Page;
import org.modeljungle.help.SignatureHelp;

/**
 * What Tab and Shift-Tab show at a position of a cell. Positions count characters as Jupyter does: one that Java keeps
 * as two counts once. To be used in the thread that runs the cells: JShell is not safe for several.
 */
public final class CellHelp {

    /**
     * What may stand in place of a part of the cell.
     *
     * @param matches the texts; none where nothing is known
     * @param start where the part begins
     * @param end where it ends
     */
    public record Completions(List<String> matches, int start, int end) {

        /** Nothing is known. */
        public static final Completions NONE = new Completions(List.of(), 0, 0);
    }

    private final JShell shell;

    /** Help about the cells of a JShell. */
    public CellHelp(JShell shell) {
        this.shell = shell;
    }

    /** Whether the line at the cursor is a magic, so far: the kernel knows those. */
    public static boolean isMagic(String cell, int cursor) {
        String before = cell.substring(0, index(cell, cursor));
        return before.substring(before.lastIndexOf('\n') + 1).strip().startsWith("%");
    }

    /** What Tab offers; nothing within a string or a comment. */
    public Completions complete(String cell, int cursor) {
        String before = cell.substring(0, index(cell, cursor));
        if (CodeTexts.isOpen(before)) {
            return Completions.NONE;
        }
        int end = cell.codePointCount(0, before.length());
        int named = LocalNames.nameStart(before);
        List<String> local = LocalNames.at(before);
        for (Piece piece : CellPieces.at(shell.sourceCodeAnalysis(), cell, before.length())) {
            int[] anchor = new int[1];
            List<String> found = ask(piece, anchor);
            int start = anchor[0] - piece.shift();
            if (!found.isEmpty() && start >= 0 && start <= before.length()) {
                Stream<String> all = Stream.concat(start == named ? local.stream() : Stream.empty(), found.stream());
                return new Completions(all.distinct().toList(), cell.codePointCount(0, start), end);
            }
        }
        return new Completions(local, cell.codePointCount(0, named), end);
    }

    private List<String> ask(Piece piece, int[] anchor) {
        return texts(shell.sourceCodeAnalysis()
                .completionSuggestions(piece.code(), piece.code().length(), anchor));
    }

    /** Those of the type that is asked for come first. */
    private static List<String> texts(List<Suggestion> found) {
        return found.stream()
                .sorted(Comparator.comparing(Suggestion::matchesType).reversed())
                .map(Suggestion::continuation)
                .distinct()
                .toList();
    }

    /** What Shift-Tab shows: the documentation of the name at the cursor, else of the call that it stands in. */
    public Optional<Page> inspect(String cell, int cursor) {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        for (int position : positions(cell, index(cell, cursor))) {
            for (Piece piece : CellPieces.at(analysis, cell, position)) {
                List<Documentation> found =
                        analysis.documentation(piece.code(), piece.code().length(), true);
                if (!found.isEmpty()) {
                    return Optional.of(Page.together(found.stream()
                            .map(one -> SignatureHelp.of(one.signature(), one.javadoc()))
                            .toList()));
                }
            }
        }
        return Optional.empty();
    }

    /** The name's end, with the parenthesis behind it first: a method is known by its call. */
    private static Set<Integer> positions(String cell, int cursor) {
        int end = cursor;
        while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
            end++;
        }
        int next = end;
        while (next < cell.length() && " \t<>".indexOf(cell.charAt(next)) >= 0) {
            next++;
        }
        boolean named = end > 0 && Character.isJavaIdentifierPart(cell.charAt(end - 1));
        Set<Integer> positions = new LinkedHashSet<>();
        if (named && next < cell.length() && cell.charAt(next) == '(') {
            positions.add(next + 1);
        }
        positions.add(end);
        positions.addAll(OpenCalls.positions(cell.substring(0, cursor)));
        return positions;
    }

    private static int index(String cell, int cursor) {
        return cell.offsetByCodePoints(0, Math.max(0, Math.min(cursor, cell.codePointCount(0, cell.length()))));
    }

    /**
     * Questions that make the first ones of the user fast: JShell reads the classes of a package when it is first asked
     * about them. Each takes a moment only.
     */
    public List<Runnable> warmUps() {
        Set<String> questions = shell.imports()
                .map(ImportSnippet::fullname)
                .map(name -> name.substring(0, name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        questions.add("Object o = new ");
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        List<Runnable> all = new ArrayList<>();
        questions.forEach(code -> all.add(() -> analysis.completionSuggestions(code, code.length(), new int[1])));
        all.add(() -> inspect("Math.max(", "Math.max(".length()));
        return all;
    }
}
