package org.modeljungle.search;

import org.modeljungle.Check;

/**
 * Settings of t-SNE.
 *
 * @param perplexity how many neighbours a model has, roughly: more than 1, and less than a third of the models
 * @param iterations steps of gradient descent; the first 250 exaggerate how near neighbours are
 * @param rate the learning rate
 */
public record Tsne(double perplexity, int iterations, double rate) {

    private static final double USUAL = 30;
    private static final int ITERATIONS = 1000;
    private static final double LOWEST = 50; // learning rate
    private static final double MODELS = 48; // a unit of learning rate: four times the early exaggeration

    /** Checks the numbers. */
    public Tsne {
        Check.that(perplexity > 1, "t-SNE: expected a perplexity of more than 1, found %s", perplexity);
        Check.that(iterations >= 1, "t-SNE: expected 1 iteration or more, found %d", iterations);
        Check.that(rate > 0 && Double.isFinite(rate), "t-SNE: expected a learning rate of more than 0, found %s", rate);
    }

    /**
     * Perplexity 30, or less where there are few models; 1,000 iterations; the learning rate of Belkina et al. (Nature
     * Communications 2019), a forty-eighth of the number of models but at least 50, as scikit-learn has them.
     *
     * @throws IllegalArgumentException if there are fewer than 5 models
     */
    public static Tsne of(int models) {
        Check.that(models >= 5, "t-SNE: expected 5 models or more, found %d", models);
        return new Tsne(Math.min(USUAL, (models - 1) / 3.0), ITERATIONS, Math.max(LOWEST, models / MODELS));
    }

    /** The same with another perplexity. */
    public Tsne withPerplexity(double other) {
        return new Tsne(other, iterations, rate);
    }

    /** The same with more or fewer steps. */
    public Tsne withIterations(int other) {
        return new Tsne(perplexity, other, rate);
    }

    /** The same with another learning rate. */
    public Tsne withRate(double other) {
        return new Tsne(perplexity, iterations, other);
    }
}
