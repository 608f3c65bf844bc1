package org.modeljungle.show;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.kernel.Payload;

/** The forms in which values go to the notebook. */
final class Payloads {

    private Payloads() {}

    /** The forms of {@code value}. Never throws: an error that escapes a renderer would end the kernel's thread. */
    static Payload of(Object value) {
        try {
            Optional<Showable> view = Renderers.find(value);
            return view.isPresent() ? forms(view.get()) : Payload.text(Values.text(value));
        } catch (Throwable e) {
            return Payload.text("[" + value.getClass().getName() + ", not shown: " + describe(e) + "]");
        }
    }

    /** The drawing of {@code value}, or its text as one. */
    static Picture picture(Object value) {
        Showable view = Renderers.find(value).orElse(null);
        if (view instanceof Report report && report.drawing().isPresent()) {
            return report.drawing().get().picture();
        }
        return view instanceof Figure figure
                ? figure.picture()
                : TextPicture.of(view == null ? Values.text(value) : view.text());
    }

    private static Payload forms(Showable view) {
        if (view instanceof Figure figure) {
            Picture picture = figure.picture();
            return drawn(figure.html(picture), figure.text(picture), picture);
        }
        if (view instanceof Report report && report.drawing().isPresent()) {
            return drawn(report.html(), report.text(), report.drawing().get().picture());
        }
        String html = view.html();
        return html.isEmpty() ? Payload.text(view.text()) : Payload.html(html, view.text());
    }

    /**
     * An {@code <img>} in HTML, which front ends and nbconvert prefer: JupyterLab 4 and nbconvert 7's default template
     * give the alternative text of a plain PNG to nobody, wherever its metadata say it. The plain PNG beside it is for
     * what takes no HTML, such as an export to PDF, with the size to show.
     */
    private static Payload drawn(String html, String text, Picture picture) {
        if (!picture.problem().isEmpty()) {
            return Payload.html(html, text);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(Payload.HTML, html);
        data.put(Payload.PNG, picture.base64());
        data.put(Payload.TEXT, text);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("width", picture.width());
        shown.put("height", picture.height());
        shown.put("alt", picture.alt());
        return new Payload(data, Map.of(Payload.PNG, shown));
    }

    private static String describe(Throwable error) {
        try {
            return error.toString();
        } catch (Throwable e) { // a message may throw as well
            return error.getClass().getName();
        }
    }
}
