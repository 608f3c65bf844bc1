package org.modeljungle.show;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.modeljungle.Numbers;
import org.modeljungle.Run;
import org.modeljungle.weights.ModelCard;

/**
 * A title with named facts below it: what a handle of something heavy shows of itself.
 *
 * @param title what it is
 * @param rows the facts, in the order given
 */
public record Card(String title, Map<String, String> rows) implements Showable {

    private static final int NAMED = 6; // classes
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+\\.[0-9]+(E-?[0-9]+)?");

    /** Copies the rows. */
    public Card {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** A card without rows: add them. */
    public static Card of(String title) {
        return new Card(title, Map.of());
    }

    /** What a weight file says of itself; of its classes the first few. */
    public static Card of(String title, ModelCard model) {
        Card card = of(title);
        for (Map.Entry<String, String> field : model.fields().entrySet()) {
            card = card.row(
                    field.getKey(),
                    field.getKey().equals(ModelCard.CLASSES) ? some(model.classes()) : number(field.getValue()));
        }
        return card;
    }

    /** A fraction as a number, to be rounded; every other text as it is. */
    private static Object number(String text) {
        return FRACTION.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    private static String some(List<String> names) {
        int shown = Math.min(names.size(), NAMED);
        String more = shown < names.size() ? ", ..." : "";
        return names.size() + " names: " + String.join(", ", names.subList(0, shown)) + more;
    }

    /** The reproducibility card of a run: seed, commit, versions, machine, settings, inputs. */
    public static Card of(Run run) {
        Card card = of(run.name())
                .row("seed", run.seed())
                .row("started", run.started())
                .row("seconds", run.seconds())
                .row("commit", run.commit())
                .row("versions", joined(run.versions()))
                .row("machine", joined(run.machine()));
        for (Map.Entry<String, Object> setting : run.settings().entrySet()) {
            card = card.row(setting.getKey(), setting.getValue());
        }
        for (Map.Entry<String, String> input : run.inputs().entrySet()) {
            card = card.row("input " + input.getKey(), "sha256 " + input.getValue());
        }
        if (!run.trainedAt().isEmpty()) {
            card = card.row("trained at", String.join(", ", run.trainedAt()));
        }
        return card;
    }

    /**
     * The same card with one more fact; fractions are rounded to four digits.
     *
     * @param name what the value is; where a row has that name already, a number is put behind: {@code seed (2)}
     */
    public Card row(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(rows);
        String own = name;
        for (int i = 2; more.containsKey(own); i++) {
            own = name + " (" + i + ")";
        }
        more.put(own, Numbers.label(value));
        return new Card(title, more);
    }

    /** The same card with several more facts, in the map's order. */
    public Card rows(Map<String, ?> facts) {
        Card all = this;
        for (Map.Entry<String, ?> fact : facts.entrySet()) {
            all = all.row(fact.getKey(), fact.getValue());
        }
        return all;
    }

    private static String joined(Map<String, String> facts) {
        return String.join(
                ", ",
                facts.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList());
    }

    @Override
    public String html() {
        StringBuilder out = new StringBuilder(512);
        out.append(Html.format(
                "<div style=\"%s;display:inline-block;border:%s;border-radius:6px;padding:8px 12px;max-width:90%%\">"
                        + "<div style=\"font-weight:600;margin-bottom:4px\">%s</div>"
                        + "<table%s style=\"border-collapse:collapse;border:none;margin:0\">",
                Html.FONT, Html.BORDER, Html.escape(title), Html.name(title)));
        String cell = "padding:1px 12px 1px 0;border:none;text-align:left;vertical-align:top;";
        rows.forEach((name, value) -> out.append(Html.format(
                "<tr style=\"background:transparent\"><th scope=\"row\" style=\"%sfont-weight:normal;opacity:.75;white-space:nowrap\">%s</th>"
                        + "<td style=\"%s%s;overflow-wrap:anywhere\">%s</td></tr>",
                cell, Html.escape(name), cell, Html.MONO, Html.escape(value))));
        return out.append("</table></div>").toString();
    }

    @Override
    public String text() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder(title);
        rows.forEach((name, value) -> out.append('\n')
                .append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value));
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
