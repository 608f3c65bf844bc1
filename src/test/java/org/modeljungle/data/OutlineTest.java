package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleBinaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeljungle.Seeds;

/** The smooth edges of shapes and textures against counting many points per pixel. */
class OutlineTest {

    private static final double PIXEL = 1 / 6.0; // of a usual shape of 16 x 16 pixels, in radii
    private static final int POINTS = 20; // per side of a pixel

    @ParameterizedTest
    @EnumSource
    void coverageEqualsCountedPoints(Shape shape) {
        Outline outline = Outline.of(shape);
        assertCovers(
                (x, y) -> Texture.cover(outline.distance(x, y), PIXEL),
                (x, y) -> outline.distance(x, y) < 0 ? 1 : 0,
                0.015,
                0.35); // in a pixel with a sharp tip
    }

    @ParameterizedTest
    @EnumSource
    void inkEqualsCountedPoints(Texture texture) {
        Outline outline = Outline.of(Shape.SQUARE);
        assertCovers(
                (x, y) -> texture.ink(x, y, -outline.distance(x, y), PIXEL),
                (x, y) -> texture.ink(x, y, -outline.distance(x, y), 1e-9),
                0.02,
                0.26);
    }

    @ParameterizedTest
    @EnumSource
    void noEdgeIsBeyondReach(Shape shape) {
        Outline outline = Outline.of(shape);
        for (int degree = 0; degree < 360; degree++) {
            double x = Outline.REACH * StrictMath.cos(StrictMath.toRadians(degree));
            double y = Outline.REACH * StrictMath.sin(StrictMath.toRadians(degree));
            assertThat(outline.distance(x, y)).isPositive();
        }
        assertThat(outline.distance(-0.5, 0.05) < 0 || outline.distance(0, 0.05) < 0)
                .as("has an inside")
                .isTrue();
    }

    /** A distance changes by at most the way gone, and exactly so towards the edge. */
    @ParameterizedTest
    @EnumSource
    void distancesAreDistances(Shape shape) {
        Outline outline = Outline.of(shape);
        UniformRandomProvider random = new Seeds(1).random();
        for (int i = 0; i < 2_000; i++) {
            double x = 3 * random.nextDouble() - 1.5;
            double y = 3 * random.nextDouble() - 1.5;
            double dx = 0.2 * random.nextDouble() - 0.1;
            double dy = 0.2 * random.nextDouble() - 0.1;
            double change = outline.distance(x + dx, y + dy) - outline.distance(x, y);
            assertThat(Math.abs(change)).isLessThanOrEqualTo(StrictMath.hypot(dx, dy) + 1e-9);
        }
    }

    @Test
    void knownDistances() {
        assertThat(Outline.of(Shape.CIRCLE).distance(0, 0)).isCloseTo(-0.92, within(1e-12));
        assertThat(Outline.of(Shape.SQUARE).distance(0.2, 0)).isCloseTo(-0.52, within(1e-12));
        assertThat(Outline.of(Shape.SQUARE).distance(1.02, 1.12)).isCloseTo(0.5, within(1e-12));
        assertThat(Outline.of(Shape.CROSS).distance(0, 0)).isCloseTo(-0.34 * Math.sqrt(2), within(1e-12));
        assertThat(Outline.of(Shape.CROSS).distance(0.5, 0.5)).isCloseTo(0.16, within(1e-12));
        assertThat(Outline.of(Shape.HEART).distance(0, 0.88)).isCloseTo(0, within(1e-12));
        assertThat(Outline.of(Shape.HEART).distance(0, -0.72)).isCloseTo(0, within(1e-12));
    }

    private static void assertCovers(
            DoubleBinaryOperator smooth, DoubleBinaryOperator sharp, double mean, double most) {
        double sum = 0;
        int pixels = 0;
        for (double y = -1.25; y < 1.25; y += PIXEL) {
            for (double x = -1.25; x < 1.25; x += PIXEL) {
                double error = Math.abs(smooth.applyAsDouble(x, y) - counted(sharp, x, y));
                assertThat(error).as("at %f, %f", x, y).isLessThan(most);
                sum += error;
                pixels++;
            }
        }
        assertThat(sum / pixels).as("mean error").isLessThan(mean);
    }

    private static double counted(DoubleBinaryOperator sharp, double x, double y) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                double shiftX = ((i + 0.5) / POINTS - 0.5) * PIXEL;
                double shiftY = ((j + 0.5) / POINTS - 0.5) * PIXEL;
                sum += sharp.applyAsDouble(x + shiftX, y + shiftY);
            }
        }
        return sum / (POINTS * POINTS);
    }
}
