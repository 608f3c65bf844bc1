package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.modeljungle.Golden.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Torch;

class MiniClipTest {

    private static final int SIDE = 8;
    private static final int EACH = 3 * SIDE * SIDE;
    private static final int CHANNELS = 4;
    private static final int DIMENSION = 16;
    private static final int BATCH = 8;
    private static final Vocabulary WORDS = new Vocabulary(List.of("red", "blue", "green", "grey", "star", "ring"));
    private static final List<String> CAPTIONS = List.of(
            "red star", "a red ring", "blue star", "blue ring", "green star", "green ring", "grey star", "grey ring");
    private static final MiniClip NET = new MiniClip(new MiniClip.Settings(SIDE, CHANNELS, DIMENSION), WORDS);
    private static final ParameterLayout LAYOUT = NET.layout();
    private static final float[] ROW = LAYOUT.initial(new Seeds(1));
    private static final float[] PIXELS = new Seeds(2).normal(BATCH * EACH); // [batch, 3, side, side]

    @Test
    void textsAreTheUnitSumsOfTheirWordsVectors() {
        List<String> texts = List.of("a grey ring", "star", "red red blue");
        float[][] found = NET.encodeText(ROW, texts);
        assertThat(found).hasDimensions(3, DIMENSION);
        for (int i = 0; i < texts.size(); i++) {
            assertClose(texts.get(i), found[i], naiveText(texts.get(i)), 1e-6);
        }
    }

    @Test
    void imagesEqualANaiveLoop() {
        float[][] found = images(ROW, PIXELS);
        assertThat(found).hasDimensions(BATCH, DIMENSION);
        for (int i = 0; i < 2; i++) {
            assertClose("image " + i, found[i], naiveImage(Arrays.copyOfRange(PIXELS, i * EACH, (i + 1) * EACH)), 1e-5);
        }
    }

    @Test
    void theLossIsTheCrossEntropyBothWays() {
        try (NDManager scope = Torch.scope()) {
            assertThat(loss(scope, row(scope)).toFloatArray()[0]).isCloseTo((float) naiveLoss(), within(1e-4f));
        }
    }

    @Test
    void manyImagesAreEncodedInParts() {
        int count = 256 + 3; // one more part than one
        float[] many = new float[count * EACH];
        System.arraycopy(PIXELS, 0, many, (count - BATCH) * EACH, PIXELS.length);
        float[][] found = images(ROW, many);
        assertThat(found).hasDimensions(count, DIMENSION);
        for (int i = 0; i < BATCH; i++) {
            assertClose("image", found[count - BATCH + i], images(ROW, PIXELS)[i], 1e-5);
        }
    }

    @Test
    void noImagesGiveNoVectors() {
        assertThat(images(ROW, new float[0])).isEmpty();
    }

    @Test
    void everyParameterGetsAGradient() {
        try (NDManager scope = Torch.scope()) {
            Gradient gradient = Gradient.of(scope, row(scope), leaf -> loss(scope, leaf));
            float[] values = Torch.floats(gradient.gradient());
            for (ParameterLayout.Parameter parameter : LAYOUT.parameters()) {
                float[] own = LAYOUT.slice(values, parameter.name());
                assertThat(sumOfSquares(own)).as(parameter.name()).isPositive();
            }
        }
    }

