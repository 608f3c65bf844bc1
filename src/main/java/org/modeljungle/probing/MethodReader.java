package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.Target;
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
    private final MethodOutputs outputs;
    private final ParameterLayout layout;
    private final float[] parameters;
    private final Constants constants;
    private final String trainingSet;

    MethodReader(
            Method method,
            MethodOutputs outputs,
            ParameterLayout layout,
            float[] parameters,
            Constants constants,
            String trainingSet) {
        this.method = method;
        this.outputs = outputs;
        this.layout = layout;
        this.parameters = parameters;
        this.constants = constants;
        this.trainingSet = trainingSet;
    }

    /** What was trained. */
    public Method method() {
        return method;
    }

    /** How its outputs are to be taken: as logits, as scores, or as numbers. */
    public Target.Kind targetKind() {
        return outputs.kind();
    }

    /** What each output is of: the names of the labels or of the numbers. */
    public List<String> names() {
        return outputs.names();
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
     * Its outputs for networks, as the {@link #targetKind()} says.
     *
     * @param networks of the architectures that it learnt from, or of others that it reads with the same parameters
     * @return [models, names]
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
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[][] representations(Zoo networks) {
        return read(networks, ZooInEngine::representations);
    }

    /**
     * The probes that it sends through such a network.
     *
     * @return row-major [probes, input...]
     * @throws IllegalArgumentException if the method sends none
     */
    public float[] probes(Network network) {
        Check.that(
                method instanceof Probing,
                "%s: expected a method that sends probes through networks, found one that does not",
                method.name());
        Probing probing = (Probing) method;
        return probing.probes().isFixed()
                ? constants.of(network).values().clone()
                : probing.probes(network, outputs.width(), parameters);
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
     * Opens what {@link #save} saved of a method of your own, for example from a cell of a notebook.
     *
     * @throws IllegalArgumentException as the shorter form, and if another method was trained
     */
    public static MethodReader open(Path file, Method method) {
        return MethodFile.read(file, method);
    }

    @Override
    public String toString() {
        return "%s of %,d parameters, trained for %s".formatted(method.name(), parameters.length, outputs);
    }

    @FunctionalInterface
    private interface Reading {
        float[][] of(ZooInEngine zoo, NDArray row, IntConsumer read, int[] models);
    }

    private float[][] read(Zoo networks, Reading reading) {
        checkLayout(networks);
        int[] all = IntStream.range(0, networks.models()).toArray();
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of(method.name() + " reads networks", all.length)) {
            ZooInEngine zoo = new ZooInEngine(scope, method, outputs.width(), networks, constants, progress);
            return reading.of(zoo, Tensors.row(scope, parameters), progress::step, all);
        }
    }

    private void checkLayout(Zoo networks) {
        for (NetworkZoo.Group group : networks.groups()) {
            ParameterLayout needed = method.layout(group.network(), outputs.width());
            Check.that(
                    Constants.Weight.all(needed).equals(Constants.Weight.all(layout)),
                    "%s: expected networks that it reads with its parameters %s, found some that need %s",
                    method.name(),
                    Constants.Weight.all(layout),
                    Constants.Weight.all(needed));
        }
    }
}
