package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Dataset;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Family;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.Rows;
import org.modeljungle.nets.Vit;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Safetensors;

/** Pre-trains a family's ancestor, saves checkpoints, and resumes where it was stopped. */
public final class FamilyAncestor {

    /** The finished weights' file in the tree's folder. */
    static final String FILE = "ancestor/model.safetensors";

    private static final int SAVES = 10;
    private static final double DINO_MOMENTUM = .99;

    private final ClassifierRecipe recipe;
    private final Family family;
    private final Path folder;
    private final Seeds seeds;
    private final Backbone backbone;

    /** The ancestor of a family in a jungle's folder; nothing is read yet. */
    public FamilyAncestor(ClassifierRecipe recipe, Family family, Path jungle) {
        this.recipe = recipe;
        this.family = family;
        this.folder = jungle.resolve(family.word()).resolve(FILE).getParent();
        this.seeds = recipe.seeds().split(family.word()).split("ancestor");
        this.backbone = recipe.backbone(family);
    }

    /** The finished weights' file. */
    public Path file() {
        return folder.resolve("model.safetensors");
    }

    /** Whether it is pre-trained. */
    public boolean isFinished() {
        return Files.isRegularFile(file());
    }

    /** How many steps its pre-training takes. */
    public int steps() {
        return recipe.ancestors().get(family).steps();
    }

    /** The finished backbone, one row. */
    public float[] parameters() {
        return Rows.read(backbone.layout(), Safetensors.open(file()));
    }

    /** The backbone before its pre-training, one row. */
    public float[] untrained() {
        return backbone.layout().initial(seeds.split("start"));
    }

    /** Pre-trains on this thread; {@code progress} counts the steps. */
    void train(Dataset data, Progress progress) {
        ClassifierRecipe.AncestorSettings how = recipe.ancestors().get(family);
        Pretraining pretraining =
                pretraining(data, new Batches(data.pretraining(), how.batch(), seeds.split("batches")));
        float[] start = pretraining.layout().initial(seeds.split("start"));
        try (NDManager scope = Torch.scope()) {
            NDArray row = Torch.tensor(scope, start, new Shape(1, start.length));
            Fit fit = new Fit(
                    row,
                    Fit.Settings.of(how.steps(), how.rate()).withSchedule(new Schedule.Cosine(how.steps() / 10, 0)));
            Checkpoint.find(folder).ifPresent(found -> {
                fit.resume(found.fit());
                pretraining.restore(found.objective());
                progress.resumed(fit.step());
            });
            int interval = (how.steps() + SAVES - 1) / SAVES;
            fit.runSaving(
                    progress,
                    (inner, leaf, step, shard) -> pretraining.loss(inner, leaf, step),
                    interval,
                    state -> save(state, pretraining));
            write(Arrays.copyOf(Torch.floats(row), backbone.layout().size()));
            Checkpoint.delete(folder);
        }
    }

    private void save(Fit.State state, Pretraining pretraining) {
        FiniteWeights.check("the ancestor of " + family.title() + " at step " + state.step(), state.parameters());
        new Checkpoint(state, pretraining.state())
                .write(folder, recipe.plan(family).digest());
    }

    private Pretraining pretraining(Dataset data, Batches batches) {
        return switch (family) {
            case SUPVIT, RESNET -> new SupervisedPretraining(backbone, data, batches);
            case DINO -> new DinoPretraining((Vit) backbone, batches, steps(), DINO_MOMENTUM);
            case MAE -> new MaskedPretraining((Vit) backbone, batches);
        };
    }

    private void write(float[] row) {
        Safetensors.write(
                file(),
                Rows.weights(backbone.layout(), row),
                Map.of("recipe", recipe.plan(family).digest(), "tree", family.word()));
    }

    @Override
    public String toString() {
        return "ancestor of %s in %s".formatted(family.word(), folder);
    }
}
