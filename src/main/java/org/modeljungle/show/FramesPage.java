package org.modeljungle.show;

import java.util.concurrent.atomic.AtomicInteger;
import org.modeljungle.Digests;

/**
 * The HTML of {@link Frames}: a radio button for each frame, and a rule for each that shows the frame whose button is
 * chosen.
 *
 * <p>Without the style sheet, whose rules alone hide and enlarge, all frames are seen as small pictures, since that is
 * what their attributes say; the buttons are hidden, or disabled where they are shown nevertheless, since they would do
 * nothing.
 */
final class FramesPage {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Frames frames;
    private final String id;
    private final StringBuilder out = new StringBuilder(4096);

    private FramesPage(Frames frames) {
        this.frames = frames;
        id = "frames-" + Digests.ofJson(frames.alt()).substring(0, 8) + "-" + COUNT.incrementAndGet();
    }

    static String of(Frames frames) {
        return new FramesPage(frames).html();
    }

    private String html() {
        String name = frames.title().isEmpty() ? "Frames" : frames.title();
        out.append(Html.format(
                "<div id=\"%s\" role=\"group\" aria-label=\"%s\" style=\"%s\">", id, Html.escape(name), Html.FONT));
        appendStyle();
        if (!frames.title().isEmpty()) {
            out.append(
                    Html.format("<div style=\"font-weight:600;margin:4px 0\">%s</div>", Html.escape(frames.title())));
        }
        for (int i = 0; i < count(); i++) {
            appendButton(i);
        }
        for (int i = 0; i < count(); i++) {
            appendFrame(i);
        }
        return out.append("</div>").toString();
    }

    private int count() {
        return frames.frames().size();
    }

    /** What only the slider has, such as the signs on its buttons, is in the rules: without them it is not seen. */
    private void appendStyle() {
        out.append(Html.format(
                "<style>#%1$s>input{display:inline-block!important;width:14px;height:14px;margin:2px;"
                        + "vertical-align:middle;cursor:pointer;accent-color:#0072B2}#%1$s>span{display:none}"
                        + "#%1$s label{cursor:pointer;padding:0 8px;border:%2$s;border-radius:4px;margin-right:6px}"
                        + "#%1$s .previous::before{content:\"\\25c0\"}#%1$s .next::before{content:\"\\25b6\"}"
                        + "#%1$s .f%3$d{display:block}#%1$s>input:checked~.f%3$d{display:none}",
                id, Html.BORDER, frames.start())); // the first frame is seen even if no button is chosen
        for (int i = 0; i < count(); i++) {
            out.append(Html.format(
                    "#%1$s>#%1$s-%2$d:checked~.f%2$d{display:block}#%1$s .f%2$d img{width:%3$dpx;height:auto}"
                            + "#%1$s .f%2$d b::before{content:\"%4$d of %5$d: \";font-weight:400}",
                    id, i, frames.frames().get(i).width(), i + 1, count()));
        }
        out.append(Picture.VS_CODE).append("</style>");
    }

    private void appendButton(int frame) {
        String caption = Html.escape(frames.captions().get(frame));
        out.append(Html.format(
                "<input hidden type=\"radio\" name=\"%1$s\" id=\"%1$s-%2$d\" aria-label=\"%3$s\" title=\"%3$s\"%4$s"
                        + " data-lm-suppress-shortcuts=\"true\">", // JupyterLab would take the arrow keys
                id, frame, caption, frame == frames.start() ? " checked" : ""));
    }

    /** A frame with its caption, and with a label each that leads to the frame before and the one behind. */
    private void appendFrame(int frame) {
        Picture picture = frames.frames().get(frame);
        String caption = frames.captions().get(frame);
        out.append(Html.format("<span class=\"f%d\">", frame));
        appendStep(frame - 1, "previous");
        appendStep(frame + 1, "next");
        out.append(Html.format("<b>%s</b><br>", Html.escape(caption)))
                .append(picture.img(
                        caption + ": " + picture.alt(), ContactSheet.wide(picture), ContactSheet.high(picture)))
                .append("<br></span>");
    }

    private void appendStep(int to, String name) {
        out.append(Html.format(
                "<label for=\"%1$s-%2$d\" class=\"%3$s\" title=\"%3$s\"></label>",
                id, Math.floorMod(to, count()), name));
    }
}
