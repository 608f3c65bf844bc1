package org.modeljungle.show;

import java.io.IOException;
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
     * Writes the drawing as a PNG file.
     *
     * @throws IOException if the file can't be written
     */
    default void save(Path file) throws IOException {
        picture().save(file);
    }
}
