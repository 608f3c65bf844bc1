package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * A world of real things: 1,138 pictograms of OpenMoji (licence CC BY-SA 4.0; name it where pictures are shown), on
 * muted grounds, in RGB. Every picture places, sizes, tilts and lights its pictogram anew. A caption is the thing's
 * name in Unicode, in lower case: {@code "croissant"}.
 *
 * <p>The pictures come in a Python package that {@code environment/lab} installs and that is read as plain files; what
 * only needs the names, such as opening a grown jungle, does without. One seed gives the same bytes on one JDK.
 *
 * @param size height and width in pixels, at least 8
 * @param place how far the pictogram moves from the centre, from 0 (not at all) to 1 (to wherever it still fits)
 * @param smallest half of its smallest height or width, whichever is larger, as a share of the picture's size
 * @param largest half of its largest height or width, at most 0.5
 * @param tilt how far it turns to either side, in degrees; at most 45
 * @param variation how much light and background vary, from 0 (a plain grey) to 1
 * @param noise the standard deviation of each pixel's noise, in the pixels' unit (they go from -1 to 1)
 */
@JsonIgnoreProperties(value = "type", allowGetters = true)
public record Pictograms(
        int size, double place, double smallest, double largest, double tilt, double variation, double noise)
        implements World, Placed {

    /** The label of what is drawn. */
    public static final String THING = "thing";

    /** The label of the groups: animal, food, plant, face, vehicle, other. */
    public static final String GROUP = "group";

    /** The licence of the pictures, to be named where they are shown. */
    public static final String LICENCE = "pictograms by OpenMoji, CC BY-SA 4.0";

    private static final String WORLD = "pictograms";

    static final String TYPE = "openmoji-17.0.0";

    private static final List<String> CAPTIONS =
            OpenMoji.ENTRIES.stream().map(OpenMoji.Entry::name).toList();
    private static final List<String> GROUPS = OpenMoji.ENTRIES.stream()
            .map(OpenMoji.Entry::group)
            .distinct()
            .sorted()
            .toList();

    /** Checks every setting. */
    public Pictograms {
        Check.that(size >= 8, "pictograms: expected a size of 8 pixels or more, found %d", size);
        WorldChecks.between(WORLD, "place", place, 0, 1);
        WorldChecks.between(WORLD, "largest", largest, 0.1, 0.5);
        WorldChecks.between(WORLD, "smallest", smallest, 0.1, largest);
        WorldChecks.between(WORLD, "tilt", tilt, 0, 45);
        WorldChecks.between(WORLD, "variation", variation, 0, 1);
        WorldChecks.between(WORLD, "noise", noise, 0, 1);
    }

    /** The usual world at a size in pixels. */
    public static Pictograms of(int size) {
        return new Pictograms(size, 0.3, 0.42, 0.48, 5, 0.5, 0.01);
    }

    /** The same world without any variation: each thing has one picture, as a figure needs. */
    public Pictograms withoutVariation() {
        return new Pictograms(size, 0, largest, largest, 0, 0, 0);
    }

    @Override
    public List<String> captions() {
        return CAPTIONS;
    }

    /** The group of each thing: animal, food, plant, face, vehicle or other. */
    public static List<String> groups() {
        return OpenMoji.ENTRIES.stream().map(OpenMoji.Entry::group).toList();
    }

    /**
     * A text of each thing with its name and the keywords that emojilib gives it, for {@code
     * TextEncoder.withDescriptions}: {@code "fox face"} has {@code "fox face, fox, animal, nature, face"}. They come in
     * a Python package that {@code environment/lab} installs; a dozen things, chess pieces among them, have none.
     *
     * @throws IllegalArgumentException if the package is not installed
     */
    public static Map<String, List<String>> descriptions() {
        Map<String, List<String>> descriptions = new LinkedHashMap<>();
        EmojiKeywords.ofThings()
                .forEach(
                        (name, keywords) -> descriptions.put(name, List.of(name + ", " + String.join(", ", keywords))));
        return descriptions;
    }

    @Override
    public int[] sample(int count, Seeds seeds) {
        Check.that(
                count >= 0 && count <= CAPTIONS.size(),
                "pictograms: expected a count from 0 to %d, found %d; the sampled things are distinct",
                CAPTIONS.size(),
                count);
        return Arrays.copyOf(seeds.permutation(CAPTIONS.size()), count);
    }

    /**
     * Pictures with the labels {@link #THING} and {@link #GROUP}; picture {@code i} depends on this world, thing
     * {@code i}, the seeds and i.
     *
     * @throws IllegalArgumentException if there is no such thing, or the pictograms are not installed
     */
    @Override
    public Images draw(int[] things, Seeds seeds) {
        for (int thing : things) {
            Check.that(
                    thing >= 0 && thing < CAPTIONS.size(),
                    "pictograms: expected things from 0 to %d, found %d",
                    CAPTIONS.size() - 1,
                    thing);
        }
        float[] pixels = WorldChecks.pixels(WORLD, things.length, size); // [things, channels, size, size]
        List<Pictogram> pictograms = OpenMoji.pictograms();
        for (int i = 0; i < things.length; i++) {
            Progress.checkInterrupt("drawing pictures");
            UniformRandomProvider random = seeds.split("image", i).random();
            int offset = i * (pixels.length / things.length);
            new PictogramScene(this, random).paint(pictograms.get(things[i]), random, pixels, offset);
        }
        List<String> captions = Arrays.stream(things).mapToObj(CAPTIONS::get).toList();
        return new Images(pixels, Images.RGB, size, size, captions, labels(things));
    }

    @JsonProperty
    String type() {
        return TYPE;
    }

    private static Map<String, Labels> labels(int[] things) {
        List<String> groups = groups();
        Map<String, Labels> labels = new LinkedHashMap<>();
        labels.put(THING, new Labels(CAPTIONS, things.clone()));
        labels.put(
                GROUP,
                new Labels(
                        GROUPS,
                        IntStream.of(things)
                                .map(thing -> GROUPS.indexOf(groups.get(thing)))
                                .toArray()));
        return labels;
    }
}
