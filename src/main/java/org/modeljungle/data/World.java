package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Seeds;

/**
 * A world of things that are drawn: each has a caption, and as many different pictures as are asked for. It is part of
 * a generative jungle's recipe and decides the bytes of what is drawn.
 *
 * <p>In JSON a {@code type} says which it is; without one it is {@link ShapeWorld}.
 */
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "type",
        visible = true, // so that a shape world refuses a type that nobody knows
        defaultImpl = ShapeWorld.class)
@JsonSubTypes(@JsonSubTypes.Type(value = Pictograms.class, name = Pictograms.TYPE))
public sealed interface World permits ShapeWorld, Pictograms {

    /** Height and width of a picture in pixels. */
    int size();

    /** What there is to draw: a caption for each thing; the things are numbered from 0 in this order. */
    List<String> captions();

    /** The numbers of all things. */
    default int[] things() {
        return IntStream.range(0, captions().size()).toArray();
    }

    /**
     * Draws different things by seed. The beginning of a longer sample is a shorter one.
     *
     * @param count 0 to all
     * @return their numbers // [count]
     */
    int[] sample(int count, Seeds seeds);

    /**
     * Draws one picture of each of some things; picture {@code i} depends on this world, thing {@code i}, the seeds and
     * i.
     *
     * @param things their numbers; one may come more than once // [count]
     * @return RGB, with captions
     */
    Images draw(int[] things, Seeds seeds);
}
