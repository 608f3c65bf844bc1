package org.modeljungle.align;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Numbers;
import org.modeljungle.ridge.KernelCoordinates;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.text.TextEncoder;

/**
 * A ridge regression from words to weights (Shigeto et al., <i>Ridge Regression, Hubness, and Zero-Shot Learning</i>,
 * 2015): of each caption it says where in the space of the models' similarities its models must lie. Predictions of a
 * ridge lie near the middle, where they are near to everything; here these are the captions', and the models, which
 * are compared with them, stay where they are.
 *
 * <p>The captions' kernel is a Gaussian one, with gamma 1, of their vectors less the mean over the training captions.
 * The space is spanned by the training captions' mean models. The ridge's lambda is chosen by leaving out one caption
 * after the other.
 */
public final class ReverseAlignment implements LeftOutAlignment {

    private final ResidualGram gram;
    private final int[] captionOf; // of each training model, its place among the captions
    private final List<String> captions; // of the training models, each once
    private final KernelCoordinates space;
    private final Ridge ridge;
    private final ReverseTexts texts;

    private ReverseAlignment(ResidualGram gram, TextEncoder encoder, List<String> ofModels) {
        this.gram = gram;
        captions = ofModels.stream().distinct().toList();
        captionOf = ofModels.stream().mapToInt(captions::indexOf).toArray();
        double[][] anchors = anchors();
        space = KernelCoordinates.of(anchors);
        float[][] vectors = Captions.encode(encoder, captions);
        float[] mean = mean(vectors);
        float[][] own = Vectors.unit(Captions.less(vectors, mean));
        ridge = Ridge.fit(symmetric(ReverseTexts.kernel(own, own)), space.place(anchors));
        texts = new ReverseTexts(encoder, mean, own, ridge.alpha(), ridge.mean());
    }

    /**
     * From the similarities and captions that a ridge from weights to words was fitted on.
     *
     * @throws IllegalArgumentException if there are fewer than 3 captions, or their models are all alike
     */
    public static ReverseAlignment of(RidgeAlignment forward) {
        return new ReverseAlignment(forward.gram(), forward.encoder(), forward.trainingCaptions());
    }

    /** The regression, with its lambda and leave-one-out errors. */
    public Ridge ridge() {
        return ridge;
    }

    @Override
    public int models() {
        return gram.models();
    }

    @Override
    public float[][] modelVectors(int... chosen) {
        return Vectors.unit(space.place(overCaptions(gram.crossGram(chosen))));
    }

    @Override
    public float[][] textVectors(List<String> wanted) {
        return texts.places(wanted);
    }

    /** Models are read without any fit: their own vectors. */
    @Override
    public float[][] leftOutVectors() {
        return modelVectors(gram.train());
    }

    /** The vector of each training caption as a fit without it predicts it, of length 1 // [captions, width] */
    float[][] leftOutTexts() {
        return Vectors.unit(ridge.leftOutPredictions());
    }

    /** What places texts. */
    ReverseTexts texts() {
        return texts;
    }

    /**
     * Models' coordinates, before they are scaled to length 1, are a linear map of their similarities with the training
     * models: these times the similarities, and {@link #start} // [train, width]
     */
    double[][] alpha() {
        double[][] ofCaptions = space.coefficients();
        long[] counts = counts();
        double[][] alpha = new double[captionOf.length][space.width()];
        for (int i = 0; i < alpha.length; i++) {
            for (int k = 0; k < alpha[i].length; k++) {
                alpha[i][k] = ofCaptions[captionOf[i]][k] / counts[captionOf[i]];
            }
        }
        return alpha;
    }

    /** See {@link #alpha} // [width] */
    double[] start() {
        return space.start();
    }

    /** The mean over each caption's training models // [rows, train] to [rows, captions] */
    private double[][] overCaptions(double[]... rows) {
        long[] counts = counts();
        double[][] means = new double[rows.length][captions.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < captionOf.length; j++) {
                means[i][captionOf[j]] += rows[i][j] / counts[captionOf[j]];
            }
        }
        return means;
    }

    /** The mean similarity of each two captions' training models // [captions, captions] */
    private double[][] anchors() {
        double[][] rows = overCaptions(gram.trainGram()); // [train, captions]
        double[][] means = new double[captions.size()][captions.size()];
        long[] counts = counts();
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < captions.size(); j++) {
                means[captionOf[i]][j] += rows[i][j] / counts[captionOf[i]];
            }
        }
        return symmetric(means);
    }

    /** The number of each caption's training models // [captions] */
    private long[] counts() {
        long[] counts = new long[captions.size()];
        Arrays.stream(captionOf).forEach(caption -> counts[caption]++);
        return counts;
    }

    /** Sums in another order differ in their last bits. */
    private static double[][] symmetric(double[]... square) {
        double[][] mean = new double[square.length][square.length];
        for (int i = 0; i < square.length; i++) {
            for (int j = 0; j < square.length; j++) {
                mean[i][j] = (square[i][j] + square[j][i]) / 2;
            }
        }
        return mean;
    }

    private static float[] mean(float[]... vectors) {
        double[] sum = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += vector[k];
            }
        }
        float[] mean = new float[sum.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (sum[k] / vectors.length);
        }
        return mean;
    }

    @Override
    public String toString() {
        return "ridge from %d captions to the similarities of %s, lambda %s"
                .formatted(captions.size(), gram.layers(), Numbers.text(ridge.lambda()));
    }
}
