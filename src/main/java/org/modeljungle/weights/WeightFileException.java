package org.modeljungle.weights;

/** A weight file that is not what it claims to be: cut short, damaged, or of another format. */
public final class WeightFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** @param message the file, what was expected, what was found, and what to do */
    public WeightFileException(String message) {
        super(message);
    }
}
