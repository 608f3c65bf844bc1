package org.modeljungle.show;

import java.util.Optional;

/**
 * What is told in words and numbers, with a drawing where there is something to draw: the drawing is a part of the
 * HTML, and stands alone where a page takes pictures only.
 */
public interface Report extends Showable {

    /** What is drawn of it. */
    Optional<Figure> drawing();
}
