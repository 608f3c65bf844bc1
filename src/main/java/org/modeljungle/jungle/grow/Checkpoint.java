package org.modeljungle.jungle.grow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Adam;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * Where an ancestor's training stands, in a file beside it.
 *
 * @param fit parameters and optimiser
 * @param objective what the next step depends on beside them; mostly empty
 */
record Checkpoint(Fit.State fit, float[] objective) {

    private static final String FILE = "checkpoint.safetensors";

    /** The checkpoint in an ancestor's folder, if there is one. */
    static Optional<Checkpoint> find(Path folder) {
        if (!Files.isRegularFile(folder.resolve(FILE))) {
            return Optional.empty();
        }
        Safetensors file = Safetensors.open(folder.resolve(FILE));
        int step = (int) file.longs("step")[0];
        Adam.State adam = new Adam.State(file.floats("adam.first"), file.floats("adam.second"), step);
        float[] objective = file.has("objective") ? file.floats("objective") : new float[0]; // older files have none
        return Optional.of(new Checkpoint(new Fit.State(step, file.floats("parameters"), adam), objective));
    }

    /** Replaces the checkpoint in an ancestor's folder. */
    void write(Path folder, String recipe) {
        long size = fit.parameters().length;
        Safetensors.write(
                folder.resolve(FILE),
                Map.of(
                        "parameters", Weight.of(fit.parameters(), size),
                        "adam.first", Weight.of(fit.adam().first(), size),
                        "adam.second", Weight.of(fit.adam().second(), size),
                        "objective", Weight.of(objective, objective.length),
                        "step", Weight.of(new long[] {fit.step()}, 1)),
                Map.of("recipe", recipe));
    }

    /** Once the ancestor is finished there is nothing to go on with. */
    static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
