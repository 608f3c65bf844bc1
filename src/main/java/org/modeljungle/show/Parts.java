package org.modeljungle.show;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * A report made of parts, one below another.
 *
 * @param parts cards, tables, pictures
 * @param drawing the one of them that is drawn
 */
record Parts(List<Showable> parts, Optional<Figure> drawing) implements Report {

    private record Folded(String summary, Showable inside) implements Showable {

        @Override
        public String html() {
            return Html.format(
                    "<details><summary style=\"%s;cursor:pointer;margin:4px 0\">%s</summary>%s</details>",
                    Html.FONT, Html.escape(summary), inside.html());
        }

        @Override
        public String text() {
            return summary + "\n" + inside.text();
        }
    }

    private record Rows(Table table) implements Showable {

        @Override
        public String html() {
            return Tables.html(table);
        }

        @Override
        public String text() {
            return Tables.text(table);
        }
    }

    Parts {
        parts = List.copyOf(parts);
    }

    /** A table as a part. */
    static Showable of(Table table) {
        return new Rows(table);
    }

    /** A part that is opened by a click; texts have it whole. */
    static Showable folded(String summary, Showable inside) {
        return new Folded(summary, inside);
    }

    @Override
    public String html() {
        return parts.stream()
                .map(part -> "<div style=\"margin:0 0 8px\">" + part.html() + "</div>")
                .collect(Collectors.joining());
    }

    @Override
    public String text() {
        return parts.stream()
                .filter(part -> !(part instanceof Figure))
                .map(Showable::text)
                .collect(Collectors.joining("\n\n"));
    }
}
