package org.modeljungle.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * A drawn world of 1,000 concepts: 10 shapes x 10 colours x 10 textures on muted grounds, in RGB. Every picture places,
 * sizes, tilts and lights its shape anew.
 *
 * <p>Pictures come from signed distance fields in plain Java: one seed gives the same bytes on any JDK and platform.
 *
 * @param size height and width in pixels, at least 8
 * @param place how far the shape moves from the centre, from 0 (not at all) to 1 (to wherever it still fits)
 * @param smallest the smallest radius, as a share of the picture's size
 * @param largest the largest radius, as a share of the picture's size; at most 0.45, so that every shape fits
 * @param tilt how far the shape turns to either side, in degrees; at most 20, beyond which textures get confused
 * @param variation how much light and background vary, from 0 (a plain grey) to 1
 * @param noise the standard deviation of each pixel's noise, in the pixels' unit (they go from -1 to 1)
 */
public record ShapeWorld(
        int size, double place, double smallest, double largest, double tilt, double variation, double noise)
        implements World, Placed {

    private static final String WORLD = "shape world";

    /** Checks every setting. */
    public ShapeWorld {
        Check.that(size >= 8, "shape world: expected a size of 8 pixels or more, found %d", size);
        WorldChecks.between(WORLD, "place", place, 0, 1);
        WorldChecks.between(WORLD, "largest", largest, 0.1, 0.45);
        WorldChecks.between(WORLD, "smallest", smallest, 0.1, largest);
        WorldChecks.between(WORLD, "tilt", tilt, 0, 20);
        WorldChecks.between(WORLD, "variation", variation, 0, 1);
        WorldChecks.between(WORLD, "noise", noise, 0, 1);
    }

    /** The usual world at a size in pixels; the home-grown networks see 16. */
    public static ShapeWorld of(int size) {
        return new ShapeWorld(size, 1, 0.34, 0.42, 12, 1, 0.04);
    }

    /** The same world without any variation: each concept has one picture, as a figure needs. */
    public ShapeWorld withoutVariation() {
        return new ShapeWorld(size, 0, largest, largest, 0, 0, 0);
    }

    /** All 1,000 concepts, by index. */
    public static List<Concept> concepts() {
        return IntStream.range(0, Concept.COUNT).mapToObj(Concept::of).toList();
    }

    /**
     * Draws {@code count} distinct concepts in which all shapes, all colours and all textures are equally frequent: 120
     * concepts have each value exactly 12 times. This holds for every beginning of the list too, up to a difference of
     * one, so its first 20 can be held out.
     *
     * @param count 0 to 1,000
     */
    public static List<Concept> sampleConcepts(int count, Seeds seeds) {
        return BalancedSample.draw(count, seeds);
    }

    /** The concepts' captions, by index. */
    @Override
    public List<String> captions() {
        return ConceptLabels.CAPTIONS;
    }

    /** The indices of {@link #sampleConcepts}. */
    @Override
    public int[] sample(int count, Seeds seeds) {
        return sampleConcepts(count, seeds).stream().mapToInt(Concept::index).toArray();
    }

    /** Pictures of concepts by their indices, as {@link #draw(List, Seeds)}. */
    @Override
    public Images draw(int[] things, Seeds seeds) {
        return draw(Arrays.stream(things).mapToObj(Concept::of).toList(), seeds);
    }

    /**
     * Draws one picture of a concept into {@code target} from {@code offset} on.
     *
     * @param target receives {@code 3 * size * size} numbers // [channels, size, size] in [-1, 1]
     */
    public void draw(Concept concept, UniformRandomProvider random, float[] target, int offset) {
        int length = Images.RGB * size * size;
        Check.that(
                offset >= 0 && offset <= target.length - length,
                "shape world: expected room for %d numbers from offset %d on, found an array of %d",
                length,
                offset,
                target.length);
        new Scene(this, random).paint(concept, random, target, offset);
    }

    /**
     * Draws one picture of each concept; picture {@code i} depends on this world, concept {@code i}, the seeds and i.
     */
    public Images draw(List<Concept> concepts, Seeds seeds) {
        int length = Images.RGB * size * size;
        float[] pixels = WorldChecks.pixels(WORLD, concepts.size(), size); // [concepts, channels, size, size]
        for (int i = 0; i < concepts.size(); i++) {
            Progress.checkInterrupt("drawing pictures");
            draw(concepts.get(i), seeds.split("image", i).random(), pixels, i * length);
        }
        List<String> captions = concepts.stream().map(Concept::caption).toList();
        return new Images(pixels, Images.RGB, size, size, captions, ConceptLabels.of(concepts));
    }

    /** Draws {@code each} pictures of each concept, those of the first concept first. */
    public Images perConcept(List<Concept> concepts, int each, Seeds seeds) {
        Check.that(each >= 0, "shape world: expected 0 or more pictures per concept, found %d", each);
        List<Concept> all = new ArrayList<>(concepts.size() * each);
        for (Concept concept : concepts) {
            for (int i = 0; i < each; i++) {
                all.add(concept);
            }
        }
        return draw(all, seeds);
    }
}
