package org.modeljungle.text;

import java.util.List;

/**
 * An encoder that averages the vectors, of length 1, that another makes of several texts for each. The mean is divided
 * by its length; {@link #encodeRaw} leaves it as it is.
 */
interface AveragingEncoder extends TextEncoder {

    /** What makes the vectors. */
    TextEncoder encoder();

    /** What is encoded for a text, 1 or more. */
    List<String> textsOf(String text);

    @Override
    default float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    @Override
    default float[][] encodeRaw(List<String> texts) {
        List<List<String>> each = texts.stream().map(this::textsOf).toList();
        List<String> flat = each.stream().flatMap(List::stream).toList();
        float[][] all = UnitLength.by(encoder(), flat); // [all of them, dimension]
        float[][] means = new float[texts.size()][];
        int from = 0;
        for (int i = 0; i < means.length; i++) {
            int count = each.get(i).size();
            means[i] = mean(all, from, count);
            from += count;
        }
        return means;
    }

    private static float[] mean(float[][] rows, int from, int count) {
        float[] mean = new float[rows[from].length];
        for (int k = 0; k < mean.length; k++) {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += rows[i][k];
            }
            mean[k] = (float) (sum / count);
        }
        return mean;
    }
}
