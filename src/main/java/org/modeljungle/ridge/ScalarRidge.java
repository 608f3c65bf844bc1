package org.modeljungle.ridge;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * Predicts a number from a model's weights (its test accuracy, the logarithm of its learning rate, its training steps,
 * whether its pictures were augmented) by ridge regression in closed form. It reads the residual, the weights less the
 * training models' mean: its directions, its sizes or both, whichever has the smallest leave-one-out error.
 */
public final class ScalarRidge {

    static final String NAME = "scalar ridge";

    /** Which part of a residual is read. */
    public enum View {
        /** Its direction in each layer: the cosines of {@link ResidualGram}. */
        DIRECTIONS,
        /** The logarithm of its norm in each layer, standardised over the training models. */
        SIZES,
        /** Both, counting the same. */
        BOTH
    }

    /**
     * What was fitted, beside weights.
     *
     * @param view which part of a residual is read
     * @param mean of the training models' numbers
     * @param lambda the chosen ridge
     * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
     */
    record Fitted(View view, double mean, double lambda, double leaveOneOutError) {}

    private final Fitted fitted;
    private final Map<String, ResidualMap> directions; // empty where they are not looked at
    private final ResidualSizes sizes;
    private final double[] weights; // of the sizes // [layers]; empty where they are not looked at

    private final String trainingSet;

    ScalarRidge(
            Fitted fitted,
            Map<String, ResidualMap> directions,
            ResidualSizes sizes,
            double[] weights,
            String trainingSet) {
        this.fitted = fitted;
        this.trainingSet = trainingSet;
        this.directions = directions;
        this.sizes = sizes;
        this.weights = weights;
    }

    /** Learns one number; see {@link #fitAll}. */
    public static ScalarRidge fit(Map<String, LayerBank> train, double... numbers) {
        return fitAll(train, Map.of("number", numbers)).get("number");
    }

    /**
     * Learns several numbers, each by itself; what they share is computed once.
     *
     * @param train the layers that are read, of the training models
     * @param numbers by name, one for each training model
     * @throws IllegalArgumentException if numbers are missing, not finite or all the same
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, ScalarRidge> fitAll(Map<String, LayerBank> train, Map<String, double[]> numbers) {
        try (Progress progress = Progress.of(NAME, train.size() + (long) numbers.size())) {
            return fitAll(train, numbers, progress);
        }
    }

    /** The same, counting a step for each layer and each number. */
    public static Map<String, ScalarRidge> fitAll(
            Map<String, LayerBank> train, Map<String, double[]> numbers, Progress progress) {
        Check.that(!train.isEmpty(), "%s: expected 1 layer or more, found none", NAME);
        int models = train.values().iterator().next().models();
        numbers.forEach((name, values) -> Check.that(
                values.length == models,
                "%s: expected %d numbers of '%s', one for each training model, found %d",
                NAME,
                models,
                name,
                values.length));
        ScalarKernels kernels = ScalarKernels.of(train, progress);
        Map<String, ScalarRidge> ridges = new LinkedHashMap<>();
        numbers.forEach((name, values) -> {
            ridges.put(name, kernels.fit(values));
            progress.step();
        });
        return ridges;
    }

    /**
     * Reads models, whether they were trained on or not.
     *
     * @param models the layers that it reads, at least
     * @return one number for each model
     */
    public double[] predict(Map<String, LayerBank> models) {
        String first = sizes.layers().keySet().iterator().next();
        double[] numbers = new double[Layers.pick(NAME, models, first).models()];
        Arrays.fill(numbers, fitted.mean);
        if (!directions.isEmpty()) {
            float[][] sums = ResidualMap.sum(NAME, directions, models);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] += sums[i][0];
            }
        }
        if (weights.length > 0) {
            double[][] rows = sizes.rows(models);
            for (int i = 0; i < numbers.length; i++) {
                for (int layer = 0; layer < weights.length; layer++) {
                    numbers[i] += rows[i][layer] * weights[layer];
                }
            }
        }
        return numbers;
    }

    /** The number of learnt numbers. */
    public long parameters() {
        return weights.length
                + directions.values().stream()
                        .mapToLong(layer -> layer.weights().length)
                        .sum();
    }

    /**
     * How many floating-point operations it takes to read one model: of each layer the direction, the size or both.
     */
    public long flops() {
        return directions.values().stream().mapToLong(ResidualMap::flops).sum()
                + (weights.length == 0 ? 0 : sizes.flops());
    }

    /** Reads model files, which may come later; only the layers that it reads are read of them // [files] */
    public double[] predict(List<Path> files) {
        return predict(LayerBank.read(files, layers()));
    }

    /** The layers that it reads. */
    public List<LayerSize> layers() {
        return sizes.sizes();
    }

    /** Saves it; an existing file is replaced. */
    public void save(Path file) {
        Artifact.About about = new Artifact.About(layers(), List.of(), trainingSet, Target.Kind.NUMBERS.inFiles());
        ScalarRidgeFile.artifact(List.of(this), about).write(file);
    }

    /**
     * Opens what {@link #save} saved.
     *
     * @throws IllegalArgumentException if the file is damaged or holds something else
     */
    public static ScalarRidge open(Path path) {
        ArtifactFile file = ArtifactFile.open(path, ScalarRidgeFile.KIND, "a scalar ridge");
        List<ScalarRidge> ridges = ScalarRidgeFile.read(file);
        file.end();
        Check.that(
                ridges.size() == 1,
                "%s: expected a scalar ridge that reads one number, found %d of them; Expert.Reader.open reads all",
                path,
                ridges.size());
        return ridges.get(0);
    }

    Fitted fitted() {
        return fitted;
    }

    Map<String, ResidualMap> directions() {
        return directions;
    }

    ResidualSizes sizes() {
        return sizes;
    }

    double[] weights() {
        return weights;
    }

    /** Which part of the residual it reads. */
    public View view() {
        return fitted.view;
    }

    /** The chosen ridge. */
    public double lambda() {
        return fitted.lambda;
    }

    /** The error when each training model is left out in turn, as {@link Ridge#leaveOneOutError()}. */
    public double leaveOneOutError() {
        return fitted.leaveOneOutError;
    }

    @Override
    public String toString() {
        return "%s of %s, lambda %.2g, leave-one-out error %.3f"
                .formatted(NAME, fitted.view, lambda(), leaveOneOutError());
    }
}
