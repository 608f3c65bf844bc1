package org.modeljungle.jungle.grow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.FitStates;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * The state of an ancestor's training, in a file next to its weights.
 *
 * @param fit parameters and optimiser
 * @param objective the objective's own state; mostly empty
 */
record Checkpoint(Fit.State fit, float[] objective) {

    private static final String FILE = "checkpoint.safetensors";

    /** The checkpoint in an ancestor's folder, if there is one. */
    static Optional<Checkpoint> find(Path folder) {
        if (!Files.isRegularFile(folder.resolve(FILE))) {
            return Optional.empty();
        }
        Safetensors file = Safetensors.open(folder.resolve(FILE));
        float[] objective = file.has("objective") ? file.floats("objective") : new float[0]; // older files have none
        return Optional.of(new Checkpoint(FitStates.read(file), objective));
    }

    /** Replaces the checkpoint in an ancestor's folder. */
    void write(Path folder, String recipe) {
        Map<String, Weight> weights = FitStates.weights(fit);
        weights.put("objective", Weight.of(objective, objective.length));
        Safetensors.write(folder.resolve(FILE), weights, Map.of("recipe", recipe));
    }

    /** A finished ancestor needs no checkpoint. */
    static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
