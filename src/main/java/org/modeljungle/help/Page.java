package org.modeljungle.help;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Documentation as it is shown.
 *
 * @param html inline-styled and without scripts
 * @param text the same in plain text
 */
public record Page(String html, String text) {

    private static final String FONT =
            "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45;color:inherit;max-width:60em";

    /** A page of a piece of HTML; its text is made of it. */
    static Page of(String html) {
        return new Page("<div style=\"" + FONT + "\">" + html + "</div>", PlainText.of(html));
    }

    /** Several pages as one. */
    public static Page together(List<Page> pages) {
        return pages.size() == 1
                ? pages.get(0)
                : new Page(
                        pages.stream().map(Page::html).collect(Collectors.joining("<hr>")),
                        pages.stream().map(Page::text).collect(Collectors.joining("\n\n")));
    }

    /** A page that says one thing. */
    static Page message(String text) {
        return of("<p>" + Markup.escape(text) + "</p>");
    }
}
