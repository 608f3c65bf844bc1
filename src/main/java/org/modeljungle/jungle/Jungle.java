package org.modeljungle.jungle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.data.Looks;
import org.modeljungle.jungle.grow.GrowthLog;
import org.modeljungle.jungle.grow.LoraAncestor;
import org.modeljungle.jungle.grow.LoraGrower;
import org.modeljungle.jungle.grow.LoraUnits;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.jungle.grow.RankedNets;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.nets.Rows;
import org.modeljungle.nets.Sampler;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/**
 * A folder of models grown from one recipe, laid out like the public Model-J:
 *
 * <pre>
 * manifest.json                                              what is finished
 * ancestor/model.safetensors                                 the foundation model, and its checkpoints step_NNNNNN
 * run.json                                                   how long it took
 * SPLIT/model_idx_NNNN/pytorch_lora_weights.safetensors      the LoRAs
 * </pre>
 */
public final class Jungle {

    /** The name of the one tree in it. */
    public static final String TREE = "diffusion";

    /** The part of the growing time that the ancestor took. */
    public static final String ANCESTOR = GrowthLog.ANCESTOR;

    /** The part of the growing time that the LoRAs took. */
    public static final String GROWING = GrowthLog.GROWING;

    private final Path folder;
    private final Recipe recipe;
    private final RankedNets nets;
    private final DiffusionTransformer net;
    private final Models models;
    private final int[] ranks; // [models]

    private Jungle(Path folder, Recipe recipe, Manifest manifest) {
        this.folder = folder;
        this.recipe = recipe;
        this.nets = new RankedNets(recipe.net());
        this.net = nets.of(recipe.net().rank());
        LoraUnits units = LoraUnits.of(recipe);
        this.models = manifest.models(folder).select(units.places()).map(model -> model.withTree(TREE));
        this.ranks = units.ranks();
    }

    /**
     * Grows a jungle in the user's cache folder, or opens it if it is already grown. Stopped or killed at any moment,
     * the same call resumes and ends with the same bytes.
     */
    public static Jungle grow(Recipe recipe) {
        return grow(recipe, Caches.folder().resolve("jungles").resolve("loras-" + recipe.hash()));
    }

    /**
     * Grows a jungle in a folder; an existing one is opened, by any number of runs.
     *
     * @throws IllegalStateException if another run is growing it
     * @throws IllegalArgumentException if the folder holds a jungle of another recipe
     */
    public static Jungle grow(Recipe recipe, Path folder) {
        return new Jungle(folder, recipe, new LoraGrower(recipe, folder).grow());
    }