    @Test
    void overfitsEightCaptions() {
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("overfitting", 150)) {
            NDArray row = row(scope);
            float[] losses = new Fit(row, Fit.Settings.of(150, 1e-2))
                    .run(150, progress, (inner, leaf, step, shard) -> loss(inner, leaf));
            assertThat(losses[149]).isLessThan(.05f).isLessThan(.05f * losses[0]);
            float[] trained = Torch.floats(row);
            assertThat(nearest(images(trained, PIXELS), NET.encodeText(trained, CAPTIONS)))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void theSameParametersGiveTheSameVectors() {
        assertThat(images(ROW, PIXELS)).isDeepEqualTo(images(ROW, PIXELS));
        assertThat(NET.encodeText(ROW, CAPTIONS)).isDeepEqualTo(NET.encodeText(ROW, CAPTIONS));
    }

    @Test
    void knowsItsSizes() {
        assertThat(NET.dimension()).isEqualTo(DIMENSION);
        assertThat(NET.vocabulary()).isSameAs(WORDS);
        assertThat(LAYOUT.get("image.out.weight").shape()).containsExactly(4 * CHANNELS * 2 * 2, DIMENSION);
        assertThat(LAYOUT.get("words").shape()).containsExactly(6, DIMENSION);
    }

    @Test
    void wrongSizesAreRefused() {
        String sizes = "mini-CLIP: expected an image side that 4 divides and positive sizes, found ";
        assertMessage(() -> new MiniClip.Settings(10, 4, 16), sizes + "10, 4, 16");
        assertMessage(() -> new MiniClip.Settings(8, 0, 16), sizes + "8, 0, 16");
        assertMessage(() -> new MiniClip.Settings(8, 4, 0), sizes + "8, 4, 0");
    }

    @Test
    void wrongInputsAreRefused() {
        assertMessage(
                () -> NET.encodeText(new float[5], CAPTIONS),
                "mini-CLIP: expected %d parameters, found 5".formatted(LAYOUT.size()));
        assertMessage(() -> images(ROW, new float[EACH + 1]), "mini-CLIP: expected images of 192 values, found 193");
        assertMessage(
                () -> NET.encodeText(ROW, List.of("red cube")),
                "text 'red cube': the word 'cube' is unknown; known words are [red, blue, green, grey, star, ring]");
    }

    @Test
    void encodingCanBeStopped() {
        try (Progress progress = Progress.of("looking", 0)) {
            progress.cancel();
            assertThatThrownBy(() -> NET.encodeImages(ROW, PIXELS, progress)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void eachImageIsAStep() {
        assertThat(NET.count(PIXELS)).isEqualTo(BATCH);
        try (Progress progress = Progress.of("looking", BATCH)) {
            NET.encodeImages(ROW, PIXELS, progress);
            assertThat(progress.done()).isEqualTo(BATCH);
        }
    }

    private static NDArray row(NDManager scope) {
        return Torch.tensor(scope, ROW, new Shape(1, LAYOUT.size()));
    }

    private static NDArray loss(NDManager scope, NDArray leaf) {
        NDArray images = Torch.tensor(scope, PIXELS, new Shape(BATCH, 3, SIDE, SIDE));
        return NET.loss(
                scope, leaf, images, Torch.tensor(scope, WORDS.counts(CAPTIONS), new Shape(BATCH, WORDS.size())));
    }

    private static float[][] images(float[] row, float[] pixels) {
        try (Progress progress = Progress.of("looking", 0)) {
            return NET.encodeImages(row, pixels, progress);
        }
    }

    private static float[] naiveText(String text) {
        float[] words = LAYOUT.slice(ROW, "words"); // [words, dimension]
        float[] counts = WORDS.counts(List.of(text));
        double[] sum = new double[DIMENSION];
        for (int word = 0; word < WORDS.size(); word++) {
            for (int k = 0; k < DIMENSION; k++) {
                sum[k] += counts[word] * words[word * DIMENSION + k];
            }
        }
        return unit(sum);
    }

    private static float[] naiveImage(float[] pixels) {
        double[] h = new double[EACH];
        Arrays.setAll(h, i -> pixels[i]);
        h = naiveConvolution(h, 0, 3, CHANNELS, SIDE, 1);
        h = naiveConvolution(h, 1, CHANNELS, 2 * CHANNELS, SIDE, 2);
        h = naiveConvolution(h, 2, 2 * CHANNELS, 4 * CHANNELS, SIDE / 2, 2);
        float[] out = LAYOUT.slice(ROW, "image.out.weight"); // [flat, dimension]
        double[] sum = new double[DIMENSION];
        for (int i = 0; i < h.length; i++) {
            for (int k = 0; k < DIMENSION; k++) {
                sum[k] += h[i] * out[i * DIMENSION + k];
            }
        }
        return unit(sum);
    }

    /** 3x3, a border of one zero, then ReLU: [in, side, side] to [out, side / stride, side / stride]. */
    private static double[] naiveConvolution(double[] x, int layer, int in, int out, int side, int stride) {
        float[] weight = LAYOUT.slice(ROW, "image." + layer + ".weight"); // [out, in, 3, 3]
        float[] bias = LAYOUT.slice(ROW, "image." + layer + ".bias"); // [out]
        int to = side / stride;
        double[] y = new double[out * to * to];
        for (int i = 0; i < y.length; i++) {
            int o = i / (to * to);
            double sum = bias[o];
            for (int j = 0; j < in * 9; j++) {
                int row = i / to % to * stride + j / 3 % 3 - 1;
                int col = i % to * stride + j % 3 - 1;
                if (row >= 0 && row < side && col >= 0 && col < side) {
                    sum += weight[o * in * 9 + j] * x[(j / 9 * side + row) * side + col];
                }
            }
            y[i] = Math.max(0, sum);
        }
        return y;
    }

    private static double naiveLoss() {
        float[][] images = images(ROW, PIXELS);
        float[][] texts = NET.encodeText(ROW, CAPTIONS);
        double scale = Math.exp(LAYOUT.slice(ROW, "scale")[0]);
        double sum = 0;
        for (int i = 0; i < BATCH; i++) {
            double toText = 0;
            double toImage = 0;
            for (int j = 0; j < BATCH; j++) {
                toText += Math.exp(scale * dot(images[i], texts[j]));
                toImage += Math.exp(scale * dot(images[j], texts[i]));
            }
            sum += (Math.log(toText) + Math.log(toImage)) / 2 - scale * dot(images[i], texts[i]);
        }
        return sum / BATCH;
    }

    private static int[] nearest(float[][] images, float[][] texts) {
        return Arrays.stream(images)
                .mapToInt(image -> {
                    int best = 0;
                    for (int i = 1; i < texts.length; i++) {
                        best = dot(image, texts[i]) > dot(image, texts[best]) ? i : best;
                    }
                    return best;
                })
                .toArray();
    }

    private static float[] unit(double[] values) {
        double length = 0;
        for (double value : values) {
            length += value * value;
        }
        float[] unit = new float[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values[i] / Math.sqrt(length));
        }
        return unit;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double sumOfSquares(float[] values) {
        return dot(values, values);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
