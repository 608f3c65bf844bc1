package org.modeljungle.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LayerPlace;
import org.modeljungle.store.Model;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The card of one model: what is known of it, what its file says of itself, its tensors with their shapes, and where
 * its numbers are. Of a broken file it says what is wrong.
 *
 * <pre>{@code
 * show(models.get(0));
 * }</pre>
 */
public final class ModelView implements Report {

    private static final int KINDS = 12; // bars
    private static final int NAMED = 6; // classes
    private static final int LONGEST = 300; // characters of a remark

    private final Parts parts;

    private ModelView(Model model) {
        FileLook look = FileLook.of(model);
        Card card = known(model);
        if (!look.sound()) {
            parts = new Parts(List.of(card.row("broken file", look.problem())), Optional.empty());
            return;
        }
        Safetensors file = model.open();
        card = card.row(
                "weights",
                Amounts.bytes(look.bytes()) + " in " + look.tensors() + " tensors, " + Amounts.count(look.numbers())
                        + " numbers");
        List<Showable> all = new ArrayList<>(List.of(remarks(model, card, file)));
        Optional<Figure> bars = bars(file);
        bars.ifPresent(all::add);
        all.add(Parts.folded("All " + look.tensors() + " tensors", Parts.of(tensors(file))));
        Map<String, String> omitted = LayerBank.omitted(model);
        if (!omitted.isEmpty()) {
            String title = omitted.size() == 1 ? "1 tensor is no layer" : omitted.size() + " tensors are no layers";
            all.add(Parts.folded(title, Parts.of(LayersView.reasons(omitted))));
        }
        parts = new Parts(all, bars);
    }

    /** What {@code show(model)} shows. */
    public static ModelView of(Model model) {
        return new ModelView(model);
    }

    private static Card known(Model model) {
        Card card = Card.of("Model " + model.id()).row("file", model.file());
        if (!model.prefixes().isEmpty()) {
            card = card.row("names read without", String.join(", ", model.prefixes()));
        }
        card = model.split().isPresent() ? card.row("split", model.split().get()) : card;
        card = model.tree().isPresent() ? card.row("tree", model.tree().get()) : card;
        card = model.caption().isPresent() ? card.row("caption", model.caption().get()) : card;
        if (model.classes().isPresent()) {
            List<String> classes = model.classes().get();
            card = card.row("classes", classes.size() + ": " + Amounts.some(classes, NAMED));
        }
        return card.rows(model.numbers()).rows(cut(model.fields()));
    }

    /** What the file says of itself, where it is not known already. */
    private static Card remarks(Model model, Card card, Safetensors file) {
        Map<String, String> remarks = new LinkedHashMap<>(ModelCard.of(file).fields());
        remarks.keySet().removeAll(model.numbers().keySet());
        remarks.keySet().removeAll(model.fields().keySet());
        if (model.classes().isPresent()) {
            remarks.remove(ModelCard.CLASSES);
        }
        if (model.caption().isPresent()) {
            remarks.remove(ModelCard.CAPTION);
        }
        Card more = card;
        for (Map.Entry<String, String> remark : cut(remarks).entrySet()) {
            more = more.row("file's own " + remark.getKey(), remark.getValue());
        }
        return more;
    }

    private static Map<String, String> cut(Map<String, String> texts) {
        Map<String, String> shorter = new LinkedHashMap<>();
        texts.forEach((name, text) ->
                shorter.put(name, text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "..."));
        return shorter;
    }

    private static Table tensors(Safetensors file) {
        List<TensorInfo> all = FileLook.tensors(file);
        return Table.create(
                "",
                StringColumn.create("tensor", all.stream().map(TensorInfo::name)),
                StringColumn.create(
                        "type", all.stream().map(info -> info.dtype().toString())),
                StringColumn.create(
                        "shape", all.stream().map(info -> info.shape().toString())),
                LongColumn.create(
                        "numbers", all.stream().mapToLong(TensorInfo::elements).toArray()),
                LongColumn.create(
                        "bytes", all.stream().mapToLong(TensorInfo::bytes).toArray()));
    }

    /** How many numbers each kind of tensor has. */
    private static Optional<Figure> bars(Safetensors file) {
        Map<String, Long> kinds = new LinkedHashMap<>();
        for (TensorInfo info : FileLook.tensors(file)) {
            boolean matrix = info.shape().size() > 1;
            kinds.merge(matrix ? LayerPlace.kindOf(info.name()) : "biases and norms", info.elements(), Long::sum);
        }
        List<Map.Entry<String, Long>> largest = kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        boolean alike = kinds.values().stream().distinct().count() < 2; // one kind, or as many numbers of each
        if (alike) {
            return Optional.empty();
        }
        Map<String, Long> shown = new LinkedHashMap<>();
        for (int i = 0; i < largest.size(); i++) {
            shown.merge(
                    i < KINDS - 1 ? largest.get(i).getKey() : "others",
                    largest.get(i).getValue(),
                    Long::sum);
        }
        BarChart chart = Charts.bars("Numbers by kind of tensor", "numbers", List.copyOf(shown.keySet()));
        return Optional.of(chart.series(
                "numbers",
                shown.values().stream().mapToDouble(Long::doubleValue).toArray()));
    }

    @Override
    public Optional<Figure> drawing() {
        return parts.drawing();
    }

    @Override
    public String html() {
        return parts.html();
    }

    @Override
    public String text() {
        return parts.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
