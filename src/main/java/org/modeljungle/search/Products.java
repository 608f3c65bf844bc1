package org.modeljungle.search;

/** Inner products. */
final class Products {

    private Products() {}

    /** In double precision. */
    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
