package org.modeljungle.data;

/** The signed distance to a heart: a square on its corner, and a disc over each of its upper sides. */
final class Heart implements Outline {

    private final double half; // of the square's diagonal
    private final double drop; // how far below the origin the square's middle is
    private final double radius; // of the lobes: half the square's side

    Heart(double half, double drop) {
        this.half = half;
        this.drop = drop;
        this.radius = half / Math.sqrt(2);
    }

    @Override
    public double distance(double px, double py) {
        double x = Math.abs(px); // both sides are alike: measure on the right
        double y = py - drop;
        double lobeX = x - half / 2;
        double lobeY = y + half / 2;
        double fromLobe = Math.sqrt(lobeX * lobeX + lobeY * lobeY);
        double toArc = lobeX >= lobeY
                ? Math.abs(fromLobe - radius)
                : Math.min(length(x, y + half), length(x - half, y)); // the arc's ends: the notch and the side
        boolean inside = fromLobe < radius || x + Math.abs(y) < half;
        double nearest = Math.min(toArc, toSide(x, y));
        return inside ? -nearest : nearest;
    }

    /** The distance to the lower right side, from (half, 0) to (0, half). */
    private double toSide(double x, double y) {
        double along = Math.max(0, Math.min(1, (y - x + half) / (2 * half)));
        return length(x - half * (1 - along), y - half * along);
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }
}
