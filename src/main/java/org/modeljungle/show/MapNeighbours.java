package org.modeljungle.show;

import java.util.List;

/** Nearest points of a map. */
final class MapNeighbours {

    private MapNeighbours() {}

    /** How often the nearest other point has the same value, the first of equals; 0 for a single point. */
    static double agreement(double[][] places, List<String> values) {
        int same = 0;
        for (int i = 0; i < places.length; i++) {
            int nearest = nearest(places, i);
            same += nearest >= 0 && values.get(nearest).equals(values.get(i)) ? 1 : 0;
        }
        return (double) same / places.length;
    }

    private static int nearest(double[][] places, int own) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < places.length; i++) {
            double x = places[i][0] - places[own][0];
            double y = places[i][1] - places[own][1];
            if (i != own && x * x + y * y < least) {
                least = x * x + y * y;
                nearest = i;
            }
        }
        return nearest;
    }
}
