package org.modeljungle.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes to the notebook: the same thing in several forms, by MIME type; {@code text/plain} is always among them.
 *
 * @param data the forms: text, or base64 for pictures
 * @param metadata what goes with a form, for example the size of a picture
 */
public record Payload(Map<String, Object> data, Map<String, Object> metadata) {

    /** Plain text. */
    public static final String TEXT = "text/plain";

    /** HTML. */
    public static final String HTML = "text/html";

    /** A PNG, in base64. */
    public static final String PNG = "image/png";

    /** Text alone. */
    public static Payload text(String text) {
        return new Payload(Map.of(TEXT, text), Map.of());
    }

    /** HTML, and text that says the same. */
    public static Payload html(String html, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(HTML, html);
        data.put(TEXT, text);
        return new Payload(data, Map.of());
    }
}