    /**
     * Opens a jungle that is grown.
     *
     * @throws IllegalArgumentException if there is none, or it is not finished
     */
    public static Jungle open(Path folder) {
        Manifest manifest = Manifest.read(folder, "jungle", "Jungle.grow");
        Recipe recipe = manifest.recipe(Recipe.class, folder);
        return new Jungle(
                folder, recipe, new LoraGrower(recipe, folder).folder().open());
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** How it was grown. */
    public Recipe recipe() {
        return recipe;
    }

    /** Its LoRAs, with split, caption and the settings of each; all are of the tree {@link #TREE}. */
    public Models models() {
        return models;
    }

    /** The file of the ancestor's weights. */
    public Path ancestorFile() {
        return new LoraAncestor(recipe, net, folder).file();
    }

    /** The network that all its models share, with LoRAs of the recipe's rank. */
    public DiffusionTransformer net() {
        return net;
    }

    /** The ancestor's parameters, one row. */
    public float[] ancestor() {
        return new LoraAncestor(recipe, net, folder).parameters();
    }

    /** The ancestor's parameters at its checkpoints, by training step. */
    public Map<Integer, float[]> ancestorHistory() {
        return new LoraAncestor(recipe, net, folder).history();
    }

    /**
     * The first model of each of some concepts, evenly apart.
     *
     * @param concepts how many
     * @return the models' indices, ascending // [concepts]
     */
    public int[] sample(int concepts) {
        Check.that(
                concepts > 0 && concepts <= recipe.concepts(),
                "jungle: expected a sample of 1 to %d concepts, found %d",
                recipe.concepts(),
                concepts);
        int apart = recipe.perConcept() * (recipe.concepts() / concepts);
        return IntStream.range(0, concepts).map(i -> i * apart).toArray();
    }

    /**
     * What some models learnt to draw: their things' numbers in the recipe's world.
     *
     * @param chosen the models' indices // [chosen]
     * @throws IllegalArgumentException if there is no such model
     */
    public int[] things(int... chosen) {
        int[] things = recipe.chosenThings();
        return Arrays.stream(chosen)
                .map(model -> {
                    checkModel(model);
                    return things[model / recipe.perConcept()];
                })
                .toArray();
    }

    /**
     * The training pictures of a model.
     *
     * @return row-major [images, 3, size, size], from -1 to 1
     * @throws IllegalArgumentException if there is no such model
     */
    public float[] pictures(int model) {
        checkModel(model);
        return new LoraGrower(recipe, folder).pictures(model);
    }

    /**
     * The mean of the training pictures of each model: what the models were taught, one picture for each.
     *
     * @return RGB, with the models' captions // [models, 3, size, size], from -1 to 1
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Images taught() {
        return taughtLooks().means();
    }

    /**
     * The mean of what each model draws: one picture for each, to compare with {@link #taught}.
     *
     * @param count pictures of each, the same noise for all models
     * @param steps Euler steps
     * @return RGB, with the models' captions // [models, 3, size, size], about -1 to 1
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Images drawn(int count, int steps, Seeds seeds) {
        return drawnLooks(count, steps, seeds).means();
    }

    /**
     * What the models were taught, picture by picture.
     *
     * @return of each model
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Looks taughtLooks() {
        LoraGrower grower = new LoraGrower(recipe, folder);
        int each = Math.multiplyExact(recipe.lora().images(), net.settings().pixels());
        float[] pictures = new float[Math.multiplyExact(models.size(), each)];
        try (Progress progress = Progress.of("drawing training pictures", models.size())) {
            for (int model = 0; model < models.size(); model++) {
                System.arraycopy(grower.pictures(model), 0, pictures, model * each, each);
                progress.step();
            }
        }
        return looks(pictures, recipe.lora().images());
    }

    /**
     * What each model draws, picture by picture, to compare with {@link #taughtLooks}.
     *
     * @param count pictures of each, the same noise for all models
     * @param steps Euler steps
     * @return of each model
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Looks drawnLooks(int count, int steps, Seeds seeds) {
        return looks(draw(IntStream.range(0, models.size()).toArray(), count, steps, seeds), count);
    }

    private Looks looks(float[] pixels, int each) {
        int size = recipe.world().size();
        List<String> captions = models.captions().stream()
                .flatMap(caption -> Collections.nCopies(each, caption).stream())
                .toList();
        return Looks.of(new Images(pixels, Images.RGB, size, size, captions, Map.of()), each);
    }

    /**
     * What some models draw, all from the same noise.
     *
     * @param models their indices
     * @param count pictures of each
     * @param steps Euler steps
     * @return row-major [models, count, 3, size, size], about -1 to 1
     * @throws IllegalArgumentException if there is no such model, or no picture is asked for
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[] draw(int[] models, int count, int steps, Seeds seeds) {
        for (int model : models) {
            checkModel(model);
        }
        Check.that(count > 0, "jungle: expected 1 picture or more of each model, found %d", count);
        int each = Math.multiplyExact(count, net.settings().pixels());
        float[] base = ancestor();
        float[] pictures = new float[Math.multiplyExact(models.length, each)];
        try (Progress progress = Progress.of("drawing", (long) models.length * steps);
                Workers workers = Workers.forDevice()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < models.length; i++) {
                int from = i * each;
                int model = models[i];
                tasks.add(() -> {
                    float[] drawn = draw(model, base, count, steps, seeds, progress);
                    System.arraycopy(drawn, 0, pictures, from, each);
                    return null;
                });
            }
            workers.run(progress, tasks);
        }
        return pictures;
    }

    private float[] draw(int model, float[] base, int count, int steps, Seeds seeds, Progress progress) {
        DiffusionTransformer own = nets.of(ranks[model]);
        float[] row = Rows.read(own.lora(), Safetensors.open(models.get(model).file()));
        return new Sampler(own, steps).draw(base, row, 1, count, seeds, progress);
    }

    private void checkModel(int model) {
        Check.that(
                model >= 0 && model < models.size(),
                "jungle: expected models 0 to %d, found %d",
                models.size() - 1,
                model);
    }

    /** The SHA-256 of the ancestor's and all models' files, one after the other: the jungle's bytes in one number. */
    public String sha256() {
        return Digests.ofFiles(
                Stream.concat(Stream.of(ancestorFile()), models.stream().map(Model::file))
                        .toList());
    }

    /** How many seconds each part took when it was grown, over all runs: {@link #ANCESTOR}, {@link #GROWING}. */
    public Map<String, Double> seconds() {
        return GrowthLog.read(folder);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(models.size() + " LoRAs");
        parts.add(recipe.concepts() + " concepts");
        parts.add("1 ancestor");
        return "jungle " + recipe.hash() + ": " + String.join(", ", parts) + " in " + folder;
    }
}
