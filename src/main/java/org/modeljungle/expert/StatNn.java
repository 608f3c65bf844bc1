package org.modeljungle.expert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.LongStep;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metrics.Standardiser;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.weights.Artifact;

/**
 * StatNN (Unterthiner et al., arXiv 2002.11448): a network that sees seven statistics of every layer instead of its
 * weights: mean, variance, and the minimum, quartiles and maximum. The statistics do not depend on the order of the
 * neurons, and they are nearly the same for all models of a tree.
 *
 * <p>A layer is a weight or a bias, each by itself: {@link LayerBank#readVectors} reads biases, and
 * {@link WeightTask#withLayers} puts them beside the weights.
 *
 * @param how how it is trained
 */
public record StatNn(MetanetworkFit.Settings how) implements Expert {

    /** How many statistics a weight or a bias has. */
    public static final int STATISTICS = 7;

    private static final ProbeX.Settings WIDTHS = new ProbeX.Settings(128, 1, 128, true);

    /** Trained like ProbeX. */
    public static StatNn published() {
        return new StatNn(MetanetworkFit.Settings.CLASSIFICATION);
    }

    /** The same, trained for another number of epochs. */
    public StatNn withEpochs(int epochs) {
        return new StatNn(how.withEpochs(epochs));
    }

    @Override
    public String name() {
        return "statnn";
    }

    @Override
    public long steps(WeightTask task) {
        return how.steps(task.train().length);
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
        return fit(task, seeds, progress, Checkpoints.NONE);
    }

    @Override
    public Reader fit(WeightTask task, Seeds seeds, Progress progress, Checkpoints checkpoints) {
        List<String> layers = List.copyOf(task.banks().keySet());
        float[][] train = statistics(layers, task.select(task.train()));
        float[][] scale = Standardiser.of(Arrays.asList(train));
        // one row of statistics is a matrix [1, statistics]; ProbeX on it is a network of two hidden layers
        int width = train[0].length;
        ProbeX network = new ProbeX(WIDTHS, 1, width, Head.of(task.target()));
        Dense known = matrices(train, scale);
        Dense chosenBy = matrices(statistics(layers, task.select(task.toChooseBy(name()))), scale);
        TrainingTarget goal = TrainingTarget.of(task, network);
        Artifact.About about = task.about(layers);
        Epochs.Best result = new MetanetworkFit(network, how, seeds)
                .saving(task.keyed(checkpoints, about))
                .run(
                        known,
                        goal.targets(),
                        row -> task.target().score(network.outputs(goal.inUnits(row), chosenBy), task.val()),
                        progress);
        return new StatNnReader(goal.trained(result), scale, about);
    }

    /** The statistics of models, layer after layer // [models, layers * 7] */
    static float[][] statistics(List<String> layers, Map<String, LayerBank> models) {
        List<LayerBank> banks = new ArrayList<>();
        layers.forEach(layer -> banks.add(Layers.pick("StatNN", models, layer)));
        float[][] rows = new float[banks.get(0).models()][];
        for (int i = 0; i < rows.length; i++) {
            LongStep.checkStopped("statistics of weights");
            rows[i] = new float[STATISTICS * banks.size()];
            for (int layer = 0; layer < banks.size(); layer++) {
                float[] own = statistics(banks.get(layer).matrix(i));
                System.arraycopy(own, 0, rows[i], layer * STATISTICS, STATISTICS);
            }
        }
        return rows;
    }

    /** Mean, variance, minimum, quartiles and maximum // [7] */
    public static float[] statistics(float[] weights) {
        double mean = 0;
        for (float weight : weights) {
            mean += (double) weight / weights.length;
        }
        double variance = 0;
        for (float weight : weights) {
            variance += (weight - mean) * (weight - mean) / weights.length;
        }
        float[] sorted = weights.clone();
        Arrays.sort(sorted);
        float[] all = new float[STATISTICS];
        all[0] = (float) mean;
        all[1] = (float) variance;
        for (int quarter = 0; quarter <= 4; quarter++) {
            all[2 + quarter] = quantile(sorted, quarter / 4.0);
        }
        return all;
    }

    private static float quantile(float[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return (float) (sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }

    /**
     * Statistics, scaled, as matrices of one row.
     *
     * @param scale what is subtracted of each, and multiplied by then // [2, statistics]
     */
    static Dense matrices(float[][] rows, float[][] scale) {
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < flat.length; i++) {
            int k = i % width;
            flat[i] = (rows[i / width][k] - scale[0][k]) * scale[1][k];
        }
        return new Dense(rows.length, 1, width, flat);
    }
}
