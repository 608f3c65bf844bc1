package org.modeljungle.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Numbers;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.KernelMap;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.text.TextEncoder;

/**
 * Aligns weights with text in closed form: a {@link Ridge} from the models' residuals to their captions' vectors. Both
 * sides are centred on the training models' captions, in the fit and in the scores. The ridge's lambda is chosen by
 * leaving out all models of a caption together, since what it is for are captions that were never met.
 *
 * <pre>{@code
 * List<Gram> grams = Gram.of(LayerBank.readAll(files).values()); // once for all splits
 * RidgeAlignment aligned = RidgeAlignment.allLayers(grams, captions, split.train(), encoder);
 * }</pre>
 */
public final class RidgeAlignment implements LeftOutAlignment {

    private final ResidualGram gram;
    private final Ridge ridge;
    private final List<String> captions; // of the training models
    private final TextEncoder encoder;
    private final long weights; // numbers that it reads of a model; 0 where they are not counted
    private final boolean linear; // in the layers' residuals
    private final Optional<GaussianKernel> kernel; // of the layers' residuals

    private RidgeAlignment(
            ResidualGram gram,
            Ridge ridge,
            List<String> captions,
            TextEncoder encoder,
            long weights,
            boolean linear,
            Optional<GaussianKernel> kernel) {
        this.gram = gram;
        this.ridge = ridge;
        this.captions = captions;
        this.encoder = encoder;
        this.weights = weights;
        this.linear = linear;
        this.kernel = kernel;
    }

    private RidgeAlignment with(long ownWeights, boolean isLinear, Optional<GaussianKernel> of) {
        return new RidgeAlignment(gram, ridge, captions, encoder, ownWeights, isLinear, of);
    }

    /**
     * From the mean of all layers' residual Gram matrices.
     *
     * @param grams the layers, all over the same models
     * @param captions one for each model
     * @param train the models to train on
     * @throws IllegalArgumentException if there is no layer, a caption is missing, or {@link Ridge#fit} cannot fit
     */
    public static RidgeAlignment allLayers(List<Gram> grams, List<String> captions, int[] train, TextEncoder encoder) {
        check(grams, captions);
        return fit(ResidualGram.of(grams, train), captions, encoder);
    }

    /**
     * From any similarities between models, such as those of what the models draw. It has no {@link #reader}: of a
     * model that comes later they are not known.
     *
     * @param similarities of all models; it is fitted on its training models
     * @param captions one for each model
     * @throws IllegalArgumentException as the form with all layers
     */
    public static RidgeAlignment of(ResidualGram similarities, List<String> captions, TextEncoder encoder) {
        Captions.check(captions);
        Check.that(
                similarities.models() == captions.size(),
                "alignment: expected a caption for each of the %d models, found %d",
                similarities.models(),
                captions.size());
        RidgeAlignment fitted = fit(similarities, captions, encoder);
        return fitted.with(0, false, Optional.empty());
    }

    /** From a kernel of the mean cosine over all layers of a task, on its training models; as the longer form. */
    public static RidgeAlignment gaussian(AlignmentTask task, GaussianKernel kernel) {
        ResidualGram cosines = ResidualGram.of(task.grams(), task.split().train());
        return of(kernel.of(cosines), task.captions(), task.encoder()).with(0, false, Optional.of(kernel));
    }

    /** From all layers of a task, on its training models; as the longer form. */
    public static RidgeAlignment allLayers(AlignmentTask task) {
        return allLayers(task.grams(), task.captions(), task.split().train(), task.encoder())
                .counted(task);
    }

    /** From the one layer of a task with the smallest leave-one-out error; as {@link #allLayers(AlignmentTask)}. */
    public static RidgeAlignment bestLayer(AlignmentTask task) {
        return bestLayer(task.grams(), task.captions(), task.split().train(), task.encoder())
                .counted(task);
    }

    /** From the one layer with the smallest leave-one-out error; as the form with all layers. */
    public static RidgeAlignment bestLayer(List<Gram> grams, List<String> captions, int[] train, TextEncoder encoder) {
        check(grams, captions);
        RidgeAlignment best = null;
        for (Gram gram : grams) {
            RidgeAlignment next = fit(gram.residual(train), captions, encoder);
            if (best == null || next.ridge.leaveOneOutError() < best.ridge.leaveOneOutError()) {
                best = next;
            }
        }
        return best;
    }

    /** The cosines between the models' residuals that it was fitted on. */
    public ResidualGram gram() {
        return gram;
    }

    /** The regression, with its lambda and leave-one-out errors. */
    public Ridge ridge() {
        return ridge;
    }

    /** The captions of the training models. */
    List<String> trainingCaptions() {
        return captions;
    }

    /** What makes the vectors of captions. */
    TextEncoder encoder() {
        return encoder;
    }

    @Override
    public float[][] leftOutVectors() {
        return Vectors.unit(ridge.leftOutPredictions());
    }

    /**
     * The same alignment without its models, which reads models that come later and can be saved. As linear maps it
     * takes the memory of a map {@code [rows * cols, width]} for each layer, and of one layer of all training models;
     * with a {@linkplain #gaussian kernel}, that of all layers of the training models.
     *
     * @param banks the layers that the Gram matrices were computed from, of the same models
     * @throws IllegalArgumentException if a layer is missing, these are other models, a kernel's training models have
     *     more than 2 GiB, or it was fitted {@linkplain #of on other similarities}
     */
    public AlignmentReader reader(Map<String, LayerBank> banks) {
        Trained trained = trained(banks, ridge.alpha());
        return new RidgeReader(trained.weights, ridge.mean(), encoder, ridge.lambda(), trained.set);
    }

