package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * A trained {@link Method}: it reads networks, those that it learnt from and those that come later.
 *
 * <pre>{@code
 * MethodReader reader = new MethodFit(Probing.probeGen(128, siren), how, seeds).run(task).reader();
 * reader.save(Path.of("digits.safetensors"));
 * float[][] classes = MethodReader.open(Path.of("digits.safetensors")).outputs(later); // [models, classes]
 * }</pre>
 */
public final class MethodReader {

    private final Method method;
    private final Goal goal;
    private final ParameterLayout layout;
    private final float[] parameters;
    private final Constants constants;
    private final String trainingSet;

    MethodReader(
            Method method,
            Goal goal,
            ParameterLayout layout,
            float[] parameters,
            Constants constants,
            String trainingSet) {
        this.method = method;
        this.goal = goal;
        this.layout = layout;
        this.parameters = parameters;
        this.constants = constants;
        this.trainingSet = trainingSet;
    }

    /** What was trained. */
    public Method method() {
        return method;
    }

    /** What it predicts about a network. */
    public Goal goal() {
        return goal;
    }

    /** The method's parameters. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Their values, one row. */
    public float[] parameters() {
        return parameters.clone();
    }

    /** SHA-256 of the training networks and their targets. */
    public String trainingSet() {
        return trainingSet;
    }

    Constants constants() {
        return constants;
    }

    /**
     * Its outputs for networks: a score for each class, of which the largest is the prediction, or one number.
     *
     * @param networks of the architectures that it learnt from, or of others that it reads with the same parameters
     * @return [models, outputs]
     * @throws IllegalArgumentException if it cannot read such networks
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[][] outputs(Zoo networks) {
        return read(networks, ZooInEngine::outputs);
    }

    /**
     * What its last layer reads of networks: an embedding of each.
     *
     * @return [models, width]
     * @throws IllegalArgumentException as {@link #outputs}, and if the method has none
     */
    public float[][] representations(Zoo networks) {
        return read(networks, ZooInEngine::representations);
    }

    /** The probes that it sends through such a network // row-major [probes, input...] */
    public float[] probes(Network network) {
        Check.that(
                method instanceof Probing,
                "%s: expected a method that sends probes through networks, found one that does not",
                method.name());
        Probing probing = (Probing) method;
        return probing.probes().isFixed()
                ? constants.of(network).values().clone()
                : probing.probes(network, goal.outputs(), parameters);
    }

    /** Saves it; an existing file is replaced. */
    public void save(Path file) {
        MethodFile.write(this, file);
    }

    /**
     * Opens what {@link #save} saved.
     *
     * @throws IllegalArgumentException if the file is damaged or holds something else
     */
    public static MethodReader open(Path file) {
        return MethodFile.read(file);
    }

    /**
     * Opens what {@link #save} saved of a method or a goal of your own, for example from a cell of a notebook.
     *
     * @throws IllegalArgumentException as the shorter form, and if another method or goal was trained
     */
    public static MethodReader open(Path file, Method method, Goal goal) {
        return MethodFile.read(file, method, goal);
    }

    @Override
    public String toString() {
        return "%s of %,d parameters, trained for %s".formatted(method.name(), parameters.length, goal);
    }

    @FunctionalInterface
    private interface Reading {
        float[][] of(ZooInEngine zoo, NDArray row, int[] models, Progress progress);
    }

    private float[][] read(Zoo networks, Reading reading) {
        checkLayout(networks);
        int[] all = IntStream.range(0, networks.models()).toArray();
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of(method.name() + " reads networks", 0)) {
            ZooInEngine zoo = new ZooInEngine(scope, method, goal, networks, constants);
            return reading.of(zoo, Tensors.row(scope, parameters), all, progress);
        }
    }

    private void checkLayout(Zoo networks) {
        for (NetworkZoo.Group group : networks.groups()) {
            ParameterLayout needed = method.layout(group.network(), goal.outputs());
            Check.that(
                    Constants.Weight.all(needed).equals(Constants.Weight.all(layout)),
                    "%s: expected networks that it reads with its parameters %s, found some that need %s",
                    method.name(),
                    Constants.Weight.all(layout),
                    Constants.Weight.all(needed));
        }
    }
}
