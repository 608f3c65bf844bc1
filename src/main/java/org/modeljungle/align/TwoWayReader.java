package org.modeljungle.align;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A {@link TwoWayAlignment} without the models that it was trained on, or with those that its kernel needs.
 *
 * @param weights what it reads of models: for the first direction, then for the second // to [width + coordinates]
 * @param mean of the training models' captions // [width]
 * @param start what is added to the coordinates that are read of a model // [coordinates]
 * @param texts the second direction
 * @param share of the first direction in the mean
 * @param lambda the first direction's ridge
 * @param trainingSet SHA-256 of what it was trained on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TwoWayReader(
        RidgeWeights weights,
        float[] mean,
        double[] start,
        ReverseTexts texts,
        double share,
        double lambda,
        String trainingSet)
        implements AlignmentReader {

    static final String KIND = "two-way-alignment";

    private static final String MEAN = "mean";
    private static final String START = "start";
    private static final String TEXTS = "texts";
    private static final String TEXTS_MEAN = "texts.mean";
    private static final String TEXTS_ALPHA = "texts.alpha";
    private static final String TEXTS_START = "texts.start";

    private record Settings(
            Artifact.Part weights, String encoder, int width, int captions, double share, double lambda) {}

    /** Of layers that the alignment was fitted on. */
    static TwoWayReader of(TwoWayAlignment aligned, Map<String, LayerBank> banks) {
        RidgeAlignment forward = aligned.forward();
        ReverseAlignment reverse = aligned.reverse();
        RidgeAlignment.Trained trained =
                forward.trained(banks, sideBySide(forward.ridge().alpha(), reverse.alpha()));
        return new TwoWayReader(
                trained.weights(),
                forward.ridge().mean(),
                reverse.start(),
                reverse.texts(),
                aligned.share(),
                forward.ridge().lambda(),
                trained.set());
    }

    private static double[][] sideBySide(double[][] left, double[][] right) {
        double[][] both = new double[left.length][];
        for (int i = 0; i < both.length; i++) {
            both[i] = Arrays.copyOf(left[i], left[i].length + right[i].length);
            System.arraycopy(right[i], 0, both[i], left[i].length, right[i].length);
        }
        return both;
    }

    @Override
    public List<LayerSize> layers() {
        return weights.layers();
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        float[][] read = weights.read("two-way alignment", models);
        float[][] ahead = new float[read.length][];
        float[][] back = new float[read.length][start.length];
        for (int i = 0; i < read.length; i++) {
            ahead[i] = Arrays.copyOf(read[i], mean.length);
            for (int k = 0; k < start.length; k++) {
                back[i][k] = (float) (read[i][mean.length + k] + start[k]);
            }
        }
        return TwoWayAlignment.joined(Vectors.unit(ahead), Vectors.unit(back), share);
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        float[][] encoded = Captions.encode(encoder(), captions);
        return TwoWayAlignment.joined(Vectors.unit(Captions.less(encoded, mean)), texts.places(encoded), share);
    }

    @Override
    public TextEncoder encoder() {
        return texts.encoder();
    }

    @Override
    public long parameters() {
        return weights.parameters();
    }

    @Override
    public long flops() {
        return weights.flops();
    }

    @Override
    public Artifact artifact() {
        int captions = texts.captions().length;
        Map<String, Weight> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(MEAN, Weight.of(mean, mean.length));
        tensors.put(START, Weight.of(start, start.length));
        tensors.put(TEXTS, Weight.of(Vectors.flat(texts.captions()), captions, mean.length));
        tensors.put(TEXTS_MEAN, Weight.of(texts.mean(), mean.length));
        tensors.put(TEXTS_ALPHA, Weight.of(Ridge.flat(texts.alpha()), captions, start.length));
        tensors.put(TEXTS_START, Weight.of(texts.start(), start.length));
        Settings settings =
                new Settings(weights.part(), AlignmentReader.digestOf(encoder()), mean.length, captions, share, lambda);
        return new Artifact(KIND, settings, new Artifact.About(layers(), List.of(), trainingSet), tensors);
    }

    static TwoWayReader of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        RidgeWeights weights = RidgeWeights.of(file.part(RidgeWeights.PART));
        int coordinates = weights.width() - settings.width;
        Check.that(
                settings.width > 0 && settings.captions > 0 && coordinates > 0,
                "%s: expected vectors of texts, captions and coordinates of models, found %d numbers of %d captions,"
                        + " and %d coordinates",
                file,
                settings.width,
                settings.captions,
                coordinates);
        Check.that(
                settings.share > 0 && settings.share < 1,
                "%s: expected a share of the first direction between 0 and 1, found %s",
                file,
                settings.share);
        return new TwoWayReader(
                weights,
                file.floats(MEAN, settings.width),
                file.doubles(START, coordinates),
                texts(file, encoder, settings, coordinates),
                settings.share,
                settings.lambda,
                file.about().trainingSet());
    }

    private static ReverseTexts texts(ArtifactFile file, TextEncoder encoder, Settings settings, int coordinates) {
        return new ReverseTexts(
                encoder,
                file.floats(TEXTS_MEAN, settings.width),
                Vectors.rows(file.floats(TEXTS, settings.captions, settings.width), settings.width),
                Ridge.rows(file.doubles(TEXTS_ALPHA, settings.captions, coordinates), coordinates),
                file.floats(TEXTS_START, coordinates));
    }
}
