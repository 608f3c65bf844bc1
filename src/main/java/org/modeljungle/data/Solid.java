package org.modeljungle.data;

import static java.lang.Math.abs;
import static java.lang.Math.hypot;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;

import java.util.Locale;

/**
 * Kinds of solids, each as a signed distance to its surface, or a bound of it: below 0 inside. They fill about the cube
 * of points between -.6 and .6; {@link SolidPoints} turns and scales them.
 */
public enum Solid {
    /** A ball. */
    BALL {
        @Override
        double distance(double x, double y, double z) {
            return length(x, y, z) - .6;
        }
    },
    /** A cube. */
    CUBE {
        @Override
        double distance(double x, double y, double z) {
            return box(x, y, z, .48, .48, .48);
        }
    },
    /** A flat plate. */
    PLATE {
        @Override
        double distance(double x, double y, double z) {
            return box(x, y, z, .6, .6, .14);
        }
    },
    /** A long bar. */
    BAR {
        @Override
        double distance(double x, double y, double z) {
            return box(x, y, z, .2, .2, .65);
        }
    },
    /** An upright cylinder. */
    CYLINDER {
        @Override
        double distance(double x, double y, double z) {
            return max(hypot(x, y) - .4, abs(z) - .55);
        }
    },
    /** An upright cone. */
    CONE {
        @Override
        double distance(double x, double y, double z) {
            return max(.7 * (hypot(x, y) - .3 * (.6 - z)), -z - .6);
        }
    },
    /** A ring. */
    RING {
        @Override
        double distance(double x, double y, double z) {
            return hypot(hypot(x, y) - .45, z) - .16;
        }
    },
    /** A ball cut through by a hole. */
    BEAD {
        @Override
        double distance(double x, double y, double z) {
            return max(length(x, y, z) - .6, .25 - hypot(x, y));
        }
    },
    /** An octahedron. */
    OCTAHEDRON {
        @Override
        double distance(double x, double y, double z) {
            return (abs(x) + abs(y) + abs(z) - .75) / sqrt(3);
        }
    },
    /** Three bars that cross. */
    CROSS {
        @Override
        double distance(double x, double y, double z) {
            double first = box(x, y, z, .62, .16, .16);
            return min(first, min(box(x, y, z, .16, .62, .16), box(x, y, z, .16, .16, .62)));
        }
    },
    /** Two balls, one at each end of a bar. */
    DUMB_BELL {
        @Override
        double distance(double x, double y, double z) {
            double ends = length(x, y, abs(z) - .42) - .28;
            return min(ends, max(hypot(x, y) - .1, abs(z) - .42));
        }
    },
    /** A bowl: half a hollow ball. */
    BOWL {
        @Override
        double distance(double x, double y, double z) {
            return max(abs(length(x, y, z) - .5) - .1, z);
        }
    };

    /** The signed distance from a point. */
    abstract double distance(double x, double y, double z);

    /** In words. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static double length(double x, double y, double z) {
        return sqrt(x * x + y * y + z * z);
    }

    /** Half the edges are a, b and c. */
    private static double box(double x, double y, double z, double a, double b, double c) {
        double dx = abs(x) - a;
        double dy = abs(y) - b;
        double dz = abs(z) - c;
        double outside = length(max(dx, 0), max(dy, 0), max(dz, 0));
        return outside + min(0, max(dx, max(dy, dz)));
    }
}
