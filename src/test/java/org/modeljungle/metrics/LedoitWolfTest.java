package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Golden;

class LedoitWolfTest {

    private static final Offset<Double> CLOSE = within(1e-9);

    private final JsonNode golden = Golden.read("retrieval");
    private final double[][] all = Arrays.stream(RanksTest.rows(golden.get("points")))
            .map(LedoitWolfTest::widened)
            .toArray(double[][]::new);

    private static double[] widened(float[] row) {
        double[] wide = new double[row.length];
        Arrays.setAll(wide, k -> row[k]);
        return wide;
    }

    /** With more points than dimensions, and with fewer. */
    @ParameterizedTest
    @CsvSource({"many, 80", "few, 6"})
    void equalsScikitLearn(String name, int count) {
        JsonNode expected = golden.get("ledoit-wolf").get(name);
        double[][] points = Arrays.copyOf(all, count);
        LedoitWolf shrunk = LedoitWolf.ofPoints(points);
        assertThat(shrunk.shrinkage()).isCloseTo(expected.get("shrinkage").doubleValue(), CLOSE);
        double[][] covariance = shrunk.covariance(points);
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                assertThat(covariance[i][j])
                        .isCloseTo(expected.get("covariance").get(i).get(j).doubleValue(), CLOSE);
            }
        }
        for (int i = 70; i < 80; i++) {
            assertThat(distance(shrunk, points, all[i]))
                    .isCloseTo(expected.get("distances").get(i - 70).doubleValue(), within(1e-8));
        }
    }

    /** Their covariance is a multiple of the identity before anything is shrunk. */
    @Test
    void pointsWithoutADirectionHaveACovariance() {
        double[][] cross = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        double[][] covariance = LedoitWolf.ofPoints(cross).covariance(cross);
        assertThat(covariance[0]).containsExactly(.5, 0);
        assertThat(covariance[1]).containsExactly(0, .5);
    }

    private static double distance(LedoitWolf shrunk, double[][] points, double... point) {
        double[] mean = new double[point.length];
        Arrays.setAll(
                mean,
                k -> Arrays.stream(points).mapToDouble(row -> row[k]).average().orElseThrow());
        double square = 0;
        double[] products = new double[points.length];
        for (int k = 0; k < point.length; k++) {
            double own = point[k] - mean[k];
            square += own * own;
            for (int i = 0; i < points.length; i++) {
                products[i] += own * (points[i][k] - mean[k]);
            }
        }
        return shrunk.squaredDistance(square, products);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> LedoitWolf.ofPoints(new double[2][5]))
                .hasMessage("Ledoit-Wolf: expected 3 points or more, found 2");
        assertThatThrownBy(() -> LedoitWolf.ofPoints(new double[3][5]))
                .hasMessage("Ledoit-Wolf: expected finite points that differ, found 3 with a variance of 0.0 in all");
        assertThatThrownBy(() -> LedoitWolf.ofPoints(new double[3][1]))
                .hasMessage("Ledoit-Wolf: expected points of 2 dimensions or more, found 1");
        assertThatThrownBy(() -> LedoitWolf.ofPoints(new double[][] {{1, 2}, {1}, {1, 2}}))
                .hasMessage("Ledoit-Wolf: expected points of 2 numbers, found one of 1");
        assertThatThrownBy(() -> LedoitWolf.of(new double[3][2], 9))
                .hasMessage("Ledoit-Wolf: expected inner products [3, 3], found a row of 2");
        assertThatThrownBy(() -> LedoitWolf.ofPoints(all).squaredDistance(1, 2))
                .hasMessage("Ledoit-Wolf: expected inner products with 80 points, found 1");
    }
}
