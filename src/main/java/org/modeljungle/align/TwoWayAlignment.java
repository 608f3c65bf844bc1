package org.modeljungle.align;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modeljungle.metrics.Spread;

/**
 * A ridge from weights to words and one from words to weights: the mean of their cosines, each divided by the spread of
 * its own cosines with captions that it did not learn from.
 *
 * @param forward from weights to words
 * @param reverse from words to weights
 * @param share of the first in the mean
 */
record TwoWayAlignment(RidgeAlignment forward, ReverseAlignment reverse, double share) implements LeftOutAlignment {

    /** Fits the other direction, on what a ridge from weights to words was fitted on. */
    static TwoWayAlignment of(RidgeAlignment forward) {
        ReverseAlignment reverse = ReverseAlignment.of(forward);
        List<String> captions = forward.trainingCaptions().stream().distinct().toList();
        double ahead = spread(forward.leftOutVectors(), forward.textVectors(captions));
        double back = spread(reverse.leftOutVectors(), reverse.leftOutTexts());
        return new TwoWayAlignment(forward, reverse, back / (ahead + back)); // 1 / ahead to 1 / back
    }

    private static double spread(float[][] models, float[]... texts) {
        return Spread.of(Stream.of(Vectors.products(models, texts))
                        .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                        .toArray())
                .std();
    }

    /** The length of its vectors. */
    int width() {
        return forward.ridge().mean().length + reverse.start().length;
    }

    @Override
    public int models() {
        return forward.models();
    }

    @Override
    public float[][] modelVectors(int... chosen) {
        return joined(forward.modelVectors(chosen), reverse.modelVectors(chosen), share);
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        float[][] encoded = Captions.encode(forward.encoder(), captions);
        float[][] ahead = Vectors.unit(Captions.less(encoded, forward.ridge().mean()));
        return joined(ahead, reverse.texts().places(encoded), share);
    }

    @Override
    public float[][] leftOutVectors() {
        return joined(forward.leftOutVectors(), reverse.leftOutVectors(), share);
    }

    /** Side by side, scaled so that products are the means of products, and lengths stay 1 // [rows, width of both] */
    static float[][] joined(float[][] ahead, float[][] back, double share) {
        float[][] both = new float[ahead.length][ahead[0].length + back[0].length];
        for (int i = 0; i < both.length; i++) {
            for (int k = 0; k < ahead[i].length; k++) {
                both[i][k] = (float) (Math.sqrt(share) * ahead[i][k]);
            }
            for (int k = 0; k < back[i].length; k++) {
                both[i][ahead[i].length + k] = (float) (Math.sqrt(1 - share) * back[i][k]);
            }
        }
        return both;
    }

    @Override
    public long parameters() {
        return forward.parameters() / forward.ridge().mean().length * width();
    }

    @Override
    public long flops() {
        return 2 * parameters();
    }

    @Override
    public String toString() {
        return "%s, and a %s".formatted(forward, reverse);
    }
}
