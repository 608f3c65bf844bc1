package org.modeljungle.data;

/**
 * The signed distance from a point to a shape's edge, negative inside. Shapes lie within {@link #REACH} of the origin,
 * y down; lengths in the shape's radius.
 *
 * <p>Only operations whose result is exactly specified (+ - * /, square root, {@link StrictMath}) are used: same
 * distances on any JDK.
 */
@FunctionalInterface
interface Outline {

    /** No shape's edge is farther from the origin. */
    double REACH = 1.11;

    /** The signed distance at ({@code x}, {@code y}). */
    double distance(double x, double y);

    /** The outline of a shape. */
    static Outline of(Shape shape) {
        return switch (shape) {
            case CIRCLE -> disc(0, 0, 0.92);
            case SQUARE -> new Polygon(-0.72, -0.72, 0.72, -0.72, 0.72, 0.72, -0.72, 0.72);
            case TRIANGLE -> new Polygon(0, -1, 0.90, 0.62, -0.90, 0.62);
            case DIAMOND -> new Polygon(0, -1.04, 0.72, 0, 0, 1.04, -0.72, 0);
            case STAR -> star(5, 1.06, 0.50);
            case CROSS -> cross(0.96, 0.34);
            case HEART -> new Heart(0.80, 0.08);
            case CRESCENT -> minus(disc(0.10, 0, 0.96), disc(0.61, 0, 0.74));
            case ARROW ->
                new Polygon(1, 0, 0.08, 0.90, 0.08, 0.36, -0.94, 0.36, -0.94, -0.36, 0.08, -0.36, 0.08, -0.90);
            case HOURGLASS -> new Polygon(-0.78, -0.78, 0.78, -0.78, 0.20, 0, 0.78, 0.78, -0.78, 0.78, -0.20, 0);
        };
    }

    private static Outline disc(double x0, double y0, double radius) {
        return (x, y) -> Math.sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) - radius;
    }

    private static Outline minus(Outline whole, Outline hole) {
        return (x, y) -> Math.max(whole.distance(x, y), -hole.distance(x, y));
    }

    private static Outline star(int points, double outer, double inner) {
        double[] corners = new double[4 * points]; // [2 * points, (x, y)]
        for (int i = 0; i < 2 * points; i++) {
            double angle = StrictMath.PI * i / points;
            double radius = i % 2 == 0 ? outer : inner;
            corners[2 * i] = radius * StrictMath.sin(angle);
            corners[2 * i + 1] = -radius * StrictMath.cos(angle);
        }
        return new Polygon(corners);
    }

    private static Outline cross(double length, double half) {
        return (x, y) -> {
            double along = Math.max(Math.abs(x), Math.abs(y));
            double across = Math.min(Math.abs(x), Math.abs(y));
            double a = along - length;
            double b = across - half;
            double c = along - half;
            if (c < 0) { // in the middle: the nearest edge point is an inner corner
                return -Math.sqrt(b * b + c * c);
            }
            double outside = Math.sqrt(Math.max(a, 0) * Math.max(a, 0) + Math.max(b, 0) * Math.max(b, 0));
            return outside + Math.min(Math.max(a, b), 0);
        };
    }
}
