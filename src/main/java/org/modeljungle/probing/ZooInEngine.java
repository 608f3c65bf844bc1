package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** What a method reads of a task's networks, in the engine, and the method compiled for each of their architectures. */
final class ZooInEngine {

    private static final int CHUNK = 64; // models that are read at a time

    // one architecture; first: the number of its first model in the zoo
    private record Group(MethodNetwork network, NDArray models, NDArray constant, int first, int count) {
        boolean has(int model) {
            return model >= first && model < first + count;
        }

        /** Where these models, of this group, lie in it. */
        NDArray index(NDManager scope, int... some) {
            return scope.create(
                    Arrays.stream(some).mapToLong(model -> model - first).toArray());
        }
    }

    private final BatchTargets targets; // of no network where nothing is learnt
    private final List<Group> groups = new ArrayList<>();
    private final NDArray nothing;

    /** Everything is owned by {@code scope}; {@code progress} is asked whether to go on, and takes no steps. */
    ZooInEngine(NDManager scope, Method method, ZooTask task, Constants constants, Progress progress) {
        this(
                scope,
                method,
                task.zoo(),
                constants,
                progress,
                compiled(
                        task.zoo(),
                        network ->
                                new MethodNetwork(method, network, task.target().width(), task.loss())),
                BatchTargets.of(task.target()));
    }

    /** As the other, to read and not to learn. */
    ZooInEngine(NDManager scope, Method method, int outputs, Zoo zoo, Constants constants, Progress progress) {
        this(
                scope,
                method,
                zoo,
                constants,
                progress,
                compiled(zoo, network -> new MethodNetwork(method, network, outputs)),
                new BatchTargets(false, new float[0][]));
    }

    private ZooInEngine(
            NDManager scope,
            Method method,
            Zoo zoo,
            Constants constants,
            Progress progress,
            List<MethodNetwork> networks,
            BatchTargets targets) {
        this.targets = targets;
        nothing = scope.create(new Shape(0));
        checkOneLayout(method, networks);
        int first = 0;
        for (int i = 0; i < networks.size(); i++) {
            Network network = zoo.groups().get(i).network();
            List<float[]> reads = new ArrayList<>();
            for (float[] row : zoo.groups().get(i).rows()) {
                progress.check();
                reads.add(method.reads(network, row));
            }
            NDArray constant = constants.of(network).tensor(scope);
            groups.add(new Group(networks.get(i), Tensors.of(scope, reads), constant, first, reads.size()));
            first += reads.size();
        }
    }

    private static List<MethodNetwork> compiled(Zoo zoo, Function<Network, MethodNetwork> compiler) {
        return zoo.groups().stream()
                .map(group -> compiler.apply(group.network()))
                .toList();
    }

    private static void checkOneLayout(Method method, List<MethodNetwork> networks) {
        String cure = method instanceof Probing
                ? "what it gathers of them differs in number; where their outputs do, make it .padded(most outputs)"
                : "it reads weights, and these do not compare";
        long sizes = networks.stream()
                .map(network -> network.layout().parameters())
                .distinct()
                .count();
        Check.that(
                sizes == 1,
                "%s: expected architectures that it reads with the same parameters, found %d kinds; %s",
                method.name(),
                sizes,
                cure);
    }

    /** Whether an MLP reads what the method gathers, so that it can be dropped in part. */
    boolean hasMlp() {
        return layout().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(Mlp.FIRST));
    }

    /** The method's parameters. */
    ParameterLayout layout() {
        return groups.get(0).network.layout();
    }

    /**
     * The mean loss over models, whatever architectures they are of.
     *
     * @param dropout the share that is dropped of what the MLP reads
     * @param seeds where that is drawn from
     */
    NDArray loss(NDManager step, NDArray row, int[] batch, double dropout, Seeds seeds) {
        NDArray sum = null;
        for (Group group : groups) {
            int[] own = Arrays.stream(batch).filter(group::has).toArray();
            if (own.length > 0) {
                NDArray mean = group.network.loss(
                        step,
                        row,
                        group.models,
                        group.constant,
                        group.index(step, own),
                        targets.tensor(step, own),
                        mask(step, own.length, dropout, seeds.split("group", group.first)));
                NDArray part =
                        own.length == batch.length ? mean : Torch.scaled(step, mean, (float) own.length / batch.length);
                sum = sum == null ? part : sum.add(part);
            }
        }
        return sum;
    }

    /** 0 for what is dropped, else one over the share that is kept; empty without dropout. */
    private NDArray mask(NDManager step, int models, double dropout, Seeds seeds) {
        if (dropout == 0) {
            return nothing;
        }
        int width = layout().get(Mlp.FIRST).shape().get(1);
        UniformRandomProvider random = seeds.random();
        float[] mask = new float[models * width];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < dropout ? 0 : (float) (1 / (1 - dropout));
        }
        return Torch.tensor(step, mask, new Shape(models, width));
    }

    @FunctionalInterface
    private interface Reading {
        float[][] of(NDManager scope, Group group, NDArray index);
    }

    /**
     * The outputs for models.
     *
     * @param read is told how many models were just read
     * @return [models.length][outputs]
     */
    float[][] outputs(NDArray row, IntConsumer read, int... models) {
        return each(
                models,
                read,
                (scope, group, index) -> group.network.outputs(scope, row, group.models, group.constant, index));
    }

    /** What the method's last layer reads of models, as {@link #outputs} // [models.length][width] */
    float[][] representations(NDArray row, IntConsumer read, int... models) {
        return each(
                models,
                read,
                (scope, group, index) ->
                        group.network.representations(scope, row, group.models, group.constant, index));
    }

    private float[][] each(int[] models, IntConsumer read, Reading reading) {
        float[][] all = new float[models.length][];
        for (Group group : groups) {
            int[] places = IntStream.range(0, models.length)
                    .filter(i -> group.has(models[i]))
                    .toArray();
            for (int from = 0; from < places.length; from += CHUNK) {
                int[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + CHUNK));
                try (NDManager inner = Torch.scope()) {
                    int[] chosen = Arrays.stream(some).map(i -> models[i]).toArray();
                    float[][] part = reading.of(inner, group, group.index(inner, chosen));
                    for (int i = 0; i < some.length; i++) {
                        all[some[i]] = part[i];
                    }
                }
                read.accept(some.length);
            }
        }
        return all;
    }
}
