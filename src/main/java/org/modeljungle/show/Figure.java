package org.modeljungle.show;

import java.nio.file.Path;

/** Something that is drawn: a chart, a grid of images, a picture. */
public interface Figure extends Showable {

    /** The drawing itself. */
    Picture picture();

    @Override
    default String html() {
        return picture().html();
    }

    @Override
    default String text() {
        return picture().text();
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
