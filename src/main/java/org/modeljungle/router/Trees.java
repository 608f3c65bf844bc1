package org.modeljungle.router;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * The Model Trees among some models, and how clearly they are separated.
 *
 * <p>How many there are is found, not given. On the scale of {@link Fingerprinter}, the squared distance of two models
 * is {@code 2 (1 - c)}, where c is their cosine: 0 for equal models, 2 for unrelated ones of one architecture, more for
 * others. The heights of average linkage are mean distances between the models of two clusters; those of merges within
 * trees are small, those between trees near 2 when squared. The cut goes through the <b>widest gap</b> in the squared
 * heights from 0 to that of unrelated models, both ends included:
 *
 * <ul>
 *   <li>the gap below the first merge, if it is the widest, says that all models are unrelated, each model a tree
 *       of its own;
 *   <li>the gap between the last merge and the unrelated distance says that all are of one tree;
 *   <li>any other gap says how far siblings, and how near unrelated models are.
 * </ul>
 *
 * <p>Nothing is tuned, and one tree or no tree are possible answers. The condition is that <b>siblings are
 * more alike than not</b>: on this scale they must lie nearer to equal than to unrelated models. In exact numbers the
 * limit is a cosine of 1/2; with the noise of 512 numbers it is about .6, a distance of .9, heads and all. Where
 * fine-tuning moved models farther than that, every model is called a tree of its own; where models are fine-tuned from
 * fine-tuned models, the widest gap decides which generation counts. Ancestors that were trained from one random start
 * are such a generation, too: give each its own seed where they are to be separate trees.
 *
 * @param labels each model's tree: 0 is the largest, among trees of one size that of the first model // [models]
 * @param count the number of trees, single models included
 * @param cut the height of the cut: its square is the middle of the gap
 * @param gap the width of the gap in cosines: 1 is the whole scale, below .2 is no clear answer
 */
public record Trees(int[] labels, int count, double cut, double gap) {

    /** The trees below the widest gap, for fingerprints; see {@link #find(Dendrogram, double)}. */
    public static Trees find(Dendrogram average) {
        return find(average, Fingerprinter.UNRELATED);
    }

    /**
     * The trees below the widest gap.
     *
     * @param average average linkage of the models' distances
     * @param unrelated how far apart two models are that have nothing in common
     */
    public static Trees find(Dendrogram average, double unrelated) {
        Check.that(
                unrelated > 0 && Double.isFinite(unrelated),
                "trees: expected a distance of unrelated models above 0, found %s",
                unrelated);
        double top = unrelated * unrelated;
        double low = 0;
        double bestLow = 0;
        double bestHigh = 0;
        for (int i = 0; i <= average.heights().length; i++) {
            double high = i == average.heights().length ? top : average.heights()[i] * average.heights()[i];
            high = Math.min(high, top);
            if (high - low > bestHigh - bestLow) {
                bestLow = low;
                bestHigh = high;
            }
            low = high;
        }
        double cut = Math.sqrt((bestLow + bestHigh) / 2);
        int[] labels = bySize(average.cut(cut));
        return new Trees(labels, count(labels), cut, (bestHigh - bestLow) / top);
    }

    /** Checks the labels. */
    public Trees {
        labels = labels.clone();
        Check.that(
                count == count(labels),
                "trees: expected labels from 0 to %d, each used, found %s",
                count - 1,
                Arrays.toString(labels));
    }

    /** Each model's tree, copied // [models]. */
    @Override
    public int[] labels() {
        return labels.clone();
    }

    /** The models of one tree, ascending. */
    public int[] members(int tree) {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == tree).toArray();
    }

    /** The number of models of each tree, largest first // [count]. */
    public int[] sizes() {
        int[] sizes = new int[count];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    /** The number of trees of so many models or more: they are the first ones. */
    public int atLeast(int models) {
        return (int) Arrays.stream(sizes()).filter(size -> size >= models).count();
    }

    /** The number of trees of a single model. */
    public int singletons() {
        return (int) Arrays.stream(sizes()).filter(size -> size == 1).count();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d models: %d trees of two models or more, %d single models (gap %.2f)",
                labels.length,
                count - singletons(),
                singletons(),
                gap);
    }

    /** The number of labels; -1 if they are not 0, 1, ... */
    static int count(int[] labels) {
        int[] used = Arrays.stream(labels).sorted().distinct().toArray();
        boolean sound = used.length > 0 && used[0] == 0 && used[used.length - 1] == used.length - 1;
        return sound ? used.length : -1;
    }

    /** Renames clusters: the largest is 0, among equals that of the first point. */
    private static int[] bySize(int[] clusters) {
        int count = Arrays.stream(clusters).max().orElseThrow() + 1;
        int[] sizes = new int[count];
        int[] first = new int[count];
        for (int i = clusters.length - 1; i >= 0; i--) {
            sizes[clusters[i]]++;
            first[clusters[i]] = i;
        }
        int[] names = new int[count];
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(c -> -sizes[c]).thenComparingInt(c -> first[c]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < count; i++) {
            names[order[i]] = i;
        }
        return Arrays.stream(clusters).map(c -> names[c]).toArray();
    }
}
