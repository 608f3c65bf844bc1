package org.modeljungle.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.align.Alignment;
import org.modeljungle.layers.Indices;
import org.modeljungle.nets.Vocabulary;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Finds models by words or by likeness, comparing with every one of them: exact, and fast for tens of thousands.
 *
 * <pre>{@code
 * ModelIndex index = ModelIndex.of(models, alignment, alignment.gram());
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

    private final Models models;
    private final int[] searched; // the models that may be found
    private final Alignment alignment;
    private final float[][] vectors; // [models, width]
    private final ResidualGram residuals;

    private ModelIndex(Models models, int[] searched, Alignment alignment, float[][] vectors, ResidualGram residuals) {
        this.models = models;
        this.searched = searched;
        this.alignment = alignment;
        this.vectors = vectors;
        this.residuals = residuals;
    }

    /**
     * Indexes all models of an alignment.
     *
     * @param models whose names, and captions where they are known, answers have
     * @param residuals the cosines between the same models' residuals
     * @throws IllegalArgumentException if these are not the same number of models
     */
    public static ModelIndex of(Models models, Alignment alignment, ResidualGram residuals) {
        Check.that(
                models.size() == alignment.models() && residuals.models() == alignment.models(),
                "index: expected the alignment's %d models, found %d models and the residuals of %d",
                alignment.models(),
                models.size(),
                residuals.models());
        int[] all = IntStream.range(0, alignment.models()).toArray();
        return new ModelIndex(models, all, alignment, alignment.modelVectors(all), residuals);
    }

    /**
     * The same index, in which some models alone are found: those that nothing was learnt from, for example
     * ({@link org.modeljungle.align.Split#unseen()}).
     *
     * @param chosen their indices
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    public ModelIndex among(int... chosen) {
        Indices.check("index", chosen, models.size());
        int[] ascending = Arrays.stream(chosen).sorted().distinct().toArray();
        return new ModelIndex(models, ascending, alignment, vectors, residuals);
    }

    /** The number of models that may be found. */
    public int models() {
        return searched.length;
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
        float[] query = alignment.textVectors(List.of(text))[0];
        return best(k, Arrays.stream(searched), model -> Products.dot(vectors[model], query));
    }

    /**
     * The same as a table: the models' names, what they were taught where it is known, and the cosines.
     *
     * @throws IllegalArgumentException as {@link #query}
     */
    public Table answer(String text, int k) {
        List<Hit> hits = query(text, k);
        return Table.create("\"" + text + "\"")
                .addColumns(
                        StringColumn.create("model", hits.stream().map(Hit::id).toList()),
                        StringColumn.create(
                                "taught",
                                hits.stream()
                                        .map(hit ->
                                                models.get(hit.model).caption().orElse(""))
                                        .toList()),
                        DoubleColumn.create(
                                "cosine", hits.stream().map(Hit::cosine).toList()));
    }

    /**
     * The share of the models found for a text whose captions have all of its words, in either case; punctuation and
     * articles do not count.
     *
     * @param k how many are looked at
     * @throws IllegalArgumentException as {@link #query}, if the caption of one is unknown, or if the text has no word
     */
    public double precision(String text, int k) {
        List<String> words = Vocabulary.wordsOf(text);
        Check.that(!words.isEmpty(), "index: expected a text with 1 word or more beside articles, found '%s'", text);
        List<Model> found =
                query(text, k).stream().map(hit -> models.get(hit.model)).toList();
        List<String> captions = Models.of("models found", found).captions();
        return captions.stream()
                        .filter(caption -> Vocabulary.wordsOf(caption).containsAll(words))
                        .count()
                / (double) k;
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
                model >= 0 && model < models.size(),
                "index: expected a model from 0 to %d, found %d",
                models.size() - 1,
                model);
        int[] others = Arrays.stream(searched).filter(other -> other != model).toArray();
        checkCount(k, others.length);
        double[] row = residuals.values()[model];
        return best(k, Arrays.stream(others), other -> row[other]);
    }

    private List<Hit> best(int k, IntStream some, IntToDoubleFunction cosine) {
        return some.mapToObj(model -> hit(model, cosine.applyAsDouble(model)))
                .sorted(Comparator.comparingDouble(Hit::cosine).reversed().thenComparingInt(Hit::model))
                .limit(k)
                .toList();
    }

    private Hit hit(int model, double cosine) {
        Check.that(
                Double.isFinite(cosine),
                "index: expected cosines, found %s for model '%s'; its weights are not finite, models.check() names all"
                        + " such models",
                cosine,
                models.get(model).id());
        return new Hit(model, models.get(model).id(), cosine);
    }

    private static void checkCount(int k, int most) {
        Check.that(k >= 1 && k <= most, "index: expected k from 1 to %d models, found %d", most, k);
    }

    @Override
    public String toString() {
        return "index of %,d of %,d models".formatted(searched.length, models.size());
    }
}
