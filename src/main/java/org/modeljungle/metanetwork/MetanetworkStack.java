package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Several trainings of one shape in one stack: each step is one call for all, on a batch of each. Trainings on the same
 * models share them on the device.
 */
final class MetanetworkStack<R> {

    private final List<MetanetworkTraining<R>> trainings;
    private final Metanetwork network; // all are like the first
    private final MetanetworkFit.Settings how;
    private final IdentityHashMap<Matrices, Map<List<Integer>, Matrices>> selected = new IdentityHashMap<>();

    MetanetworkStack(List<MetanetworkTraining<R>> trainings) {
        this.trainings = trainings;
        this.network = trainings.get(0).network();
        this.how = trainings.get(0).how();
    }

    /** Trains all; one result for each, in their order. */
    List<R> train(Progress progress, Checkpoints checkpoints) {
        Map<Matrices, Integer> starts = new LinkedHashMap<>(); // where the models of a training begin in the bank
        List<Integer> first = new ArrayList<>(); // of each training
        int models = 0;
        for (MetanetworkTraining<R> each : trainings) {
            Matrices own = select(each.models().all(), each.models().train());
            MetanetworkFit.check(each.network(), each.how(), own, each.targets());
            if (!starts.containsKey(own)) {
                starts.put(own, models);
                models = Math.addExact(models, own.models());
            }
            first.add(starts.get(own));
        }
        List<Epochs.Best> bests = run(List.copyOf(starts.keySet()), first, progress, keyed(checkpoints));
        List<R> results = new ArrayList<>();
        for (int i = 0; i < bests.size(); i++) {
            results.add(trainings.get(i).finish().apply(bests.get(i)));
        }
        return results;
    }

    private List<Epochs.Best> run(
            List<Matrices> banks, List<Integer> first, Progress progress, Checkpoints checkpoints) {
        int models = trainings.get(0).models().train().length;
        try (NDManager scope = Torch.scope()) {
            BankTensors bank = BankTensors.joined(scope, banks, how.precision());
            Targets.OnDevice targets = targets(scope);
            return new Epochs(network.name(), how.inEpochs(), trainings.get(0).seeds())
                    .saving(checkpoints)
                    .trainStack(
                            parameters(scope),
                            Fit.Settings.of(trainings.stream()
                                    .map(each -> each.how().hyperparameters(models))
                                    .toList()),
                            trainings.stream().map(MetanetworkTraining::seeds).toList(),
                            models,
                            progress,
                            (step, rows, batches) -> network.stackLoss(
                                    step,
                                    rows,
                                    bank,
                                    indices(step, batches, first.stream().mapToInt(i -> i)),
                                    targets,
                                    indices(
                                            step,
                                            batches,
                                            IntStream.range(0, batches.length).map(i -> i * models))),
                            validations());
        }
    }

    /** Each batch's numbers, plus where its training's models begin; one batch after the other. */
    private static NDArray indices(NDManager step, int[][] batches, IntStream starts) {
        int[] from = starts.toArray();
        return Tensors.indices(
                step,
                IntStream.range(0, batches.length)
                        .flatMap(i -> Arrays.stream(batches[i]).map(model -> model + from[i]))
                        .toArray());
    }

    private NDArray parameters(NDManager scope) {
        ParameterLayout layout = network.layout();
        List<float[]> rows = trainings.stream()
                .map(each -> layout.initial(MetanetworkFit.starting(each.seeds())))
                .toList();
        return Tensors.of(scope, rows);
    }

    private Targets.OnDevice targets(NDManager scope) {
        try (NDManager inner = Torch.scope()) {
            List<Targets.OnDevice> each =
                    trainings.stream().map(one -> one.targets().on(inner)).toList();
            NDArray labels = NDArrays.concat(
                    new NDList(each.stream().map(Targets.OnDevice::labels).toList()));
            labels.attach(scope);
            if (each.get(0).texts().isEmpty()) {
                return new Targets.OnDevice(labels, scope.create(new Shape(0)));
            }
            NDArray texts = NDArrays.stack(
                    new NDList(each.stream().map(Targets.OnDevice::texts).toList()));
            texts.attach(scope);
            return new Targets.OnDevice(labels, texts);
        }
    }

    private List<Epochs.Validation> validations() {
        List<Epochs.Validation> validations = new ArrayList<>();
        for (MetanetworkTraining<R> each : trainings) {
            Matrices chosenBy = select(each.models().all(), each.models().chosenBy());
            validations.add(row -> each.score().of(row, chosenBy));
        }
        return validations;
    }

    /** Models that several trainings have in common are copied once. */
    private Matrices select(Matrices all, int... models) {
        return selected.computeIfAbsent(all, key -> new LinkedHashMap<>())
                .computeIfAbsent(Arrays.stream(models).boxed().toList(), key -> all.select(models));
    }

    /** By all that any of the trainings depends on. */
    private Checkpoints keyed(Checkpoints checkpoints) {
        Checkpoints all = checkpoints;
        for (MetanetworkTraining<R> each : trainings) {
            all = each.keyed().apply(all).keyed(each + " " + each.models().all());
        }
        return all;
    }
}
