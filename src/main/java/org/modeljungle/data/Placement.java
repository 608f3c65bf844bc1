package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;

/** One picture's random choices: where its thing lies, its light and its background. Positions in pixels, y down. */
final class Placement {

    private static final double LIGHT = 0.10; // how far the thing's brightness goes from 1

    private final double radius;
    private final double centreX;
    private final double centreY;
    private final double cos;
    private final double sin;
    private final double light;
    private final Ground ground;

    /**
     * Chooses.
     *
     * @param reach how far the thing goes from its centre, in radii
     */
    Placement(Placed world, double reach, UniformRandomProvider random) {
        int size = world.size();
        radius = size * (world.smallest() + (world.largest() - world.smallest()) * random.nextDouble());
        double room = world.place() * (size / 2.0 - reach * radius);
        centreX = size / 2.0 + room * Ground.swing(random);
        centreY = size / 2.0 + room * Ground.swing(random);
        double angle = world.tilt() * StrictMath.PI / 180 * Ground.swing(random);
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        light = 1 + world.variation() * LIGHT * Ground.swing(random);
        ground = new Ground(size, world.variation(), random);
    }

    /** The thing's size in pixels: what 1 is in its own coordinates. */
    double radius() {
        return radius;
    }

    /** A place in the thing's own coordinates: from its centre to its right, in radii. */
    double u(double x, double y) {
        return (cos * (x - centreX) + sin * (y - centreY)) / radius;
    }

    /** A place in the thing's own coordinates: from its centre downwards, in radii. */
    double v(double x, double y) {
        return (cos * (y - centreY) - sin * (x - centreX)) / radius;
    }

    /** What the thing's colours are multiplied by. */
    double light() {
        return light;
    }

    /** The background. */
    Ground ground() {
        return ground;
    }
}
