package org.modeljungle.search;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.layers.Indices;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;

/**
 * The distances between all of some models, by whatever represents them: what {@link Retrieval},
 * {@link NearestNeighbours}, {@link OneClass} and {@link ModelMap} compare models by. They are computed when they are
 * asked for, so that nothing of the size models x models is kept that is not there already.
 *
 * <pre>{@code
 * ModelDistances.cosine(reader.representations(models));        // what an expert's head reads
 * ModelDistances.cosine(alignment.allModelVectors());           // in the space of words
 * ModelDistances.of(ResidualGram.of(task.grams()));             // the weights themselves, without training
 * }</pre>
 */
public final class ModelDistances {

    private interface Between {
        double of(int i, int j);
    }

    private final String name;
    private final int models;
    private final Between between;
    private final DoubleUnaryOperator square; // the square of a Euclidean distance, of a distance

    private ModelDistances(String name, int models, DoubleUnaryOperator square, Between between) {
        this.name = name;
        this.models = models;
        this.square = square;
        this.between = between;
    }

    /**
     * One less the cosine of two vectors; 1 with a vector of zeros.
     *
     * @param vectors of one length // [models, width]
     * @throws IllegalArgumentException if there is none, they differ in length, or a number is not finite
     */
    public static ModelDistances cosine(float[][] vectors) {
        check(vectors);
        double[] norms = new double[vectors.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Math.sqrt(Products.dot(vectors[i], vectors[i]));
        }
        return new ModelDistances(
                "cosine",
                vectors.length,
                ModelDistances::ofUnitVectors,
                (i, j) -> one(Products.dot(vectors[i], vectors[j]), norms[i] * norms[j]));
    }

    /**
     * The Euclidean distance of two vectors.
     *
     * @param vectors of one length // [models, width]
     * @throws IllegalArgumentException as {@link #cosine(float[][])}
     */
    public static ModelDistances euclidean(float[][] vectors) {
        check(vectors);
        return new ModelDistances("euclidean", vectors.length, d -> d * d, (i, j) -> {
            double sum = 0;
            for (int k = 0; k < vectors[i].length; k++) {
                double difference = (double) vectors[i][k] - vectors[j][k];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        });
    }

    /** One less the cosine of what is left of two models' weights without the training models' mean. */
    public static ModelDistances of(ResidualGram residuals) {
        double[][] cosines = residuals.values();
        return new ModelDistances(
                "cosine", residuals.models(), ModelDistances::ofUnitVectors, (i, j) -> 1 - cosines[i][j]);
    }

    /** One less the cosine of two models' matrices themselves; 1 with a matrix of zeros. */
    public static ModelDistances cosine(Gram gram) {
        double[][] products = gram.values();
        return new ModelDistances(
                "cosine",
                gram.models(),
                ModelDistances::ofUnitVectors,
                (i, j) -> one(products[i][j], Math.sqrt(products[i][i] * products[j][j])));
    }

    /** The Euclidean distance of two models' matrices. */
    public static ModelDistances euclidean(Gram gram) {
        double[][] products = gram.values();
        return new ModelDistances(
                "euclidean",
                gram.models(),
                d -> d * d,
                (i, j) -> Math.sqrt(Math.max(0, products[i][i] + products[j][j] - 2 * products[i][j])));
    }

    /**
     * Distances that are known already.
     *
     * @param name what they are
     * @param values symmetric // [models, models]
     * @throws IllegalArgumentException if they are not square, not finite or below 0
     */
    public static ModelDistances of(String name, double[][] values) {
        for (int i = 0; i < values.length; i++) {
            Check.that(
                    values[i].length == values.length,
                    "distances '%s': expected [%d, %d], found a row %d of %d numbers",
                    name,
                    values.length,
                    values.length,
                    i,
                    values[i].length);
            for (double value : values[i]) {
                Check.that(
                        value >= 0 && Double.isFinite(value),
                        "distances '%s': expected finite ones of 0 or more, found %s in row %d",
                        name,
                        value,
                        i);
            }
        }
        return new ModelDistances(name, values.length, d -> d * d, (i, j) -> values[i][j]);
    }

    /** What they are: cosine, euclidean. */
    public String name() {
        return name;
    }

    /** How many models there are. */
    public int models() {
        return models;
    }

    /** The distance of two models, 0 or more but for rounding. */
    public double between(int i, int j) {
        return between.of(i, j);
    }

    /**
     * The models nearest to one of them, without itself.
     *
     * @param k how many, at most all others
     * @return the nearest first; of equals the one with the smaller index // [k]
     * @throws IllegalArgumentException if there is no such model, or {@code k} is out of range
     */
    public int[] nearest(int one, int k) {
        Check.that(one >= 0 && one < models(), "nearest: expected a model from 0 to %d, found %d", models() - 1, one);
        Check.that(k >= 1 && k < models(), "nearest: expected k from 1 to %d others, found %d", models() - 1, k);
        return Neighbours.nearest(models(), one, k, other -> between(one, other)).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The same between some of the models alone, which are numbered in the order given.
     *
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    public ModelDistances among(int... chosen) {
        Indices.check("distances", chosen, models);
        int[] own = chosen.clone();
        return new ModelDistances(name, own.length, square, (i, j) -> between.of(own[i], own[j]));
    }

    /** The distances of one model to some. */
    double[] to(int model, int... others) {
        return IntStream.of(others)
                .mapToDouble(other -> between.of(model, other))
                .toArray();
    }

    /** The squares of Euclidean distances: of cosines, those between vectors of length 1 // [models, models] */
    double[][] squares() {
        double[][] squares = new double[models][models];
        for (int i = 0; i < models; i++) {
            Progress.checkInterrupt("comparing models");
            for (int j = 0; j < i; j++) {
                squares[i][j] = Math.max(0, square.applyAsDouble(between.of(i, j)));
                squares[j][i] = squares[i][j];
            }
        }
        return squares;
    }

    /** Throws unless there is a label for each model. */
    void checkLabels(String what, int labels) {
        Check.that(labels == models, "%s: expected a label for each of %d models, found %d", what, models, labels);
    }

    private static double ofUnitVectors(double distance) {
        return 2 * distance;
    }

    private static double one(double product, double norms) {
        return norms == 0 ? 1 : 1 - product / norms;
    }

    private static void check(float[][] vectors) {
        Check.that(vectors.length > 0, "distances: expected vectors of 1 model or more, found none");
        for (int i = 0; i < vectors.length; i++) {
            Check.that(
                    vectors[i].length == vectors[0].length,
                    "distances: expected vectors of %d numbers, found %d of model %d",
                    vectors[0].length,
                    vectors[i].length,
                    i);
            for (float value : vectors[i]) {
                Check.that(Float.isFinite(value), "distances: expected finite numbers, found %s of model %d", value, i);
            }
        }
    }

    @Override
    public String toString() {
        return "%s distances of %d models".formatted(name, models);
    }
}
