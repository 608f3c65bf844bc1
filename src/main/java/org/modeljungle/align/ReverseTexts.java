package org.modeljungle.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.text.TextEncoder;

/**
 * Places texts where their models must lie: a ridge on a Gaussian kernel, with gamma 1, of the texts' vectors less the
 * mean over the training captions.
 *
 * @param encoder what encodes texts
 * @param mean of the training captions' vectors // [text width]
 * @param captions the training captions' vectors less the mean, of length 1 // [captions, text width]
 * @param alpha the ridge's dual form // [captions, width]
 * @param start the mean of the training captions' places // [width]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReverseTexts(TextEncoder encoder, float[] mean, float[][] captions, double[][] alpha, float[] start) {

    private static final GaussianKernel KERNEL = new GaussianKernel(1);

    /** The places of texts, of length 1 // [texts, width] */
    float[][] places(List<String> texts) {
        return places(Captions.encode(encoder, texts));
    }

    /** The same, from the texts' vectors // [texts, text width] */
    float[][] places(float[][] encoded) {
        float[][] own = Vectors.unit(Captions.less(encoded, mean));
        double[] from =
                IntStream.range(0, start.length).mapToDouble(k -> start[k]).toArray();
        return Vectors.unit(Ridge.predict(kernel(own, captions), alpha, from));
    }

    /** Of vectors of length 1 // [own, captions] */
    static double[][] kernel(float[][] own, float[]... captions) {
        return Arrays.stream(Vectors.products(own, captions))
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(j -> KERNEL.of(row[j]))
                        .toArray())
                .toArray(double[][]::new);
    }
}
