package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;

/**
 * One unit of growing: LoRAs with a fixed membership, trained side by side. Each draws from seeds of its own.
 *
 * @param recipe how
 * @param net the network, with LoRAs of the unit's rank
 * @param base the ancestor's parameters, one row
 * @param unit the stack's models, and how long they learn
 * @param things what each of them learns to draw // [models]
 */
record LoraStack(Recipe recipe, DiffusionTransformer net, float[] base, LoraUnits.Unit unit, int[] things) {

    /** The pictures that a model learns from. */
    static float[] pictures(Recipe recipe, int model, int thing) {
        int[] copies = new int[recipe.lora().images()];
        Arrays.fill(copies, thing);
        return recipe.world()
                .draw(copies, seeds(recipe, model).split("pictures"))
                .pixels();
    }

    /** Trains all models of the stack; returns one row of LoRA parameters for each. */
    List<float[]> train(Progress progress) {
        Recipe.LoraSettings how = recipe.lora();
        try (NDManager scope = Torch.scope()) {
            NDArray frozen = Torch.tensor(scope, base, new Shape(1, base.length));
            NDArray loras = Torch.tensor(
                    scope, starts(), new Shape(models().size(), net.lora().size()));
            Fit fit = new Fit(loras, Fit.Settings.of(unit.steps(), how.rate()).withSchedule(new Schedule.Cosine(0, 0)));
            List<Student> students = new ArrayList<>();
            for (int i = 0; i < models().size(); i++) {
                students.add(new Student(recipe, models().get(i), things[i]));
            }
            fit.run(unit.steps(), progress, (inner, leaf, step, shard) -> loss(inner, frozen, leaf, students));
            return rows(Torch.floats(loras));
        }
    }

    private NDArray loss(NDManager scope, NDArray frozen, NDArray loras, List<Student> students) {
        int batch = recipe.lora().batch();
        int pixels = recipe.net().pixels();
        float[] images = new float[students.size() * batch * pixels];
        float[] noise = new float[images.length];
        float[] times = new float[students.size() * batch];
        for (int i = 0; i < students.size(); i++) {
            students.get(i).next(images, noise, i * batch * pixels, times, i * batch);
        }
        int size = recipe.net().image();
        Shape shape = new Shape(students.size(), batch, recipe.net().channels(), size, size);
        return net.loraLoss(
                scope,
                frozen,
                loras,
                Torch.tensor(scope, images, shape),
                Torch.tensor(scope, noise, shape),
                Torch.tensor(scope, times, new Shape(students.size(), batch)));
    }

    private float[] starts() {
        int size = net.lora().size();
        float[] all = new float[models().size() * size];
        for (int i = 0; i < models().size(); i++) {
            float[] row = net.lora().initial(seeds(recipe, models().get(i)).split("start"));
            System.arraycopy(row, 0, all, i * size, size);
        }
        return all;
    }

    private List<float[]> rows(float[] all) {
        int size = net.lora().size();
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < models().size(); i++) {
            rows.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
        }
        return rows;
    }

    private List<Integer> models() {
        return unit.models();
    }

    static Seeds seeds(Recipe recipe, int model) {
        return recipe.seeds().split("model", model);
    }

    /** One model's own stream of pictures, noise and times. */
    private static final class Student {
        private final Recipe recipe;
        private final float[] pictures; // [images, channels, size, size]
        private final UniformRandomProvider random;
        private final ZigguratSampler.NormalizedGaussian normal;
        private int turn;

        Student(Recipe recipe, int model, int thing) {
            this.recipe = recipe;
            this.pictures = pictures(recipe, model, thing);
            this.random = seeds(recipe, model).split("training").random();
            this.normal = ZigguratSampler.NormalizedGaussian.of(random);
        }

        void next(float[] images, float[] noise, int offset, float[] times, int timeOffset) {
            int pixels = recipe.net().pixels();
            int batch = recipe.lora().batch();
            for (int i = 0; i < batch; i++) {
                int picture = turn++ % recipe.lora().images();
                System.arraycopy(pictures, picture * pixels, images, offset + i * pixels, pixels);
            }
            for (int i = 0; i < batch * pixels; i++) {
                noise[offset + i] = (float) normal.sample();
            }
            Times.fill(times, timeOffset, batch, random);
        }
    }
}
