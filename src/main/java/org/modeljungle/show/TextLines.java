package org.modeljungle.show;

import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text cut to fit a width in pixels. */
final class TextLines {

    private static final String ELLIPSIS = "\u2026";
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private TextLines() {}

    /**
     * {@code text} in at most {@code most} lines no wider than {@code width}; what does not fit ends in an ellipsis.
     */
    static List<String> wrap(String text, FontMetrics metrics, int width, int most) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : SPACES.split(text.strip(), -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (line.isEmpty() || metrics.stringWidth(longer) <= width || lines.size() == most - 1) {
                line = longer;
            } else {
                lines.add(fit(line, metrics, width));
                line = word;
            }
        }
        lines.add(fit(line, metrics, width));
        return lines;
    }

    /** {@code text}, or as much of it as fits before an ellipsis. */
    static String fit(String text, FontMetrics metrics, int width) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + ELLIPSIS) > width) {
            end--;
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** {@code text}, or both its ends with an ellipsis between, as much as fits: names often differ in their ends. */
    static String fitEnds(String text, FontMetrics metrics, int width) {
        int kept = text.length();
        String shorter = text;
        while (kept > 2 && metrics.stringWidth(shorter) > width) {
            kept--;
            shorter = text.substring(0, kept / 3) + ELLIPSIS + text.substring(text.length() - (kept - kept / 3));
        }
        return shorter;
    }
}
