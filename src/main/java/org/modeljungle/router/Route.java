package org.modeljungle.router;

/**
 * Where a router sends a model.
 *
 * @param tree the index of its tree, or {@link #UNKNOWN}
 * @param nearest the index of the tree with the nearest centroid, also where that is too far away
 * @param distance to that centroid
 * @param margin how much farther the second nearest centroid is; infinite if there is one tree only
 * @param novelty the distance, corrected for the tree's size, as a multiple of the farthest that is still accepted:
 *     above 1 the model is of no known tree
 */
public record Route(int tree, int nearest, double distance, double margin, double novelty) {

    /** The tree of a model that belongs to none of the known ones. */
    public static final int UNKNOWN = -1;

    /** Whether the model belongs to a known tree. */
    public boolean known() {
        return tree != UNKNOWN;
    }
}
