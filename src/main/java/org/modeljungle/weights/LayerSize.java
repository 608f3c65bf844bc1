package org.modeljungle.weights;

import org.modeljungle.Check;

/**
 * A layer that something reads, and how large its matrix is.
 *
 * @param name the layer's name, as files have it
 * @param rows the rows of its matrix; 1 for a vector
 * @param cols the columns
 */
public record LayerSize(String name, int rows, int cols) {

    /** Checks the sizes. */
    public LayerSize {
        Check.that(
                rows > 0 && cols > 0,
                "layer '%s': expected a matrix of 1 or more numbers, found [%d, %d]",
                name,
                rows,
                cols);
    }

    /** How many numbers it has. */
    public int numbers() {
        return Math.multiplyExact(rows, cols);
    }

    @Override
    public String toString() {
        return "'" + name + "' [" + rows + ", " + cols + "]";
    }
}
