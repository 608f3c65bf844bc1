package org.modeljungle.help;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Javadoc comment, its parts as HTML.
 *
 * @param first its first sentence
 * @param body all that stands before the tags
 * @param params what is said of each parameter or component, in order
 * @param returns what is returned; empty where nothing is said
 * @param thrown what is said of each exception
 */
record Comment(String first, String body, Map<String, String> params, String returns, List<String> thrown) {

    static final Comment NONE = new Comment("", "", Map.of(), "", List.of());

    boolean isEmpty() {
        return equals(NONE);
    }

    /** The comment of a record's canonical constructor: its parameters are the record's. */
    Comment parametersAlone() {
        return new Comment("", "", params, "", List.of());
    }

    /** The comment of a record itself. */
    Comment withoutParameters() {
        return new Comment(first, body, Map.of(), returns, thrown);
    }

    /** What stands below the signature: the text, and what is said of parameters, result and exceptions. */
    String html() {
        Map<String, String> parts = new LinkedHashMap<>();
        params.forEach((name, said) -> parts.put(Markup.code(name), said));
        if (!returns.isEmpty()) {
            parts.put("returns", returns);
        }
        StringBuilder out = new StringBuilder();
        if (!body.isEmpty()) {
            out.append("<p style=\"margin:4px 0\">").append(body).append("</p>");
        }
        parts.forEach((name, said) -> out.append(part(name, said)));
        thrown.forEach(said -> out.append(part("throws", said)));
        return out.toString();
    }

    private static String part(String name, String said) {
        return "<div style=\"margin-left:1em\">" + name + " &ndash; " + said + "</div>";
    }
}
