package org.modeljungle.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

/**
 * The distances between all pairs of points, each pair once: row 0's to the points 1, 2, ..., then row 1's to 2, 3, ...
 * (SciPy's condensed form) in single precision: 200 MB for 10,000 points.
 */
public final class Distances {

    /** The most points whose pairs one array can hold. */
    public static final int MOST_POINTS = 65_536;

    private static final int ROWS = 64; // of one task
    private static final int BLOCK = 1024; // columns at a time: their sums stay in the first cache

    private final int points;
    private final float[] condensed; // [points * (points - 1) / 2]

    private Distances(int points, float[] condensed) {
        this.points = points;
        this.condensed = condensed;
    }

    /**
     * Given distances.
     *
     * @param condensed one for each pair, finite, 0 or more; not copied // [points * (points - 1) / 2]
     */
    public static Distances of(int points, float[] condensed) {
        checkPoints(points);
        Check.that(
                condensed.length == pairs(points),
                "distances: expected %d numbers, one for each pair of %d points, found %d",
                pairs(points),
                points,
                condensed.length);
        for (float distance : condensed) {
            Check.that(
                    distance >= 0 && distance < Float.POSITIVE_INFINITY,
                    "distances: expected finite ones of 0 or more, found %s",
                    distance);
        }
        return new Distances(points, condensed);
    }

    /**
     * Euclidean distances between fingerprints; two equal rows are 0 apart. The same bits for any number of workers.
     *
     * @param progress steps once for each fingerprint
     */
    public static Distances euclidean(Fingerprints fingerprints, Workers workers, Progress progress) {
        checkPoints(fingerprints.models());
        Distances distances =
                new Distances(fingerprints.models(), new float[Math.toIntExact(pairs(fingerprints.models()))]);
        float[][] columns = columns(fingerprints); // [size, models]
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int first = 0; first < fingerprints.models(); first += ROWS) {
            int start = first;
            tasks.add(() -> {
                distances.fill(columns, start, Math.min(start + ROWS, columns[0].length), progress);
                return null;
            });
        }
        workers.run(progress, tasks);
        return distances;
    }

    /** The number of points. */
    public int points() {
        return points;
    }

    /** The distance between two points; 0 from a point to itself. */
    public double get(int i, int j) {
        return i == j ? 0 : condensed[index(points, i, j)];
    }

    /** A copy of all of them, in condensed form. */
    float[] copy() {
        return condensed.clone();
    }

    /** The index of the distance between two different points among {@code points}. */
    static int index(int points, int i, int j) {
        long low = Math.min(i, j);
        long high = Math.max(i, j);
        return (int) (low * (2L * points - low - 1) / 2 + high - low - 1);
    }

    private static long pairs(int points) {
        return (long) points * (points - 1) / 2;
    }

    private static void checkPoints(int points) {
        Check.that(
                points >= 1 && points <= MOST_POINTS,
                "distances: expected 1 to %d points, found %d",
                MOST_POINTS,
                points);
    }

    private static float[][] columns(Fingerprints fingerprints) {
        float[][] columns = new float[fingerprints.size()][fingerprints.models()];
        for (int i = 0; i < fingerprints.models(); i++) {
            for (int k = 0; k < fingerprints.size(); k++) {
                columns[k][i] = fingerprints.values()[i * fingerprints.size() + k];
            }
        }
        return columns;
    }

    private void fill(float[][] columns, int first, int end, Progress progress) {
        float[] sums = new float[BLOCK];
        for (int block = first; block < points; block += BLOCK) {
            progress.check();
            for (int row = first; row < end; row++) {
                int from = Math.max(block, row + 1);
                int count = Math.min(block + BLOCK, points) - from;
                if (count > 0) {
                    squares(columns, row, from, count, sums);
                    int at = index(points, row, from);
                    for (int j = 0; j < count; j++) {
                        condensed[at + j] = (float) Math.sqrt(sums[j]);
                    }
                }
            }
        }
        progress.step(end - first);
    }

    /** Squared distances from one row to {@code count} others, in loops that the compiler turns into vector code. */
    private static void squares(float[][] columns, int row, int from, int count, float[] sums) {
        Arrays.fill(sums, 0, count, 0);
        for (float[] column : columns) {
            float own = column[row];
            for (int j = 0; j < count; j++) {
                float difference = column[from + j] - own;
                sums[j] += difference * difference;
            }
        }
    }

    @Override
    public String toString() {
        return "distances between %,d points".formatted(points);
    }
}
