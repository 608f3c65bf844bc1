package org.modeljungle.help;

/** Pieces of HTML. */
public final class Markup {

    private Markup() {}

    /** {@code text} with the characters that mean something in HTML, also within attributes, replaced. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Code, in the font of code. */
    static String code(String text) {
        return "<code>" + escape(text) + "</code>";
    }
}
