package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modeljungle.Golden.assertClose;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

class SamplerTest {

    private static final int STEPS = 4;
    private static final int COUNT = 2; // images of each model
    private static final DiffusionTransformer NET =
            new DiffusionTransformer(new DiffusionTransformer.Settings(4, 3, 2, 16, 2, 2, 32, 2));
    private static final int EACH = COUNT * NET.settings().pixels();
    private static final float[] BASE = NET.base().initial(new Seeds(1));
    private static final Sampler SAMPLER = new Sampler(NET, STEPS);
    private static final Seeds NOISE = new Seeds(5);

    /** A network whose velocity is the same everywhere: all weights zero, but for the last bias. */
    private static float[] constantVelocity(float velocity) {
        Map<String, float[]> values = new HashMap<>();
        NET.base().parameters().forEach(parameter -> values.put(parameter.name(), new float[parameter.size()]));
        Arrays.fill(values.get("patch_out.bias"), velocity);
        return NET.base().join(values);
    }

    @Test
    void aConstantVelocityMovesTheNoiseByItsTime() {
        float[] expected = NOISE.normal(EACH);
        for (int i = 0; i < EACH; i++) {
            expected[i] -= .75f; // from time 1 to 0
        }
        assertClose("image", draw(constantVelocity(.75f)), expected, 1e-6);
    }

    @Test
    void aNetworkThatDoesNothingLeavesTheNoise() {
        assertThat(draw(constantVelocity(0))).isEqualTo(NOISE.normal(EACH));
    }

    @Test
    void theSameSeedDrawsTheSameImages() {
        assertThat(draw(BASE)).isEqualTo(draw(BASE)).isNotEqualTo(NOISE.normal(EACH));
        try (Progress progress = Progress.of("drawing", STEPS)) {
            assertThat(SAMPLER.draw(BASE, COUNT, new Seeds(6), progress)).isNotEqualTo(draw(BASE));
        }
    }

    @Test
    void allModelsOfAStackStartFromTheSameNoise() {
        float[] images = draw(constantVelocity(0), stack(lora(1), lora(2), lora(3)), 3);
        for (int model = 0; model < 3; model++) {
            assertThat(part(images, model)).isEqualTo(NOISE.normal(EACH));
        }
    }

    @Test
    void aStackDrawsWhatItsModelsDraw() {
        float[] images = draw(BASE, stack(lora(1), lora(2)), 2);
        assertClose("model 0", part(images, 0), draw(BASE, lora(1), 1), 1e-5);
        assertClose("model 1", part(images, 1), draw(BASE, lora(2), 1), 1e-5);
        assertThat(part(images, 0)).isNotEqualTo(part(images, 1));
    }

    @Test
    void aFreshLoraDrawsWhatItsBaseDraws() {
        float[] fresh = NET.lora().initial(new Seeds(3));
        assertClose("images", draw(BASE, fresh, 1), draw(BASE), 1e-5);
    }

    @Test
    void eachStepCounts() {
        try (Progress progress = Progress.of("drawing", STEPS)) {
            SAMPLER.draw(BASE, 1, NOISE, progress);
            assertThat(progress.done()).isEqualTo(STEPS);
        }
    }

    @Test
    void aCancelledDrawingEndsAfterItsStep() {
        try (Progress progress = Progress.of("drawing", STEPS)) {
            progress.cancel();
            assertThatThrownBy(() -> SAMPLER.draw(BASE, 1, NOISE, progress))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: drawing, 1 of 4 steps done");
        }
    }

    @Test
    void wrongNumbersAreRefused() {
        int size = NET.lora().size();
        assertMessage(() -> new Sampler(NET, 0), "sampler: expected 1 step or more, found 0");
        assertMessage(
                () -> draw(BASE, new float[size], 2),
                "sampler: expected 2 LoRAs of %d values, found %d values".formatted(size, size));
        assertMessage(() -> draw(BASE, new float[0], 0), "sampler: expected 1 model or more, found 0");
        try (Progress progress = Progress.of("drawing", STEPS)) {
            assertMessage(() -> SAMPLER.draw(BASE, 0, NOISE, progress), "sampler: expected 1 image or more, found 0");
            assertMessage(
                    () -> SAMPLER.draw(new float[7], 1, NOISE, progress),
                    "diffusion transformer: expected base parameters (1, %d), found (1, 7)"
                            .formatted(NET.base().size()));
        }
    }

    private static float[] draw(float[] base) {
        try (Progress progress = Progress.of("drawing", STEPS)) {
            return SAMPLER.draw(base, COUNT, NOISE, progress);
        }
    }

    private static float[] draw(float[] base, float[] loras, int models) {
        try (Progress progress = Progress.of("drawing", STEPS)) {
            return SAMPLER.draw(base, loras, models, COUNT, NOISE, progress);
        }
    }

    /** A LoRA that changes its base, as after training. */
    private static float[] lora(long seed) {
        float[] row = new Seeds(seed).normal(NET.lora().size());
        for (int i = 0; i < row.length; i++) {
            row[i] *= .2f;
        }
        return row;
    }

    private static float[] stack(float[]... rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }

    private static float[] part(float[] images, int model) {
        return Arrays.copyOfRange(images, model * EACH, (model + 1) * EACH);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
