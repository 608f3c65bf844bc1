package org.modeljungle.data;

/**
 * The signed distance to a simple polygon: the nearest edge's distance, negative where an even-odd ray count is odd.
 */
final class Polygon implements Outline {

    private final double[] x; // [corners + 1], the first repeated
    private final double[] y; // [corners + 1]
    private final double[] perSquare; // 1 / squared length of each edge // [corners]

    /** A polygon of {@code corners} x0, y0, x1, y1, ... */
    Polygon(double... corners) {
        int count = corners.length / 2;
        x = new double[count + 1];
        y = new double[count + 1];
        perSquare = new double[count];
        for (int i = 0; i <= count; i++) {
            x[i] = corners[2 * (i % count)];
            y[i] = corners[2 * (i % count) + 1];
        }
        for (int i = 0; i < count; i++) {
            double ex = x[i + 1] - x[i];
            double ey = y[i + 1] - y[i];
            perSquare[i] = 1 / (ex * ex + ey * ey);
        }
    }

    @Override
    public double distance(double px, double py) {
        double nearest = Double.MAX_VALUE; // squared
        boolean inside = false;
        for (int i = 0; i < perSquare.length; i++) {
            double ex = x[i + 1] - x[i];
            double ey = y[i + 1] - y[i];
            double dx = px - x[i];
            double dy = py - y[i];
            double along = Math.max(0, Math.min(1, (dx * ex + dy * ey) * perSquare[i]));
            double rx = dx - along * ex;
            double ry = dy - along * ey;
            nearest = Math.min(nearest, rx * rx + ry * ry);
            if (y[i] > py != y[i + 1] > py && (dx * ey < dy * ex) == ey > 0) {
                inside = !inside;
            }
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }
}
