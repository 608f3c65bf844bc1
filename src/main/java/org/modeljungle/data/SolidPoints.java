package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * Points of space, and how much each lies inside a solid that is turned, stretched and moved at random: 1 inside, 0
 * outside, and a ramp of both across the surface.
 *
 * @param coordinates from -1 to 1 // [points, 3]
 * @param inside from 0 to 1 // [points]
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SolidPoints(float[] coordinates, float[] inside) {

    private static final double RAMP = .1; // of distance
    private static final int AXES = 3;

    /**
     * Draws points: half of them anywhere in the cube from -1 to 1, half where the surface is near.
     *
     * @param count the number of points
     */
    public static SolidPoints draw(Solid solid, int count, Seeds seeds) {
        Check.that(count > 0, "solid: expected 1 point or more, found %d", count);
        UniformRandomProvider random = seeds.random();
        double[] turn = rotation(random);
        double[] stretch = {.7 + .4 * random.nextDouble(), .7 + .4 * random.nextDouble(), .7 + .4 * random.nextDouble()
        };
        double[] place = {between(random, .15), between(random, .15), between(random, .15)};
        float[] coordinates = new float[AXES * count];
        float[] inside = new float[count];
        for (int i = 0; i < count; ) {
            double[] point = {between(random, 1), between(random, 1), between(random, 1)};
            double distance = distance(solid, point, turn, stretch, place);
            if (i % 2 == 0 || Math.abs(distance) < RAMP) {
                for (int axis = 0; axis < AXES; axis++) {
                    coordinates[AXES * i + axis] = (float) point[axis];
                }
                inside[i++] = (float) Math.max(0, Math.min(1, .5 - distance / (2 * RAMP)));
            }
        }
        return new SolidPoints(coordinates, inside);
    }

    private static double distance(Solid solid, double[] point, double[] turn, double[] stretch, double[] place) {
        double[] own = new double[AXES];
        for (int row = 0; row < AXES; row++) {
            for (int column = 0; column < AXES; column++) {
                own[row] += turn[AXES * row + column] * (point[column] - place[column]);
            }
            own[row] /= stretch[row];
        }
        double least = Math.min(stretch[0], Math.min(stretch[1], stretch[2]));
        return least * solid.distance(own[0], own[1], own[2]);
    }

    /** A rotation, uniform among all: from a random unit quaternion (Shoemake 1992) // [3, 3] */
    private static double[] rotation(UniformRandomProvider random) {
        double share = random.nextDouble();
        double one = 2 * Math.PI * random.nextDouble();
        double two = 2 * Math.PI * random.nextDouble();
        double x = Math.sqrt(1 - share) * StrictMath.sin(one);
        double y = Math.sqrt(1 - share) * StrictMath.cos(one);
        double z = Math.sqrt(share) * StrictMath.sin(two);
        double w = Math.sqrt(share) * StrictMath.cos(two);
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - z * w),
            2 * (x * z + y * w),
            2 * (x * y + z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z - x * w),
            2 * (x * z - y * w),
            2 * (y * z + x * w),
            1 - 2 * (x * x + y * y)
        };
    }

    private static double between(UniformRandomProvider random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }

    @Override
    public String toString() {
        return "%,d points in space".formatted(inside.length);
    }
}
