package org.modeljungle.show;

import java.util.Locale;
import org.modeljungle.help.Markup;

/** Pieces of HTML. Colours are half-transparent greys over the page's own, so that every theme stays legible. */
final class Html {

    static final String FONT = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.4;color:inherit";
    static final String MONO = "font-family:ui-monospace,monospace;font-size:12px";
    static final String BORDER = "1px solid rgba(128,128,128,.4)";
    static final String SHADE = "rgba(128,128,128,.1)";

    private Html() {}

    /** {@code text} with the characters that mean something in HTML, also within attributes, replaced. */
    static String escape(String text) {
        return Markup.escape(text);
    }

    /** The attribute that names an element for those who hear it; nothing for a name without letters. */
    static String name(String text) {
        return text.isBlank() ? "" : " aria-label=\"" + escape(text) + '"';
    }

    /** {@link String#format} with the root locale: a dot in numbers everywhere. */
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
