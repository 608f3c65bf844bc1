package org.modeljungle.show;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.data.Images;
import org.modeljungle.search.ModelMap;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

/**
 * A map of a jungle: every model at its place, as a picture of its own or as a dot, with a frame in the colour of what
 * is known of it. In a notebook it is a picture; {@link #savePage} writes a page to wander about in.
 *
 * <pre>{@code
 * MapChart map = Charts.map("The jungle", ModelMap.tsne(distances, seeds))
 *         .models(models)
 *         .attribute("colour", colours)
 *         .pictures(jungle.draw(all, 1, 25, seeds), 3, 16, 16);
 * show(map);
 * map.savePage(Path.of("jungle.html"));
 * }</pre>
 *
 * @param title above the map
 * @param map where each model is
 * @param texts what the models are called
 * @param attributes what is known of the models; the first one gives the picture's colours
 * @param thumbnails a small picture of each model; empty for dots
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 */
public record MapChart(
        String title,
        ModelMap map,
        Texts texts,
        List<Attribute> attributes,
        Optional<Thumbnails> thumbnails,
        int width,
        int height)
        implements Figure {

    private static final int MOST_NAMED = 12; // values in the alternative text

    /**
     * What models are called.
     *
     * @param ids a name for each; empty for their numbers
     * @param captions a caption for each; empty where there is none
     */
    public record Texts(List<String> ids, List<String> captions) {

        /** Copies the lists. */
        public Texts {
            ids = List.copyOf(ids);
            captions = List.copyOf(captions);
        }
    }

    /**
     * Something that is known of every model.
     *
     * @param name such as colour
     * @param values one for each model, as it is read
     * @param numbers the same where it is a number; empty for words
     */
    public record Attribute(String name, List<String> values, List<Double> numbers) {

        /** Copies the lists. */
        public Attribute {
            values = List.copyOf(values);
            numbers = List.copyOf(numbers);
        }
    }

    /** Copies the list, and checks that there is one of everything for each model. */
    public MapChart {
        attributes = List.copyOf(attributes);
        checkCount("names", texts.ids.size(), map);
        checkCount("captions", texts.captions.size(), map);
        attributes.forEach(one -> Check.that(
                one.values.size() == map.models(),
                "map: expected a value of '%s' for each of %d models, found %d",
                one.name,
                map.models(),
                one.values.size()));
        thumbnails.ifPresent(all -> Check.that(
                all.count() == map.models(),
                "map: expected a picture for each of %d models, found %d",
                map.models(),
                all.count()));
        Check.that(
                width >= 200 && height >= 200,
                "map: expected a picture of 200 x 200 pixels or more, found %d x %d",
                width,
                height);
    }

    private static void checkCount(String what, int found, ModelMap map) {
        Check.that(
                found == 0 || found == map.models(),
                "map: expected %s of %d models, found %d",
                what,
                map.models(),
                found);
    }

    static MapChart of(String title, ModelMap map) {
        return new MapChart(title, map, new Texts(List.of(), List.of()), List.of(), Optional.empty(), 900, 700);
    }

    /** The same with the models' names, and their captions where all have one. */
    public MapChart models(Models models) {
        boolean captioned = models.stream().map(Model::caption).allMatch(Optional::isPresent);
        return with(new Texts(models.ids(), captioned ? models.captions() : List.of()));
    }

    /** The same with a name for each model. */
    public MapChart ids(List<String> names) {
        return with(new Texts(names, texts.captions));
    }

    /** The same with a caption for each model. */
    public MapChart captions(List<String> captions) {
        return with(new Texts(texts.ids, captions));
    }

    private MapChart with(Texts other) {
        return new MapChart(title, map, other, attributes, thumbnails, width, height);
    }

    /**
     * The same with something else that is known: the first attribute gives the picture's colours, and on a page one
     * may choose among all. Words for colours, if all are, get these colours.
     *
     * @param values one for each model
     */
    public MapChart attribute(String name, List<String> values) {
        return with(new Attribute(name, values, List.of()));
    }

    /**
     * The same with a number that is known, drawn on a scale of colours.
     *
     * @param values one for each model; NaN where it is unknown
     */
    public MapChart attribute(String name, double... values) {
        List<String> texts = IntStream.range(0, values.length)
                .mapToObj(i -> Numbers.brief(values[i]))
                .toList();
        return with(new Attribute(
                name,
                texts,
                IntStream.range(0, values.length).mapToObj(i -> values[i]).toList()));
    }

    private MapChart with(Attribute more) {
        List<Attribute> all = new ArrayList<>(attributes);
        all.add(more);
        return new MapChart(title, map, texts, all, thumbnails, width, height);
    }

    /** The same with a picture of each model. */
    public MapChart pictures(Images images) {
        return pictures(images.pixels(), images.channels(), images.height(), images.width());
    }

    /**
     * The same with a picture of each model.
     *
     * @param pixels from -1 (dark) to 1 (bright) // [models, channels, rows, columns]
     * @param channels 3 (red, green, blue) or 1 (grey)
     */
    public MapChart pictures(float[] pixels, int channels, int rows, int columns) {
        Optional<Thumbnails> all = Optional.of(new Thumbnails(pixels, channels, rows, columns));
        return new MapChart(title, map, texts, attributes, all, width, height);
    }

    /** The same at another size, in pixels. */
    public MapChart size(int wide, int high) {
        return new MapChart(title, map, texts, attributes, thumbnails, wide, high);
    }

    /** A model's name: its number where none is known. */
    String id(int model) {
        return texts.ids.isEmpty() ? "model " + model : texts.ids.get(model);
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new MapPainter(this).paint());
    }

    /**
     * The map as a page of its own: models are named as the pointer goes over them, found by words, coloured by any
     * attribute, and enlarged by the wheel. It holds everything that it shows and asks nothing of the network.
     *
     * @throws IllegalStateException if a picture could not be drawn
     */
    public String page() {
        return MapPage.of(this);
    }

    /** Writes {@link #page} to a file, whole or not at all. */
    public void savePage(Path file) {
        byte[] bytes = page().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(bytes));
    }

    /** What the map shows, in words. */
    String alt() {
        String all = title + ", map of " + Html.format("%,d", map.models()) + " models by " + map.method()
                + (thumbnails.isPresent() ? ", each with a picture" : "");
        if (attributes.isEmpty()) {
            return all;
        }
        Attribute shown = attributes.get(0);
        MapColours colours = MapColours.of(shown);
        String more = colours.names().size() > MOST_NAMED ? ", ..." : "";
        return all + ", coloured by " + shown.name + ": "
                + String.join(", ", colours.names().stream().limit(MOST_NAMED).toList()) + more
                + (shown.numbers.isEmpty() ? agreement(shown) : "");
    }

    private String agreement(Attribute shown) {
        double same = MapNeighbours.agreement(map.places(), shown.values);
        return Html.format("; %.0f %% of models have a nearest one on the map of the same %s", 100 * same, shown.name);
    }

    @Override
    public String toString() {
        return alt();
    }
}
