package org.modeljungle.help;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documentation's HTML as plain text: paragraphs, lists and examples keep their lines, long lines are wrapped. */
final class PlainText {

    private static final int COLUMNS = 100;
    private static final Pattern TOKEN = Pattern.compile("<(/?)(\\w+)[^>]*>|[^<]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder text = new StringBuilder(); // since the last line
    private String first = ""; // what the next line starts with
    private String next = ""; // and those that it is wrapped into
    private int folded; // details that are open
    private boolean verbatim;

    private PlainText() {}

    static String of(String html) {
        PlainText plain = new PlainText();
        Matcher token = TOKEN.matcher(html);
        while (token.find()) {
            if (token.group(2) == null) {
                plain.text.append(unescape(token.group()));
            } else {
                plain.tag(token.group(2), token.group(1).isEmpty());
            }
        }
        plain.flush("", "");
        return String.join("\n", plain.lines).strip();
    }

    private void tag(String name, boolean opens) {
        switch (name) {
            case "p", "ul", "ol", "hr" -> {
                flush(margin(), margin());
                blank();
            }
            case "li" -> item(opens, "- ");
            case "div" -> item(opens, "");
            case "details" -> {
                flush("", "");
                folded += opens ? 1 : -1;
            }
            case "summary" -> flush(opens ? "    ".repeat(folded - 1) + "  " : margin(), margin());
            case "tr", "br", "table" -> flush(next, next);
            case "pre" -> {
                flush(margin(), margin());
                blank();
                verbatim = opens;
            }
            default -> {} // bold, code and the like are but text
        }
    }

    private void item(boolean opens, String mark) {
        flush(margin() + (opens ? "  " + mark : ""), margin() + (opens ? "    " : ""));
    }

    private String margin() {
        return "    ".repeat(folded);
    }

    private void blank() {
        if (folded == 0 && !lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    /** Ends the lines so far; those to come start with {@code first}, and with {@code next} once wrapped. */
    private void flush(String first, String next) {
        if (verbatim) {
            text.toString().stripIndent().strip().lines().forEach(line -> lines.add(margin() + "    " + line));
        } else {
            wrap(text.toString().strip());
        }
        text.setLength(0);
        this.first = first;
        this.next = next;
    }

    private void wrap(String words) {
        if (words.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : SPACE.splitAsStream(words).toList()) {
            if (!empty && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&ndash;", "-")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
