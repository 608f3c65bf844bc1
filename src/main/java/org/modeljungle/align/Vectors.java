package org.modeljungle.align;

import java.util.Arrays;

/** Lengths and cosines of vectors. */
final class Vectors {

    private Vectors() {}

    static double norm(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /**
     * The vectors scaled to length 1; a zero vector stays, it has a cosine of 0 with everything, and one that is not
     * finite has a cosine of NaN.
     */
    static float[][] unit(float[][] vectors) {
        float[][] unit = new float[vectors.length][];
        for (int i = 0; i < unit.length; i++) {
            double norm = norm(vectors[i]);
            unit[i] = new float[vectors[i].length];
            for (int k = 0; k < unit[i].length && norm != 0; k++) {
                unit[i][k] = (float) (vectors[i][k] / norm);
            }
        }
        return unit;
    }

    /** All dot products [a rows, b rows]. */
    static float[][] products(float[][] a, float[][] b) {
        float[][] products = new float[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                products[i][j] = (float) dot(a[i], b[j]);
            }
        }
        return products;
    }

    /** Vectors one after another [rows * width]. */
    static float[] flat(float[][] vectors) {
        float[] flat = new float[vectors.length * vectors[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = vectors[i / vectors[0].length][i % vectors[0].length];
        }
        return flat;
    }

    /** The vectors that stand one after another [flat / width, width]. */
    static float[][] rows(float[] flat, int width) {
        float[][] rows = new float[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
