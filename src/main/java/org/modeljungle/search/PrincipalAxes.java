package org.modeljungle.search;

import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/** Points with given distances, as far as two coordinates can have them, by the power method on both at once. */
final class PrincipalAxes {

    private static final int MOST = 500; // iterations
    private static final double CLOSE = 1e-9;
    private static final int FEW = 30; // iterations, for an eigenvalue's size

    private PrincipalAxes() {}

    /**
     * The points.
     *
     * @param squares squared distances, which are overwritten // [models, models]
     * @return [models, 2]
     */
    static double[][] of(double[][] squares, Seeds seeds) {
        int n = squares.length;
        centre(squares);
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += squares[i][i];
        }
        Check.that(total > 0, "map: expected models that differ, found %d equal ones", n);
        double[] first = direction(seeds.split("first").normal(n));
        double[] second = direction(seeds.split("second").normal(n));
        double shift = negative(squares, direction(seeds.split("shift").normal(n)));
        double before = 0;
        try (Progress progress = Progress.of("finding the main directions", MOST)) {
            for (int step = 0; step < MOST; step++) {
                first = times(squares, first, shift);
                second = times(squares, second, shift);
                double size = Math.sqrt(dot(first, first)) + Math.sqrt(dot(second, second));
                scale(first, size(first));
                subtract(second, first);
                scale(second, size(second));
                if (Math.abs(size - before) <= CLOSE * size && step > 10) {
                    progress.step(MOST - step);
                    break;
                }
                before = size;
                progress.step();
            }
        }
        return places(squares, first, second);
    }

    /**
     * About the size of the most negative eigenvalue, 0 where distances are those of points: with it added to all
     * eigenvalues, the largest ones are also the largest in size, which the power method finds.
     */
    private static double negative(double[][] products, double... start) {
        double largest = eigenvalue(products, 0, start);
        return largest < 0 ? -largest : Math.max(0, -largest - eigenvalue(products, -largest, start));
    }

    /** About the eigenvalue that is largest in size, of the matrix with {@code shift} added to its diagonal. */
    private static double eigenvalue(double[][] products, double shift, double... start) {
        double[] direction = start.clone();
        double along = 0;
        for (int step = 0; step < FEW; step++) {
            scale(direction, size(direction));
            double[] next = times(products, direction, shift);
            along = dot(direction, next);
            direction = next;
        }
        return along;
    }

    private static double[] times(double[][] matrix, double[] vector, double shift) {
        double[] product = times(matrix, vector);
        for (int i = 0; i < product.length && shift != 0; i++) {
            product[i] += shift * vector[i];
        }
        return product;
    }

    /** Inner products of points less their mean, from squared distances. */
    private static void centre(double[][] squares) {
        int n = squares.length;
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            means[i] = Arrays.stream(squares[i]).average().orElseThrow();
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                squares[i][j] = (means[i] + means[j] - mean - squares[i][j]) / 2;
            }
        }
    }

    /** Along each direction as far as its eigenvalue's root says; the largest coordinate is positive. */
    private static double[][] places(double[][] products, double[] first, double[] second) {
        double[][] places = new double[first.length][2];
        for (int axis = 0; axis < 2; axis++) {
            double[] direction = axis == 0 ? first : second;
            double value = Math.max(0, dot(direction, times(products, direction)));
            int largest = 0;
            for (int i = 1; i < direction.length; i++) {
                largest = Math.abs(direction[i]) > Math.abs(direction[largest]) ? i : largest;
            }
            double unit = Math.signum(direction[largest]) * Math.sqrt(value);
            for (int i = 0; i < direction.length; i++) {
                places[i][axis] = direction[i] * unit;
            }
        }
        return places;
    }

    private static double[] direction(float... numbers) {
        double[] direction = new double[numbers.length];
        Arrays.setAll(direction, i -> numbers[i]);
        return direction;
    }

    private static double[] times(double[][] matrix, double... vector) {
        double[] product = new double[vector.length];
        Arrays.parallelSetAll(product, i -> dot(matrix[i], vector));
        return product;
    }

    private static void subtract(double[] vector, double... direction) {
        double along = dot(vector, direction);
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= along * direction[i];
        }
    }

    private static void scale(double[] vector, double size) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= size;
        }
    }

    /** 1 for a vector of zeros, which stays one. */
    private static double size(double... vector) {
        double size = Math.sqrt(dot(vector, vector));
        return size == 0 ? 1 : size;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
