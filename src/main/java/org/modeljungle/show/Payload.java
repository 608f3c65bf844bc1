package org.modeljungle.show;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes to the notebook: the same thing in several forms, by MIME type; {@code text/plain} is always among them.
 *
 * @param data the forms: text, or base64 for pictures
 * @param metadata what goes with a form, for example the size of a picture
 */
record Payload(Map<String, Object> data, Map<String, Object> metadata) {

    static final String TEXT = "text/plain";
    static final String HTML = "text/html";
    static final String PNG = "image/png";

    /** The forms of {@code value}. Never throws: an error that escapes a renderer would end the kernel's thread. */
    static Payload of(Object value) {
        try {
            Optional<Showable> view = Renderers.find(value);
            return view.isPresent() ? forms(view.get()) : text(String.valueOf(value));
        } catch (Throwable e) {
            return text("[" + value.getClass().getName() + ", not shown: " + describe(e) + "]");
        }
    }

    static Payload text(String text) {
        return new Payload(Map.of(TEXT, text), Map.of());
    }

    static Payload html(String html, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(HTML, html);
        data.put(TEXT, text);
        return new Payload(data, Map.of());
    }

    private static Payload forms(Showable view) {
        if (view instanceof Figure figure) {
            Picture picture = figure.picture();
            return picture.problem().isEmpty() && !picture.pixelated()
                    ? png(picture)
                    : html(picture.html(), picture.text());
        }
        return html(view.html(), view.text());
    }

    /** The plain PNG: it survives every export, with half its pixels' size as the size to show. */
    private static Payload png(Picture picture) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(PNG, picture.base64());
        data.put(TEXT, picture.text());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("width", picture.width());
        shown.put("height", picture.height());
        shown.put("alt", picture.alt());
        return new Payload(data, Map.of(PNG, shown));
    }

    private static String describe(Throwable error) {
        try {
            return error.toString();
        } catch (Throwable e) { // a message may throw as well
            return error.getClass().getName();
        }
    }
}
