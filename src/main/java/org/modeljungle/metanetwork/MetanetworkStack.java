package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.modeljungle.Progress;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.StackMemory;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Several trainings of one shape in one stack: each step is one call for all, on a batch of each. Trainings on models
 * of the same bank share them on the device.
 */
final class MetanetworkStack<R> {

    private final List<MetanetworkTraining<R>> trainings;
    private final Metanetwork network; // all are like the first
    private final MetanetworkFit.Settings how;
    private final int examples; // of each

    MetanetworkStack(List<MetanetworkTraining<R>> trainings) {
        this.trainings = trainings;
        this.network = trainings.get(0).network();
        this.how = trainings.get(0).how();
        this.examples = trainings.get(0).models().train().length;
    }

    /** Trains all; for each, in their order, what it came to. */
    List<Supplier<R>> train(Progress progress, Checkpoints checkpoints) {
        trainings.forEach(MetanetworkTraining::check);
        List<Supplier<R>> results = new ArrayList<>();
        List<Supplier<Epochs.Best>> bests = run(progress, checkpoints.keyed(trainings.toString()));
        for (int i = 0; i < bests.size(); i++) {
            Supplier<Epochs.Best> best = bests.get(i);
            MetanetworkTraining<R> own = trainings.get(i);
            results.add(() -> own.finish().apply(best.get()));
        }
        return results;
    }

    private List<Supplier<Epochs.Best>> run(Progress progress, Checkpoints checkpoints) {
        try (NDManager scope = Torch.scope()) {
            SharedBanks banks = SharedBanks.of(
                    trainings.stream().map(MetanetworkTraining::models).toList());
            BankTensors bank = BankTensors.joined(scope, banks.banks(), how.precision());
            Targets.OnDevice targets = targets(scope);
            return new Epochs(network.name(), how.inEpochs(), trainings.get(0).seeds())
                    .saving(checkpoints)
                    .trainStack(
                            parameters(scope),
                            Fit.Settings.of(trainings.stream()
                                    .map(each -> each.how().hyperparameters(examples))
                                    .toList()),
                            trainings.stream().map(MetanetworkTraining::seeds).toList(),
                            examples,
                            progress,
                            (step, rows, batches) -> network.stackLoss(
                                    step,
                                    rows,
                                    bank,
                                    Tensors.indices(step, banks.places(batches)),
                                    targets,
                                    Tensors.indices(step, ofTargets(batches))),
                            validations());
        } catch (RuntimeException e) {
            throw StackMemory.explained(e, trainings.size());
        }
    }

    /** Where the targets of batches are among those of all trainings, one after the other. */
    private int[] ofTargets(int[][] batches) {
        int[] all = new int[batches.length * batches[0].length];
        for (int i = 0; i < all.length; i++) {
            int training = i / batches[0].length;
            all[i] = training * examples + batches[training][i % batches[0].length];
        }
        return all;
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

    /** Models that several trainings are chosen by are copied once. */
    private List<Epochs.Validation> validations() {
        Map<List<Object>, Matrices> copies = new HashMap<>();
        List<Epochs.Validation> validations = new ArrayList<>();
        for (MetanetworkTraining<R> each : trainings) {
            Matrices all = each.models().all();
            int[] chosen = each.models().chosenBy();
            Matrices own = copies.computeIfAbsent(
                    List.of(all, Arrays.stream(chosen).boxed().toList()), key -> all.select(chosen));
            validations.add(row -> each.score().of(row, own));
        }
        return validations;
    }
}
