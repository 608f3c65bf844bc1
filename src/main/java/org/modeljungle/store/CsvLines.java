package org.modeljungle.store;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;

/**
 * Takes the text of a CSV file apart (RFC 4180), keeping the number of each line for messages: a reader of tables that
 * skips and renames could not name them.
 */
final class CsvLines {

    /**
     * The cells of one record.
     *
     * @param line where it starts, from 1 on
     */
    record Line(int line, List<String> cells) {}

    private final String where;
    private final String text;
    private int at;
    private int line = 1;

    private CsvLines(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /** All lines that are not blank. */
    static List<Line> of(String where, String text) {
        CsvLines reader = new CsvLines(where, text);
        List<Line> lines = new ArrayList<>();
        while (reader.at < reader.text.length()) {
            Line next = reader.next();
            if (next.cells.size() > 1 || !next.cells.get(0).isBlank()) {
                lines.add(next);
            }
        }
        return lines;
    }

    private Line next() {
        int start = line;
        List<String> cells = new ArrayList<>();
        do {
            cells.add(isAt('"') ? quoted() : plain());
        } while (accept(','));
        accept('\r');
        boolean ended = at == text.length() || accept('\n') || text.charAt(at - 1) == '\r';
        Check.that(ended, "%s line %d: expected ',' or the end of the line behind a closing quote", where, line);
        line++;
        return new Line(start, cells);
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private String quoted() {
        int start = line;
        StringBuilder cell = new StringBuilder();
        accept('"');
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && !accept('"')) {
                return cell.toString().strip();
            }
            line += c == '\n' ? 1 : 0;
            cell.append(c);
        }
        throw new IllegalArgumentException(
                "%s line %d: expected a closing '\"' of the cell that starts there, found the file's end"
                        .formatted(where, start));
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean accept(char c) {
        boolean there = isAt(c);
        at += there ? 1 : 0;
        return there;
    }
}
