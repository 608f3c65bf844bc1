package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/** Training keeps no array of a past step: neither in a scope nor in native memory. */
class LeakTest {

    private static final int WARM_UP = 500;
    private static final int STEPS = 2_000;
    private static final int MODELS = 2;
    private static final long LIMIT = 16 << 20; // bytes: an eighth of what one kept gradient per step takes
    private static final Path MEMORY = Path.of("/proc/self/statm"); // Linux alone
    private static final long PAGE = 4096; // bytes

    private static final DiffusionTransformer NETWORK =
            new DiffusionTransformer(new DiffusionTransformer.Settings(4, 3, 2, 32, 2, 2, 32, 16));

    @Test
    void trainingLeavesNoArraysBehind() throws IOException {
        ParameterLayout base = NETWORK.base();
        ParameterLayout lora = NETWORK.lora();
        try (NDManager owner = Torch.scope();
                Workers workers = Workers.of(2);
                Progress progress = Progress.of("fitting", WARM_UP + STEPS)) {
            NDArray frozen = owner.create(base.initial(new Seeds(1)), new Shape(1, base.size()));
            NDArray loras = owner.zeros(new Shape(MODELS, lora.size()));
            Fit fit = new Fit(loras, Fit.Settings.of(WARM_UP + STEPS, 1e-3).withShards(2));
            Fit.Loss loss = (scope, leaf, step, shard) -> loss(scope, frozen, leaf);
            fit.run(WARM_UP / 2, progress, loss);
            fit.run(WARM_UP, progress, loss, workers);
            int mine = owner.getManagedArrays().size();
            int all = everywhere(owner);
            long before = residentBytes();
            for (int step = WARM_UP; step < WARM_UP + STEPS; step += 500) {
                fit.run(step + 250, progress, loss);
                fit.run(step + 500, progress, loss, workers);
                assertThat(owner.getManagedArrays()).hasSize(mine);
                assertThat(everywhere(owner)).isEqualTo(all);
            }
            assertThat(residentBytes() - before).isLessThan(LIMIT);
        }
    }

    private static NDArray loss(NDManager scope, NDArray frozen, NDArray leaf) {
        Shape images = new Shape(MODELS, 1, 3, 4, 4);
        return NETWORK.loraLoss(
                scope, frozen, leaf, scope.ones(images), scope.zeros(images), scope.ones(new Shape(MODELS, 1)));
    }

    /** The live arrays of all scopes of this process. */
    private static int everywhere(NDManager owner) {
        return owner.getParentManager().getManagedArrays().size();
    }

    /**
     * Resident memory after a garbage collection, which gives the heap's free pages back; 0 where it cannot be read.
     */
    private static long residentBytes() throws IOException {
        if (!Files.exists(MEMORY)) {
            return 0;
        }
        System.gc();
        return Long.parseLong(Files.readString(MEMORY).split(" ", -1)[1]) * PAGE;
    }
}
