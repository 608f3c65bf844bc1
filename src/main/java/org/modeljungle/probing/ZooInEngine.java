package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private record Group(MethodNetwork network, NDArray models, NDArray given, int first, int count) {
        boolean has(int model) {
            return model >= first && model < first + count;
        }

        /** Where these models, of this group, lie in it. */
        NDArray index(NDManager scope, int... some) {
            return scope.create(
                    Arrays.stream(some).mapToLong(model -> model - first).toArray());
        }
    }

    // what parameters are compared by: how they start makes no difference
    private record Weight(String name, List<Integer> shape) {
        static List<Weight> all(ParameterLayout layout) {
            return layout.parameters().stream()
                    .map(parameter -> new Weight(parameter.name(), parameter.shape()))
                    .toList();
        }
    }

    private final ZooTask task;
    private final List<Group> groups = new ArrayList<>();
    private final NDArray nothing;

    /** Everything is owned by {@code scope}. */
    ZooInEngine(NDManager scope, Method method, ZooTask task) {
        this.task = task;
        nothing = scope.create(new Shape(0));
        checkOneLayout(method, task);
        List<List<float[]>> reads = task.zoo().groups().stream()
                .map(group -> group.rows().stream()
                        .map(row -> method.reads(group.network(), row))
                        .toList())
                .toList();
        Map<List<Weight>, List<float[]>> toLearnFrom = toLearnFrom(task, reads);
        int first = 0;
        for (int i = 0; i < reads.size(); i++) {
            Network network = task.zoo().groups().get(i).network();
            Method.Given given =
                    method.given(network, toLearnFrom.getOrDefault(Weight.all(network.layout()), List.of()));
            groups.add(new Group(
                    new MethodNetwork(method, network, task.goal()),
                    Tensors.of(scope, reads.get(i)),
                    given.tensor(scope),
                    first,
                    reads.get(i).size()));
            first += reads.get(i).size();
        }
    }

    /** What is read of the training models, of all architectures whose weights have the same names and shapes together. */
    private static Map<List<Weight>, List<float[]>> toLearnFrom(ZooTask task, List<List<float[]>> reads) {
        boolean[] known = new boolean[task.zoo().models()];
        Arrays.stream(task.train()).forEach(model -> known[model] = true);
        Map<List<Weight>, List<float[]>> byLayout = new HashMap<>();
        int model = 0;
        for (int i = 0; i < reads.size(); i++) {
            List<Weight> layout =
                    Weight.all(task.zoo().groups().get(i).network().layout());
            List<float[]> same = byLayout.computeIfAbsent(layout, key -> new ArrayList<>());
            for (float[] read : reads.get(i)) {
                if (known[model++]) {
                    same.add(read);
                }
            }
        }
        return byLayout;
    }

    private static void checkOneLayout(Method method, ZooTask task) {
        String cure = method instanceof Probing
                ? "what it gathers of them differs in number; where their outputs do, make it .padded(most outputs)"
                : "it reads weights, and these do not compare";
        long sizes = task.zoo().groups().stream()
                .map(group ->
                        method.layout(group.network(), task.goal().outputs()).parameters())
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
                        group.given,
                        group.index(step, own),
                        wanted(step, own),
                        keep(step, own.length, dropout, seeds.split("group", group.first)));
                NDArray part =
                        own.length == batch.length ? mean : Torch.scaled(step, mean, (float) own.length / batch.length);
                sum = sum == null ? part : sum.add(part);
            }
        }
        return sum;
    }

    /** 0 for what is dropped, else one over the share that is kept; empty without dropout. */
    private NDArray keep(NDManager step, int models, double dropout, Seeds seeds) {
        if (dropout == 0) {
            return nothing;
        }
        int width = layout().get(Mlp.FIRST).shape().get(1);
        UniformRandomProvider random = seeds.random();
        float[] keep = new float[models * width];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = random.nextDouble() < dropout ? 0 : (float) (1 / (1 - dropout));
        }
        return Torch.tensor(step, keep, new Shape(models, width));
    }

    private NDArray wanted(NDManager scope, int... models) {
        if (task.goal().isWhole()) {
            return scope.create(Arrays.stream(models)
                    .mapToLong(model -> (long) task.wanted()[model])
                    .toArray());
        }
        float[] scores = new float[models.length];
        for (int i = 0; i < models.length; i++) {
            scores[i] = task.wanted()[models[i]];
        }
        return Torch.tensor(scope, scores, new Shape(models.length));
    }

    /** What the method says of models // [models.length][outputs] */
    float[][] outputs(NDArray row, int[] models, Progress progress) {
        float[][] all = new float[models.length][];
        for (Group group : groups) {
            int[] places = IntStream.range(0, models.length)
                    .filter(i -> group.has(models[i]))
                    .toArray();
            for (int from = 0; from < places.length; from += CHUNK) {
                int[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + CHUNK));
                try (NDManager inner = Torch.scope()) {
                    int[] chosen = Arrays.stream(some).map(i -> models[i]).toArray();
                    float[][] part =
                            group.network.outputs(inner, row, group.models, group.given, group.index(inner, chosen));
                    for (int i = 0; i < some.length; i++) {
                        all[some[i]] = part[i];
                    }
                }
                progress.check();
            }
        }
        return all;
    }
}
