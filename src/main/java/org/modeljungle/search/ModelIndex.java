package org.modeljungle.search;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.align.Alignment;
import org.modeljungle.ridge.ResidualGram;

/**
 * Finds models by words or by likeness, comparing with every one of them: exact, and fast for tens of thousands.
 *
 * <pre>{@code
 * ModelIndex index = ModelIndex.of(ids, alignment, alignment.gram());
 * index.query("a red striped triangle", 5);
 * }</pre>
 */
public final class ModelIndex {

    /**
     * A model that was found.
     *
     * @param model its index
     * @param id its name
     * @param cosine how well it fits, -1 to 1
     */
    public record Hit(int model, String id, double cosine) {}

    private final List<String> ids;
    private final Alignment alignment;
    private final float[][] vectors; // [models, width]
    private final ResidualGram residuals;

    private ModelIndex(List<String> ids, Alignment alignment, float[][] vectors, ResidualGram residuals) {
        this.ids = ids;
        this.alignment = alignment;
        this.vectors = vectors;
        this.residuals = residuals;
    }

    /**
     * Indexes all models of an alignment.
     *
     * @param ids the models' names
     * @param residuals the cosines between the same models' residuals
     * @throws IllegalArgumentException if these are not the same number of models
     */
    public static ModelIndex of(List<String> ids, Alignment alignment, ResidualGram residuals) {
        Check.that(
                ids.size() == alignment.models() && residuals.models() == alignment.models(),
                "index: expected the alignment's %d models, found %d names and the residuals of %d",
                alignment.models(),
                ids.size(),
                residuals.models());
        int[] all = IntStream.range(0, alignment.models()).toArray();
        return new ModelIndex(List.copyOf(ids), alignment, alignment.modelVectors(all), residuals);
    }

    /** The number of models. */
    public int models() {
        return ids.size();
    }

    /**
     * The models that a text describes best.
     *
     * @param k how many, at most all
     * @return the best first; of equals the one with the smaller index
     * @throws IllegalArgumentException if {@code k} is out of range or the text encoder does not know the words
     */
    public List<Hit> query(String text, int k) {
        checkCount(k, models());
        float[] wanted = alignment.textVectors(List.of(text))[0];
        return best(k, IntStream.range(0, models()), model -> dot(vectors[model], wanted));
    }

    /**
     * The other models most like a model, by the cosine of what training changed in their weights; needs no words.
     *
     * @param k how many, at most all others
     * @return the best first; of equals the one with the smaller index
     * @throws IllegalArgumentException if {@code model} or {@code k} is out of range
     */
    public List<Hit> nearest(int model, int k) {
        Check.that(
                model >= 0 && model < models(), "index: expected a model from 0 to %d, found %d", models() - 1, model);
        checkCount(k, models() - 1);
        double[] row = residuals.values()[model];
        return best(k, IntStream.range(0, models()).filter(other -> other != model), other -> row[other]);
    }

    private List<Hit> best(int k, IntStream models, IntToDoubleFunction cosine) {
        return models.mapToObj(model -> new Hit(model, ids.get(model), cosine.applyAsDouble(model)))
                .sorted(Comparator.comparingDouble(Hit::cosine).reversed().thenComparingInt(Hit::model))
                .limit(k)
                .toList();
    }

    private static void checkCount(int k, int most) {
        Check.that(k >= 1 && k <= most, "index: expected k from 1 to %d models, found %d", most, k);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
