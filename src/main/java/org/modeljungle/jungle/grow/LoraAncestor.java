package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.data.World;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.Rows;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Trains the ancestor, keeps its weights at up to ten steps on the way, and resumes where it was stopped. */
public final class LoraAncestor {

    /** The finished weights' file in the jungle's folder. */
    static final String FILE = "ancestor/model.safetensors";

    private static final int SAVES = 10;

    private final Recipe recipe;
    private final DiffusionTransformer net;
    private final Path folder;
    private final Seeds seeds;

    /** The ancestor of a jungle; nothing is read yet. */
    public LoraAncestor(Recipe recipe, DiffusionTransformer net, Path jungle) {
        this.recipe = recipe;
        this.net = net;
        this.folder = jungle.resolve(FILE).getParent();
        this.seeds = recipe.seeds().split("ancestor");
    }

    /** The finished weights' file. */
    public Path file() {
        return folder.resolve("model.safetensors");
    }

    boolean isFinished() {
        return Files.isRegularFile(file());
    }

    /** The finished parameters, one row. */
    public float[] parameters() {
        return read(file());
    }

    /** The parameters at each of the checkpoints that were kept, by the number of steps done, in rising order. */
    public Map<Integer, float[]> history() {
        Map<Integer, float[]> history = new LinkedHashMap<>();
        int steps = recipe.ancestor().steps();
        for (int save = 1; save <= SAVES; save++) {
            int step = Math.min(save * interval(), steps); // where ten do not divide the steps, there are fewer
            Path file = snapshot(step);
            if (Files.isRegularFile(file)) {
                history.put(step, read(file));
            }
        }
        return history;
    }

    void train(Workers workers) {
        Recipe.AncestorSettings how = recipe.ancestor();
        Fit.Settings settings = Fit.Settings.of(how.steps(), how.rate())
                .withSchedule(new Schedule.Cosine(Math.min(100, how.steps() / 10), 0))
                .withShards(how.shards());
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("ancestor learns to draw", how.steps())) {
            NDArray parameters = Torch.tensor(scope, net.base().initial(seeds.split("start")), row());
            Fit fit = new Fit(parameters, settings);
            Checkpoint.find(folder).ifPresent(found -> {
                fit.resume(found.fit());
                progress.resumed(fit.step());
            });
            fit.runSaving(progress, this::loss, workers, interval(), this::save);
            write(file(), Torch.floats(parameters));
            Checkpoint.delete(folder);
        }
    }

    private NDArray loss(NDManager scope, NDArray parameters, int step, int shard) {
        int count = recipe.ancestor().batch() / recipe.ancestor().shards();
        Seeds own = seeds.split("step", step).split("shard", shard);
        UniformRandomProvider random = own.split("concepts").random();
        World world = recipe.world();
        int[] things = IntStream.generate(() -> random.nextInt(world.captions().size()))
                .limit(count)
                .toArray();
        Images images = world.draw(things, own.split("images"));
        int size = recipe.net().image();
        Shape shape = new Shape(1, count, images.channels(), size, size);
        return net.loss(
                scope,
                parameters,
                Torch.tensor(scope, images.pixels(), shape),
                Torch.tensor(
                        scope, own.split("noise").normal(count * recipe.net().pixels()), shape),
                Torch.tensor(scope, Times.spread(count, own.split("times").random()), new Shape(1, count)));
    }

    private void save(Fit.State state) {
        FiniteWeights.check("the ancestor of LoRAs at step " + state.step(), state.parameters());
        if (state.step() % interval() == 0 || state.step() == recipe.ancestor().steps()) {
            write(snapshot(state.step()), state.parameters());
        }
        new Checkpoint(state, new float[0]).write(folder, recipe.hash());
    }

    private int interval() {
        return (recipe.ancestor().steps() + SAVES - 1) / SAVES;
    }

    private Path snapshot(int step) {
        return folder.resolve(String.format(Locale.ROOT, "step_%06d.safetensors", step));
    }

    private Shape row() {
        return new Shape(1, net.base().size());
    }

    private void write(Path file, float[] row) {
        Safetensors.write(file, Rows.weights(net.base(), row), Map.of("recipe", recipe.hash()));
    }

    private float[] read(Path file) {
        return Rows.read(net.base(), Safetensors.open(file));
    }

    @Override
    public String toString() {
        return "ancestor in " + folder;
    }
}
