package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class KernelCoordinatesTest {

    private static final int ANCHORS = 9;
    private static final int AXES = 4;

    /** 9 anchors and 3 other points of 4 numbers. */
    private static double[][] points() {
        UniformRandomProvider random = new Seeds(4).random();
        double[][] points = new double[ANCHORS + 3][AXES];
        for (double[] point : points) {
            for (int k = 0; k < AXES; k++) {
                point[k] = random.nextDouble() - .3;
            }
        }
        return points;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[][] products(double[][] all, int from, int to) {
        double[][] products = new double[to - from][ANCHORS];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < ANCHORS; j++) {
                products[i - from][j] = product(all[i], all[j]);
            }
        }
        return products;
    }

    @Test
    void productsAreThoseOfThePointsLessTheAnchorsMean() {
        double[][] points = points();
        KernelCoordinates coordinates = KernelCoordinates.of(products(points, 0, ANCHORS));
        assertThat(coordinates.width()).isEqualTo(AXES);
        assertThat(coordinates).hasToString("4 coordinates by 9 anchors");
        float[][] placed = coordinates.place(products(points, 0, points.length));
        double[] mean = new double[AXES];
        for (int j = 0; j < ANCHORS; j++) {
            for (int k = 0; k < AXES; k++) {
                mean[k] += points[j][k] / ANCHORS;
            }
        }
        for (double[] point : points) {
            for (int k = 0; k < AXES; k++) {
                point[k] -= mean[k];
            }
        }
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                double own = 0;
                for (int k = 0; k < AXES; k++) {
                    own += placed[i][k] * placed[j][k];
                }
                assertThat(own).isCloseTo(product(points[i], points[j]), within(1e-5));
            }
        }
    }

    @Test
    void wrongProductsAreRefused() {
        double[][] gram = products(points(), 0, ANCHORS);
        KernelCoordinates coordinates = KernelCoordinates.of(gram);
        assertThatThrownBy(() -> coordinates.place(new double[3]))
                .hasMessage("kernel coordinates: expected products with the 9 anchors, found 3");
        assertThatThrownBy(() -> KernelCoordinates.of(new double[][] {{1, 1}, {1, 1}}))
                .hasMessage("kernel coordinates: expected anchors that differ, found 2 equal ones");
        gram[0][1] += 1;
        assertThatThrownBy(() -> KernelCoordinates.of(gram)).hasMessageContaining("symmetric");
    }
}
