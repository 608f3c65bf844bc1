package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;

/**
 * Draws images with a diffusion transformer: Euler steps along the learnt velocity, from noise at time 1 to an image at
 * time 0.
 *
 * @param net the network
 * @param steps the number of Euler steps
 */
public record Sampler(DiffusionTransformer net, int steps) {

    public Sampler {
        Check.that(steps > 0, "sampler: expected 1 step or more, found %d", steps);
    }

    /**
     * Images of the base model.
     *
     * @param base one row of base parameters
     * @param count how many images
     * @param progress takes one step for each Euler step
     * @return row-major [count, channels, image, image], about -1 to 1
     */
    public float[] draw(float[] base, int count, Seeds seeds, Progress progress) {
        return run(base, null, 1, count, seeds, progress);
    }

    /**
     * Images of a stack of LoRAs; all models start from the same noise, so that their pictures can be compared.
     *
     * @param base one row of base parameters
     * @param loras row-major [models, LoRA size]
     * @param models how many models the stack holds
     * @param count how many images each
     * @param progress takes one step for each Euler step, of all models together
     * @return row-major [models, count, channels, image, image], about -1 to 1
     */
    public float[] draw(float[] base, float[] loras, int models, int count, Seeds seeds, Progress progress) {
        Check.that(models > 0, "sampler: expected 1 model or more, found %d", models);
        Check.that(
                loras.length == (long) models * net.lora().size(),
                "sampler: expected %d LoRAs of %d values, found %d values",
                models,
                net.lora().size(),
                loras.length);
        return run(base, loras, models, count, seeds, progress);
    }

    private float[] run(float[] base, float[] loras, int models, int count, Seeds seeds, Progress progress) {
        Check.that(count > 0, "sampler: expected 1 image or more, found %d", count);
        int pixels = net.settings().pixels();
        Shape shape = new Shape(
                models,
                count,
                net.settings().channels(),
                net.settings().image(),
                net.settings().image());
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = Torch.tensor(scope, base, new Shape(1, base.length));
            NDArray stack = loras == null
                    ? null
                    : Torch.tensor(scope, loras, new Shape(models, net.lora().size()));
            float[] noise = repeat(seeds.normal(count * pixels), models);
            NDArray images = Torch.tensor(scope, noise, shape);
            for (int step = 0; step < steps; step++) {
                try (NDManager inner = Torch.scope()) {
                    float[] times = new float[models * count];
                    Arrays.fill(times, 1 - step / (float) steps);
                    NDArray time = Torch.tensor(inner, times, new Shape(models, count));
                    NDArray velocity = stack == null
                            ? net.velocity(inner, parameters, images, time)
                            : net.loraVelocity(inner, parameters, stack, images, time);
                    images.subi(Torch.scaled(inner, velocity, 1f / steps));
                }
                progress.step();
            }
            return images.toFloatArray();
        }
    }

    private static float[] repeat(float[] values, int times) {
        float[] all = new float[values.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(values, 0, all, i * values.length, values.length);
        }
        return all;
    }
}
