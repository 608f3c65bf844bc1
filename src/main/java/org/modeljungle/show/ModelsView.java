package org.modeljungle.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.NaturalOrder;

/**
 * A set of models at a glance: how many, of which trees and splits, what is known of them, how large their files are,
 * how many architectures there are, and which files are broken.
 *
 * <pre>{@code
 * show(models);
 * show(ModelsView.of(models).full()); // all files looked into, and a row for each model
 * }</pre>
 */
public final class ModelsView implements Report {

    private static final int LOOKED = 2_000; // files that are opened without being asked for
    private static final int NAMED = 6; // trees, parts, models
    private static final int REASONS = 3; // broken files that are told with their reason
    private static final int BARS = 20; // trees in the chart

    private final Models models;
    private final boolean full;
    private final Parts parts;

    private ModelsView(Models models, boolean full) {
        this.models = models;
        this.full = full;
        int looked = full ? models.size() : Math.min(LOOKED, models.size());
        List<FileLook> looks = FileLook.all(models.list().subList(0, looked));
        Optional<Figure> chart = chart();
        List<Showable> all = new ArrayList<>(List.of(card(looks)));
        known().ifPresent(all::add);
        chart.ifPresent(all::add);
        if (full && !models.isEmpty()) {
            all.add(Parts.of(models.table()));
        }
        parts = new Parts(all, chart);
    }

    /** What {@code show(models)} shows; of more than 2,000 files the first 2,000 are looked into. */
    public static ModelsView of(Models models) {
        return new ModelsView(models, false);
    }

    /** The same with all files looked into, and a table of all models. */
    public ModelsView full() {
        return new ModelsView(models, true);
    }

    private Card card(List<FileLook> looks) {
        String count = Html.format(models.size() == 1 ? "%,d model" : "%,d models", models.size());
        Card card = Card.of(count + " from " + models.source());
        if (models.isEmpty()) {
            return card;
        }
        card = counted(card, "trees", Model::tree);
        card = counted(card, "splits", Model::split);
        card = captions(classes(card));
        List<FileLook> sound = looks.stream().filter(FileLook::sound).toList();
        List<FileLook> broken = looks.stream().filter(look -> !look.sound()).toList();
        if (looks.size() < models.size()) {
            card = card.row("looked into", Html.format("the first %,d files", looks.size()));
        }
        if (!sound.isEmpty()) {
            card = card.row("files", files(sound)).row("architectures", architectures(sound));
        }
        return card.row("broken files", broken.isEmpty() ? "none" : broken(broken));
    }

    /** How many models there are of each tree or part. */
    private Card counted(Card card, String name, Function<Model, Optional<String>> part) {
        List<String> known =
                models.stream().flatMap(model -> part.apply(model).stream()).toList();
        if (known.isEmpty()) {
            return card;
        }
        int unknown = models.size() - known.size();
        String counts = Amounts.counts(known.stream(), NAMED);
        return card.row(name, unknown == 0 ? counts : counts + Html.format(", unknown of %,d", unknown));
    }

    private Card classes(Card card) {
        List<List<String>> known =
                models.stream().flatMap(model -> model.classes().stream()).toList();
        if (known.isEmpty()) {
            return card;
        }
        Set<String> all = known.stream().flatMap(List::stream).collect(Collectors.toSet());
        String sizes = Amounts.range(known.stream().mapToDouble(List::size).toArray());
        return card.row("classes", Html.format("%s of %,d each%s", sizes, all.size(), ofHowMany(known.size())));
    }

    private Card captions(Card card) {
        List<String> known =
                models.stream().flatMap(model -> model.caption().stream()).toList();
        if (known.isEmpty()) {
            return card;
        }
        List<String> different = List.copyOf(new LinkedHashSet<>(known));
        String some =
                Amounts.some(different.stream().map(text -> "\"" + text + "\"").toList(), REASONS);
        return card.row("captions", Html.format("%,d different%s: ", different.size(), ofHowMany(known.size())) + some);
    }

    private String ofHowMany(int known) {
        return known == models.size()
                ? ""
                : Html.format(known == 1 ? ", known of %,d model" : ", known of %,d models", known);
    }

    private static String files(List<FileLook> sound) {
        long all = sound.stream().mapToLong(FileLook::bytes).sum();
        long least = sound.stream().mapToLong(FileLook::bytes).min().orElseThrow();
        long most = sound.stream().mapToLong(FileLook::bytes).max().orElseThrow();
        return Amounts.bytes(all) + " of weights, " + Amounts.range(Amounts.bytes(least), Amounts.bytes(most))
                + " each";
    }

    /** Models whose tensors have the same names, types and shapes. */
    private static String architectures(List<FileLook> sound) {
        Map<String, List<FileLook>> groups = sound.stream()
                .collect(Collectors.groupingBy(FileLook::shapes, LinkedHashMap::new, Collectors.toList()));
        List<String> texts = groups.values().stream()
                .sorted((a, b) -> Integer.compare(b.size(), a.size()))
                .map(group -> Html.format(
                        "%,d of %d tensors with %s numbers",
                        group.size(),
                        group.get(0).tensors(),
                        Amounts.count(group.get(0).numbers())))
                .toList();
        return groups.size() + ": " + Amounts.some(texts, REASONS);
    }

    private String broken(List<FileLook> broken) {
        List<String> reasons = broken.stream()
                .limit(full ? broken.size() : REASONS)
                .map(look -> look.model().id() + " (" + look.problem() + ")")
                .toList();
        List<String> names = broken.stream()
                .skip(reasons.size())
                .map(look -> look.model().id())
                .toList();
        String more = names.isEmpty() ? "" : "; also " + Amounts.some(names, NAMED);
        return broken.size() + ": " + String.join("; ", reasons) + more;
    }

    /** What is known by name: a row for each number and each field. */
    private Optional<Showable> known() {
        return KnownTable.of(models).map(Parts::of);
    }

    /** How many models there are of each tree and part. */
    private Optional<Figure> chart() {
        Set<String> trees = new TreeSet<>(NaturalOrder.NATURAL);
        models.forEach(model -> model.tree().ifPresent(trees::add));
        if (trees.size() < 2 || trees.size() > BARS) {
            return Optional.empty();
        }
        return Optional.of(TreeBars.of(models, List.copyOf(trees)));
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
