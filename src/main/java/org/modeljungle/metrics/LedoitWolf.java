package org.modeljungle.metrics;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/**
 * The covariance of few points in many dimensions, shrunk towards a multiple of the identity so that it can be
 * inverted: {@code (1 - shrinkage) S + shrinkage mu I}, where S is the points' own covariance (n degrees of freedom)
 * and mu the mean of its diagonal; Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance
 * matrices", Journal of Multivariate Analysis, 2004.
 *
 * <p>Everything comes from inner products, so that points may have millions of numbers; the numbers are those of
 * scikit-learn's {@code LedoitWolf}.
 */
public final class LedoitWolf {

    private static final double FLAT = 1e-12; // of the covariance's squared size
    private static final int FEWEST = 3; // of two points, each is as far from the mean as the other: nothing is shrunk

    private final double shrinkage;
    private final double scale; // mu
    private final LinearSolverDense<DMatrixRMaj> solver; // of the points' inner products and a multiple of the identity
    private final int points;

    private LedoitWolf(double[][] inner, double shrinkage, double scale) {
        points = inner.length;
        this.shrinkage = shrinkage;
        this.scale = scale;
        DMatrixRMaj matrix = new DMatrixRMaj(inner);
        double weight = shrinkage == 1 ? 0 : points * shrinkage * scale / (1 - shrinkage);
        for (int i = 0; i < points; i++) {
            matrix.add(i, i, weight);
        }
        solver = LinearSolverFactory_DDRM.chol(points);
        Check.that(
                shrinkage == 1 || solver.setA(matrix),
                "Ledoit-Wolf: expected points whose covariance can be inverted, found %d that shrink by %s",
                points,
                shrinkage);
    }

    /**
     * From the inner products of points less their mean.
     *
     * @param inner symmetric // [points, points]
     * @param width the number of dimensions
     * @throws IllegalArgumentException if there are fewer than 3 points or 2 dimensions, the matrix is not square, or
     *     the points are all equal
     */
    public static LedoitWolf of(double[][] inner, long width) {
        int n = inner.length;
        Check.that(n >= FEWEST, "Ledoit-Wolf: expected %d points or more, found %d", FEWEST, n);
        Check.that(width >= 2, "Ledoit-Wolf: expected points of 2 dimensions or more, found %d", width);
        double trace = 0;
        double squares = 0; // sum of all squared inner products
        double fourths = 0; // sum of the points' squared lengths, squared
        for (int i = 0; i < n; i++) {
            Check.that(
                    inner[i].length == n,
                    "Ledoit-Wolf: expected inner products [%d, %d], found a row of %d",
                    n,
                    n,
                    inner[i].length);
            trace += inner[i][i] / n;
            fourths += inner[i][i] * inner[i][i];
            squares += Arrays.stream(inner[i]).map(value -> value * value).sum();
        }
        Check.that(
                trace > 0 && Double.isFinite(squares),
                "Ledoit-Wolf: expected finite points that differ, found %d with a variance of %s in all",
                n,
                trace);
        double mu = trace / width;
        double own = squares / n / n; // squared size of S
        double between = own - width * mu * mu; // squared distance of S from mu I
        if (between <= FLAT * own) {
            return new LedoitWolf(inner, 1, mu); // S is mu I already
        }
        double error = Math.min((fourths / n - own) / n, between);
        return new LedoitWolf(inner, error / between, mu);
    }

    /**
     * From points themselves.
     *
     * @param points [points, width]
     * @throws IllegalArgumentException as {@link #of(double[][], long)}, and if rows differ in length
     */
    public static LedoitWolf ofPoints(double[][] points) {
        double[][] centred = centred(points);
        double[][] inner = new double[points.length][points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                inner[i][j] = dot(centred[i], centred[j]);
            }
        }
        return of(inner, points.length == 0 ? 0 : points[0].length);
    }

    /** How far the covariance is shrunk: 0 not at all, 1 to a multiple of the identity. */
    public double shrinkage() {
        return shrinkage;
    }

    /** The mean variance of a dimension, mu. */
    public double scale() {
        return scale;
    }

    /**
     * The squared Mahalanobis distance of a point from the mean, {@code x' C^-1 x}, by the identity of Woodbury.
     *
     * @param square the squared length of the point less the mean
     * @param products its inner products, less the mean, with the points less their mean // [points]
     */
    public double squaredDistance(double square, double... products) {
        Check.that(
                products.length == points,
                "Ledoit-Wolf: expected inner products with %d points, found %d",
                points,
                products.length);
        double explained = 0;
        if (shrinkage < 1) {
            DMatrixRMaj solved = new DMatrixRMaj(points, 1);
            solver.solve(new DMatrixRMaj(points, 1, true, products), solved);
            explained = dot(products, solved.data);
        }
        return (square - explained) / (shrinkage * scale);
    }

    /**
     * The whole covariance of the points that it was made of.
     *
     * @param points the same as in {@link #ofPoints}
     * @return [width, width]
     */
    public double[][] covariance(double[][] points) {
        double[][] centred = centred(points);
        int width = centred[0].length;
        double[][] covariance = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                for (double[] row : centred) {
                    covariance[i][j] += (1 - shrinkage) * row[i] * row[j] / centred.length;
                }
            }
            covariance[i][i] += shrinkage * scale;
        }
        return covariance;
    }

    @Override
    public String toString() {
        return "covariance of %d points, shrunk by %s".formatted(points, Numbers.text(shrinkage));
    }

    private static double[][] centred(double[][] points) {
        int width = points.length == 0 ? 0 : points[0].length;
        double[] mean = new double[width];
        for (double[] point : points) {
            Check.that(
                    point.length == width,
                    "Ledoit-Wolf: expected points of %d numbers, found one of %d",
                    width,
                    point.length);
            for (int k = 0; k < width; k++) {
                mean[k] += point[k] / points.length;
            }
        }
        double[][] centred = new double[points.length][width];
        for (int i = 0; i < points.length; i++) {
            for (int k = 0; k < width; k++) {
                centred[i][k] = points[i][k] - mean[k];
            }
        }
        return centred;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
