package org.modeljungle.data;

import java.util.List;
import org.modeljungle.Check;

/**
 * One of the 1,000 things of {@link ShapeWorld}: "a red striped triangle".
 *
 * @param shape what it is
 * @param colour its ink
 * @param texture how it is filled
 */
public record Concept(Shape shape, Colour colour, Texture texture) {

    /** The number of concepts. */
    public static final int COUNT = 1_000;

    private static final int VALUES = 10; // of each attribute
    private static final Shape[] SHAPES = Shape.values();
    private static final Colour[] COLOURS = Colour.values();
    private static final Texture[] TEXTURES = Texture.values();

    /**
     * The concept of a number.
     *
     * @param index 0 to 999: the shape's place in its enum times 100, the colour's times 10, the texture's
     */
    public static Concept of(int index) {
        Check.that(
                index >= 0 && index < COUNT,
                "concept: expected an index from 0 to %d, found %d; there are 10 shapes x 10 colours x 10 textures",
                COUNT - 1,
                index);
        return new Concept(
                SHAPES[index / (VALUES * VALUES)], COLOURS[index / VALUES % VALUES], TEXTURES[index % VALUES]);
    }

    /** The concept's number, 0 to 999; {@link #of(int)} is its inverse. */
    public int index() {
        return (shape.index() * VALUES + colour.index()) * VALUES + texture.index();
    }

    /** The words that describe it, in the order of the caption: {@code [red, striped, triangle]}. */
    public List<String> words() {
        return List.of(colour.word(), texture.word(), shape.word());
    }

    /** A caption: {@code "a red striped triangle"}, {@code "an orange solid star"}. */
    public String caption() {
        String words = String.join(" ", words());
        return ("aeiou".indexOf(words.charAt(0)) < 0 ? "a " : "an ") + words;
    }
}
