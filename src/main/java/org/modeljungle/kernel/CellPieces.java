package org.modeljungle.kernel;

import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * JShell knows single statements, a cell has several, and its cursor may stand in any. The statements before it go into
 * a block together with the one at the cursor, so that their variables are known before the cell has ever run.
 */
final class CellPieces {

    private static final Pattern MAGIC = Pattern.compile("(?m)^\\s*%.*$");
    private static final Pattern CODE = Pattern.compile("\\S");
    private static final Pattern METHOD =
            Pattern.compile("(?s)\\s*(?!new\\b|return\\b|throw\\b|else\\b)[\\w<>\\[\\],.?@\\s]+\\s\\w+\\s*\\([^)]*\\)"
                    + "\\s*(?:throws [\\w., ]+)?\\{.*");
    private static final String OPEN = "{ ";

    private final SourceCodeAnalysis analysis;
    private final StringBuilder block = new StringBuilder();
    private String rest = "";

    private CellPieces(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /** What to ask about a position of a cell, the best first. */
    static List<Piece> at(SourceCodeAnalysis analysis, String cell, int position) {
        CellPieces pieces = new CellPieces(analysis);
        pieces.split(CodeTexts.blank(MAGIC, cell.substring(0, position)));
        Piece inBlock = new Piece(OPEN + pieces.block + pieces.rest, OPEN.length());
        Piece alone = new Piece(pieces.rest, pieces.rest.length() - position);
        boolean first = pieces.block.isEmpty() || METHOD.matcher(pieces.rest).matches();
        return first ? List.of(alone, inBlock) : List.of(inBlock, alone);
    }

    private void split(String code) {
        rest = code;
        CompletionInfo info = analysis.analyzeCompletion(rest);
        while (info.completeness().isComplete() && !info.remaining().isEmpty() && rest.endsWith(info.remaining())) {
            String statement =
                    rest.substring(0, rest.length() - info.remaining().length());
            block.append(belongsInBlock(statement) ? statement : CodeTexts.blank(CODE, statement));
            rest = info.remaining();
            info = analysis.analyzeCompletion(rest);
        }
    }

    /** A block holds neither imports nor methods. */
    private boolean belongsInBlock(String statement) {
        String plain = CodeTexts.blank(statement).strip();
        return !plain.startsWith("import ") && (!plain.endsWith("}") || !isMethod(statement));
    }

    private boolean isMethod(String statement) {
        return analysis.sourceToSnippets(statement).stream().anyMatch(one -> one.kind() == Snippet.Kind.METHOD);
    }
}
