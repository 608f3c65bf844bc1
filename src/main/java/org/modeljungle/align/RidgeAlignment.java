package org.modeljungle.align;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Numbers;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.text.TextEncoder;

/**
 * Aligns weights with text in closed form: a {@link Ridge} from the models' residuals to their captions' vectors. Both
 * sides are centred on the training models' captions, in the fit and in the scores.
 *
 * <pre>{@code
 * List<Gram> grams = Gram.of(LayerBank.readAll(files).values()); // once for all splits
 * RidgeAlignment aligned = RidgeAlignment.allLayers(grams, captions, split.train(), encoder);
 * }</pre>
 */
public final class RidgeAlignment implements Alignment {

    private final ResidualGram gram;
    private final Ridge ridge;
    private final List<String> captions; // of the training models
    private final TextEncoder encoder;
    private final long weights; // numbers that it reads of a model; 0 where they are not counted
    private final boolean linear; // in the layers' residuals

    private RidgeAlignment(
            ResidualGram gram, Ridge ridge, List<String> captions, TextEncoder encoder, long weights, boolean linear) {
        this.gram = gram;
        this.ridge = ridge;
        this.captions = captions;
        this.encoder = encoder;
        this.weights = weights;
        this.linear = linear;
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
     * From any similarities between models, such as those of a {@link org.modeljungle.ridge.GaussianKernel}, or of what
     * the models draw. It has no {@link #reader}: it is not linear in the weights.
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
        return new RidgeAlignment(fitted.gram, fitted.ridge, fitted.captions, fitted.encoder, fitted.weights, false);
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

    /**
     * The same alignment as linear maps, which read models that come later and can be saved. It takes the memory of a
     * map {@code [rows * cols, width]} for each layer, and of one layer of all training models.
     *
     * @param banks the layers that the Gram matrices were computed from, of the same models
     * @throws IllegalArgumentException if a layer is missing, these are other models, or it was fitted {@linkplain #of
     *     on other similarities}
     */
    public AlignmentReader reader(Map<String, LayerBank> banks) {
        Check.that(
                linear,
                "ridge alignment: expected one fitted on the layers' own cosines, found one on other similarities, which"
                        + " no linear map of the weights can give; use RidgeAlignment.allLayers or bestLayer");
        Map<String, ResidualMap> maps = new LinkedHashMap<>();
        DataDigest trainingSet = new DataDigest();
        captions.forEach(trainingSet::add);
        for (String layer : gram.layers()) {
            LayerBank bank = Layers.pick("ridge alignment", banks, layer);
            Check.that(
                    bank.models() == gram.models(),
                    "ridge alignment: expected the %d models of its Gram matrices, found %d in layer '%s'",
                    gram.models(),
                    bank.models(),
                    layer);
            LayerBank train = bank.select(gram.train());
            train.addTo(trainingSet);
            maps.put(
                    layer,
                    ResidualMap.of(train, ridge.alpha(), 1.0 / gram.layers().size()));
        }
        return new LinearAlignment(maps, ridge.mean(), encoder, ridge.lambda(), trainingSet.hex());
    }

    /** Those of its {@link #reader}; 0 where it was not made from an {@link AlignmentTask}. */
    @Override
    public long parameters() {
        return weights * ridge.mean().length;
    }

    /** Those of its {@link #reader}; 0 where it was not made from an {@link AlignmentTask}. */
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
        return new RidgeAlignment(
                gram, Ridge.fit(gram.trainGram(), Captions.encode(encoder, own)), List.copyOf(own), encoder, 0, true);
    }

    private RidgeAlignment counted(AlignmentTask task) {
        long sum = gram.layers().stream()
                .map(task::bank)
                .mapToLong(bank -> (long) bank.rows() * bank.cols())
                .sum();
        return new RidgeAlignment(gram, ridge, captions, encoder, sum, linear);
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
