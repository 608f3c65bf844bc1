package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * The state of trainings in {@link Epochs} between two steps.
 *
 * @param fit parameters and optimiser, of all models of the stack
 * @param parts of each model
 */
record EpochsState(Fit.State fit, List<Part> parts) {

    /**
     * Of one model.
     *
     * @param losses of the steps of the epoch that has begun // [steps]
     * @param history the validations so far
     * @param best which of them is the best; -1 before the first
     * @param kept the parameters that did best on validation; empty before the first
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(float[] losses, List<Epochs.Evaluation> history, int best, float[] kept) {

        private void addTo(Map<String, Weight> weights, String prefix) {
            long[] numbers = new long[3 * history.size()]; // epoch, and the bits of loss and score
            for (int i = 0; i < history.size(); i++) {
                numbers[3 * i] = history.get(i).epoch();
                numbers[3 * i + 1] = Double.doubleToRawLongBits(history.get(i).loss());
                numbers[3 * i + 2] = Double.doubleToRawLongBits(history.get(i).score());
            }
            weights.put(prefix + "epoch.losses", Weight.of(losses, losses.length));
            weights.put(prefix + "history", Weight.of(numbers, history.size(), 3));
            weights.put(prefix + "best", Weight.of(new long[] {best}, 1));
            weights.put(prefix + "best.parameters", Weight.of(kept, kept.length));
        }

        private static Part read(Safetensors file, String prefix) {
            long[] numbers = file.longs(prefix + "history");
            List<Epochs.Evaluation> history = new ArrayList<>();
            for (int i = 0; i < numbers.length; i += 3) {
                history.add(new Epochs.Evaluation(
                        (int) numbers[i],
                        Double.longBitsToDouble(numbers[i + 1]),
                        Double.longBitsToDouble(numbers[i + 2])));
            }
            return new Part(
                    file.floats(prefix + "epoch.losses"),
                    history,
                    file.ints(prefix + "best")[0],
                    file.floats(prefix + "best.parameters"));
        }
    }

    void write(CheckpointFile file) {
        Map<String, Weight> weights = FitStates.weights(fit);
        for (int model = 0; model < parts.size(); model++) {
            parts.get(model).addTo(weights, prefix(model));
        }
        file.write(weights);
    }

    /** The state of so many models. */
    static EpochsState read(CheckpointFile checkpoint, int models) {
        Safetensors file = checkpoint.read();
        List<Part> parts = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            parts.add(Part.read(file, prefix(model)));
        }
        return new EpochsState(FitStates.read(file), parts);
    }

    /** The first has none: the file of a single training has plain names. */
    private static String prefix(int model) {
        return model == 0 ? "" : model + ".";
    }
}
