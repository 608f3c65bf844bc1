package org.modeljungle.show;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.modeljungle.Numbers;
import org.modeljungle.ProgressView;

/** The curves below a bar that moves: small lines, each with its latest number and its range. */
final class LiveCurves {

    private static final int WIDE = 200; // pixels, as the bar
    private static final int HIGH = 40;
    private static final int EDGE = 3;

    private LiveCurves() {}

    /** Nothing for a curve of one point, or of numbers that are not finite. */
    static String html(List<ProgressView.Curve> curves) {
        StringBuilder html = new StringBuilder();
        curves.stream()
                .filter(curve -> curve.values().length > 1
                        && curve.lowest() < curve.highest()
                        && Double.isFinite(curve.highest() - curve.lowest()))
                .forEach(curve -> html.append(html(curve)));
        return html.isEmpty()
                ? ""
                : Html.format("<div style=\"%s;display:flex;gap:24px;flex-wrap:wrap\">%s</div>", Html.FONT, html);
    }

    private static String html(ProgressView.Curve curve) {
        double[] values = curve.values();
        String says = "%s %s (%s to %s)"
                .formatted(curve.name(), text(curve.last()), text(curve.lowest()), text(curve.highest()));
        return Html.format(
                "<span style=\"display:inline-flex;flex-direction:column\">"
                        + "<svg role=\"img\"%s width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">"
                        + "<polyline points=\"%s\" fill=\"none\" stroke=\"#0072B2\" stroke-width=\"1.5\"/>"
                        + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#D55E00\"/></svg>"
                        + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></span>",
                Html.name(says),
                WIDE,
                HIGH,
                WIDE,
                HIGH,
                points(curve),
                x(values.length - 1, values.length),
                y(curve.last(), curve),
                Html.escape(says));
    }

    private static String points(ProgressView.Curve curve) {
        StringJoiner points = new StringJoiner(" ");
        double[] values = curve.values();
        for (int i = 0; i < values.length; i++) {
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(i, values.length), y(values[i], curve)));
        }
        return points.toString();
    }

    private static double x(int i, int count) {
        return EDGE + (WIDE - 2.0 * EDGE) * i / (count - 1);
    }

    private static double y(double value, ProgressView.Curve curve) {
        double share = (value - curve.lowest()) / (curve.highest() - curve.lowest());
        return HIGH - EDGE - (HIGH - 2.0 * EDGE) * share;
    }

    private static String text(double value) {
        return Numbers.brief(value);
    }
}