    /** Whether {@link #reader} can make one of these layers. */
    boolean hasReader(Map<String, LayerBank> banks) {
        return isReadable(banks, ridge.mean().length);
    }

    /** Whether so many numbers can be made of models that come later. */
    boolean isReadable(Map<String, LayerBank> banks, int width) {
        if (!linear && kernel.isEmpty()) {
            return false;
        }
        List<LayerBank> own =
                gram.layers().stream().map(layer -> bank(banks, layer)).toList();
        return kernel.isPresent()
                ? KernelMap.fits(own, captions.size())
                : own.stream().allMatch(bank -> ResidualMap.fits(bank.rows(), bank.cols(), width));
    }

    /**
     * What reads models that come later, and what it was trained on.
     *
     * @param weights what reads models
     * @param set SHA-256 of the training models and captions
     */
    record Trained(RidgeWeights weights, String set) {}

    /**
     * What reads models that come later, by any solution in dual form on the same similarities.
     *
     * @param alpha [train, width]
     * @throws IllegalArgumentException as {@link #reader}
     */
    Trained trained(Map<String, LayerBank> banks, double[][] alpha) {
        Check.that(
                linear || kernel.isPresent(),
                "ridge alignment: expected one fitted on the layers' own cosines, found one on other similarities,"
                        + " which are not known of models that come later; use RidgeAlignment.allLayers, bestLayer or"
                        + " gaussian");
        return kernel.isPresent() ? byKernel(banks, kernel.get(), alpha) : byMaps(banks, alpha);
    }

    private Trained byMaps(Map<String, LayerBank> banks, double[][] alpha) {
        Map<String, ResidualMap> maps = new LinkedHashMap<>();
        double share = 1.0 / gram.layers().size();
        String set = eachLayer(banks, train -> maps.put(train.layer(), ResidualMap.of(train, alpha, share)));
        return new Trained(new LinearWeights(maps), set);
    }

    private Trained byKernel(Map<String, LayerBank> banks, GaussianKernel own, double[][] alpha) {
        List<LayerBank> all =
                gram.layers().stream().map(layer -> bank(banks, layer)).toList();
        KernelMap.checkSize(all, captions.size());
        Map<String, KernelMap.Layer> layers = new LinkedHashMap<>();
        String set = eachLayer(banks, train -> layers.put(train.layer(), KernelMap.Layer.of(train)));
        return new Trained(new KernelWeights(new KernelMap(own, layers, alpha)), set);
    }

    /** Goes through the training models, layer by layer, and returns the digest of captions and weights. */
    private String eachLayer(Map<String, LayerBank> banks, Consumer<LayerBank> then) {
        DataDigest trainingSet = new DataDigest();
        captions.forEach(trainingSet::add);
        for (String layer : gram.layers()) {
            LayerBank train = bank(banks, layer).select(gram.train());
            train.addTo(trainingSet);
            then.accept(train);
        }
        return trainingSet.hex();
    }

    private LayerBank bank(Map<String, LayerBank> banks, String layer) {
        LayerBank bank = Layers.pick("ridge alignment", banks, layer);
        Check.that(
                bank.models() == gram.models(),
                "ridge alignment: expected the %d models of its Gram matrices, found %d in layer '%s'",
                gram.models(),
                bank.models(),
                layer);
        return bank;
    }

    /** Those of linear maps; 0 where it is none, or was not made from an {@link AlignmentTask}. */
    @Override
    public long parameters() {
        return weights * ridge.mean().length;
    }

    /** Those of linear maps; 0 where it is none, or was not made from an {@link AlignmentTask}. */
    @Override
    public long flops() {
        return 2 * parameters();
    }

    @Override
    public int models() {
        return gram.models();
    }

    @Override
    public float[][] modelVectors(int... chosen) {
        return Vectors.unit(ridge.predictCentred(gram.crossGram(chosen)));
    }

    @Override
    public float[][] textVectors(List<String> texts) {
        return Vectors.unit(Captions.centred(encoder, texts, ridge.mean()));
    }

    private static RidgeAlignment fit(ResidualGram gram, List<String> captions, TextEncoder encoder) {
        List<String> own = new ArrayList<>();
        for (int model : gram.train()) {
            own.add(captions.get(model));
        }
        Ridge ridge = Ridge.fit(gram.trainGram(), Captions.encode(encoder, own), own);
        return new RidgeAlignment(gram, ridge, List.copyOf(own), encoder, 0, true, Optional.empty());
    }

    private RidgeAlignment counted(AlignmentTask task) {
        long sum = gram.layers().stream()
                .map(task::bank)
                .mapToLong(bank -> (long) bank.rows() * bank.cols())
                .sum();
        return with(sum, linear, kernel);
    }

    private static void check(List<Gram> grams, List<String> captions) {
        Captions.check(captions);
        Check.that(!grams.isEmpty(), "alignment: expected 1 layer or more, found none");
        for (Gram gram : grams) {
            Check.that(
                    gram.models() == captions.size(),
                    "alignment: expected a caption for each of the %d models of layer '%s', found %d",
                    gram.models(),
                    gram.layer(),
                    captions.size());
        }
    }

    @Override
    public String toString() {
        return "ridge of %s on %d models, lambda %s"
                .formatted(gram.layers(), captions.size(), Numbers.text(ridge.lambda()));
    }
}
