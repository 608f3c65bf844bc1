package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * The state of a training in {@link Epochs} between two steps.
 *
 * @param fit parameters and optimiser
 * @param losses of the steps of the epoch that has begun // [steps]
 * @param history the validations so far
 * @param best which of them is the best; -1 before the first
 * @param kept the parameters that did best on validation; empty before the first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EpochsState(Fit.State fit, float[] losses, List<Epochs.Evaluation> history, int best, float[] kept) {

    void write(CheckpointFile file) {
        long[] numbers = new long[3 * history.size()]; // epoch, and the bits of loss and score
        for (int i = 0; i < history.size(); i++) {
            numbers[3 * i] = history.get(i).epoch();
            numbers[3 * i + 1] = Double.doubleToRawLongBits(history.get(i).loss());
            numbers[3 * i + 2] = Double.doubleToRawLongBits(history.get(i).score());
        }
        Map<String, Weight> weights = FitStates.weights(fit);
        weights.put("epoch.losses", Weight.of(losses, losses.length));
        weights.put("history", Weight.of(numbers, history.size(), 3));
        weights.put("best", Weight.of(new long[] {best}, 1));
        weights.put("best.parameters", Weight.of(kept, kept.length));
        file.write(weights);
    }

    static EpochsState read(CheckpointFile checkpoint) {
        Safetensors file = checkpoint.read();
        long[] numbers = file.longs("history");
        List<Epochs.Evaluation> history = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 3) {
            history.add(new Epochs.Evaluation(
                    (int) numbers[i],
                    Double.longBitsToDouble(numbers[i + 1]),
                    Double.longBitsToDouble(numbers[i + 2])));
        }
        return new EpochsState(
                FitStates.read(file),
                file.floats("epoch.losses"),
                history,
                file.ints("best")[0],
                file.floats("best.parameters"));
    }
}
