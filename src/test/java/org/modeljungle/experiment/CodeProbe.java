package org.modeljungle.experiment;

/** The digest of a class, for cells of a notebook. */
public final class CodeProbe {

    private CodeProbe() {}

    /** The digest, or what was said against it. */
    public static String digest(Class<?> type) {
        try {
            return Code.digest(type);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
