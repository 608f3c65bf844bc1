package org.modeljungle.show;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.modeljungle.Results;
import org.modeljungle.Run;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.data.Images;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LayerBanks;
import org.modeljungle.probing.MethodReader;
import org.modeljungle.ridge.Gram;
import org.modeljungle.router.Survey;
import org.modeljungle.search.ModelIndex;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How objects of other packages are shown, by type. They can't implement {@link Showable}, since nothing imports this
 * package: a type that deserves more than its {@code toString()} gets its line here.
 */
final class Renderers {

    private record Renderer<T>(Class<T> type, Function<T, Showable> view) {

        Showable show(Object value) {
            return view.apply(type.cast(value));
        }
    }

    private record View(String html, String text) implements Showable {}

    private static final List<Renderer<?>> ALL = List.of(
            new Renderer<>(Showable.class, showable -> showable),
            new Renderer<>(Run.class, Card::of),
            new Renderer<>(Results.class, results -> view(Tables.of(results))),
            new Renderer<>(Models.class, ModelsView::of),
            new Renderer<>(Checked.class, Renderers::checked),
            new Renderer<>(Model.class, ModelView::of),
            new Renderer<>(Expert.Reader.class, ReaderView::of),
            new Renderer<>(AlignmentReader.class, ReaderView::of),
            new Renderer<>(MethodReader.class, ReaderView::of),
            new Renderer<>(LayerBanks.class, LayersView::of),
            new Renderer<>(LayerBank.class, HandleCards::of),
            new Renderer<>(DiskBank.class, HandleCards::of),
            new Renderer<>(Gram.class, HandleCards::of),
            new Renderer<>(WeightTask.class, HandleCards::of),
            new Renderer<>(Jungle.class, HandleCards::of),
            new Renderer<>(ClassifierJungle.class, HandleCards::of),
            new Renderer<>(NetworkZoo.class, HandleCards::of),
            new Renderer<>(Survey.class, Renderers::survey),
            new Renderer<>(Outcomes.class, outcomes -> view(outcomes.table().setName(outcomes.toString()))),
            new Renderer<>(Table.class, Renderers::view),
            new Renderer<>(Images.class, Renderers::images),
            new Renderer<>(BufferedImage.class, image -> Picture.of("image", image)),
            new Renderer<>(Chart.class, Renderers::picture),
            new Renderer<>(List.class, Renderers::list),
            new Renderer<>(String.class, value -> text(Values.text(value))), // the kernel's own shows all of it
            new Renderer<>(Object.class, value -> text(Values.text(value))));

    private static final int MOST_IMAGES = 60;

    private Renderers() {}

    /** The first images with their captions; those of no colour that a screen has as text. */
    private static Showable images(Images images) {
        if (images.count() == 0 || (images.channels() != 1 && images.channels() != Images.RGB)) {
            return text(images.toString());
        }
        Images first = images.slice(0, Math.min(images.count(), MOST_IMAGES));
        ImageGrid grid = ImageGrid.of(first.pixels(), first.channels(), first.height(), first.width())
                .captions(first.captions());
        return images.count() == first.count()
                ? grid
                : grid.title(String.format(Locale.ROOT, "the first %d of %,d images", first.count(), images.count()));
    }

    /** XChart's own charts. */
    private static Picture picture(Chart<?, ?> chart) {
        String title = chart.getTitle();
        return Picture.guarded(title, () -> Picture.of(title, BitmapEncoder.getBufferedImage(chart)));
    }

    /** The dendrogram with the trees that were found. */
    private static DendrogramChart survey(Survey survey) {
        return Charts.dendrogram(survey.toString(), survey.dendrogram())
                .cut(survey.trees().cut());
    }

    /** How many are sound, and what is wrong with each of the others. */
    private static Showable checked(Checked checked) {
        List<Checked.Broken> broken = checked.broken();
        Card card =
                Card.of("Models checked").row("sound", checked.sound().size()).row("broken", broken.size());
        Table reasons = Table.create(
                "",
                StringColumn.create(
                        "model", broken.stream().map(one -> one.model().id())),
                StringColumn.create("what is wrong", broken.stream().map(Checked.Broken::reason)));
        return broken.isEmpty() ? card : new Parts(List.of(card, view(reasons)), Optional.empty());
    }

    /** What a search found as a table; other lists as text. */
    private static Showable list(List<?> elements) {
        boolean found = !elements.isEmpty() && elements.stream().allMatch(ModelIndex.Hit.class::isInstance);
        return found ? view(hits(elements)) : text(Values.text(elements));
    }

    private static Table hits(List<?> hits) {
        List<ModelIndex.Hit> all = hits.stream().map(ModelIndex.Hit.class::cast).toList();
        return Table.create(
                "Found",
                StringColumn.create("model", all.stream().map(ModelIndex.Hit::id)),
                DoubleColumn.create(
                        "cosine",
                        all.stream().mapToDouble(ModelIndex.Hit::cosine).toArray()));
    }

    private static View text(String text) {
        return new View("", text);
    }

    private static Showable view(Table table) {
        return new View(Tables.html(table), Tables.text(table));
    }

    /** The types that are shown as more than their {@code toString()}. */
    static List<Class<?>> types() {
        return ALL.stream().<Class<?>>map(Renderer::type).toList();
    }

    /** How {@code value} is shown; empty for values of no registered type. */
    static Optional<Showable> find(Object value) {
        return ALL.stream()
                .filter(renderer -> renderer.type().isInstance(value))
                .findFirst()
                .map(renderer -> renderer.show(value));
    }
}
