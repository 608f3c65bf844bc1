package org.modeljungle.show;

import java.nio.file.Path;

/** Something that is drawn: a chart, a grid of images, a picture. */
public interface Figure extends Showable {

    /** The drawing itself. */
    Picture picture();

    @Override
    default String html() {
        return html(picture());
    }

    @Override
    default String text() {
        return text(picture());
    }

    /**
     * The HTML of the figure, given its drawing: by default the drawing alone.
     *
     * @param drawn what {@link #picture()} gave
     */
    default String html(Picture drawn) {
        return drawn.html();
    }

    /**
     * What is said where nothing is seen, given its drawing: by default the drawing's own text.
     *
     * @param drawn what {@link #picture()} gave
     */
    default String text(Picture drawn) {
        return drawn.text();
    }

    /**
     * Writes the drawing as a PNG file, whole or not at all.
     *
     * @throws java.io.UncheckedIOException if the file can't be written
     * @throws IllegalStateException if the drawing failed
     */
    default void save(Path file) {
        picture().save(file);
    }
}
