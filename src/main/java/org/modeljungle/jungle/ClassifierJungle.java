package org.modeljungle.jungle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.data.Dataset;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.jungle.grow.ClassifierGrower;
import org.modeljungle.jungle.grow.FamilyAncestor;
import org.modeljungle.jungle.grow.GrowthLog;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.nets.LinearProbe;
import org.modeljungle.store.Models;

/**
 * A folder of image classifiers grown from one recipe, each tree laid out like a discriminative subset of the public
 * Model-J:
 *
 * <pre>
 * jungle.json                                                            the recipe
 * TREE/manifest.json                                                     what is finished of a tree
 * TREE/run.json                                                          how long it took
 * TREE/ancestor/model.safetensors                                        the foundation model, without a head
 * TREE/SPLIT/models--modeljungle--TREE-NNNN/snapshots/REV/model.safetensors   its children
 * unrelated/...                                                          models that share no ancestor
 * </pre>
 *
 * <p>A tree grows when it is first asked for, and so do the unrelated models; nothing else is grown. In a
 * jungle that was opened by {@link #open(Path)} nothing grows.
 */
public final class ClassifierJungle {

    /** The name of the unrelated models, where a tree's name is asked for. */
    public static final String UNRELATED = ClassifierGrower.UNRELATED;

    /** The part of the growing time that all ancestors took; the other parts are the trees' names. */
    public static final String ANCESTORS = "ancestors";

    /** A card's key of the base learning rate. */
    public static final String LEARNING_RATE = "learning_rate";

    /** A card's key of the learning rate's schedule. */
    public static final String SCHEDULE = "lr_scheduler_type";

    /** A card's key of the number of training steps. */
    public static final String STEPS = "max_steps";

    /** A card's key of the weight decay. */
    public static final String WEIGHT_DECAY = "weight_decay";

    /** A card's key of whether the pictures were flipped and shifted: 1 or 0. */
    public static final String AUGMENTATION = "random_flip_and_crop";

    /** A card's key of the model's accuracy on the test pictures of its classes. */
    public static final String TEST_ACCURACY = "test_accuracy";

    private final Path folder;
    private final ClassifierRecipe recipe;
    private final boolean grows;
    private final ClassifierGrower grower;
    private final Map<String, Models> known = new HashMap<>(); // by folder

    private ClassifierJungle(Path folder, ClassifierRecipe recipe, boolean grows) {
        this.folder = folder;
        this.recipe = recipe;
        this.grows = grows;
        this.grower = new ClassifierGrower(recipe, folder);
    }

    /**
     * The jungle of a recipe in the user's cache folder; its trees grow when they are first asked for. Stopped or
     * killed at any moment, the same call resumes and ends with the same bytes.
     */
    public static ClassifierJungle grow(ClassifierRecipe recipe) {
        return grow(recipe, Caches.folder().resolve("jungles").resolve("classifiers-" + recipe.hash()));
    }

    /**
     * The jungle of a recipe in a folder.
     *
     * @throws IllegalArgumentException if the folder holds a jungle of another recipe
     */
    public static ClassifierJungle grow(ClassifierRecipe recipe, Path folder) {
        JungleFile.writeOrCheck(folder, recipe);
        return new ClassifierJungle(folder, recipe, true);
    }

    /**
     * Opens what was grown of a jungle.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ClassifierJungle open(Path folder) {
        return new ClassifierJungle(folder, JungleFile.read(folder), false);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** How it is grown. */
    public ClassifierRecipe recipe() {
        return recipe;
    }

    /** The names of all classes, by number. */
    public List<String> classes() {
        return recipe.data().names();
    }

    /**
     * An ancestor's children with what is known of each: its split, its classes, and its settings and test accuracy as
     * numbers. They grow where they are not grown yet.
     *
     * @throws IllegalStateException if another run is growing them
     * @throws IllegalArgumentException if they are not grown, in a jungle that was opened
     */
    public Models models(Family family) {
        Supplier<Manifest> manifest =
                () -> grows ? grower.growTree(family) : grower.tree(family).open();
        return first(recipe.children(), family.word(), manifest).map(model -> model.withTree(family.word()));
    }

    /**
     * The children of each of the recipe's families, in its order; ancestors that are missing are pre-trained side by
     * side.
     */
    public Map<Family, Models> trees() {
        return grows && !grower.hasAll(recipe.families()) ? growTrees() : eachTree(family -> {});
    }

    private Map<Family, Models> growTrees() {
        List<Family> families = recipe.families();
        try (Progress progress =
                Progress.of("growing a jungle of %d trees".formatted(families.size()), families.size())) {
            grower.growAncestors(families);
            return eachTree(family -> progress.step());
        }
    }

    private Map<Family, Models> eachTree(Consumer<Family> afterwards) {
        Map<Family, Models> trees = new LinkedHashMap<>();
        for (Family family : recipe.families()) {
            trees.put(family, models(family));
            afterwards.accept(family);
        }
        return trees;
    }

    /** The children of all of the recipe's families in one; as {@link #trees}. */
    public Models children() {
        return trees().values().stream().reduce(Models::and).orElseThrow().from("jungle " + recipe.hash());
    }

    /** The models that share no ancestor, of SupViT's architecture; as {@link #models}, but they are of no tree. */
    public Models unrelated() {
        Supplier<Manifest> manifest =
                () -> grows ? grower.growUnrelated() : grower.unrelated().open();
        return first(recipe.unrelated().count(), UNRELATED, manifest);
    }

    /** The first models of a folder that may hold more; a manifest is read once. */
    private synchronized Models first(int count, String name, Supplier<Manifest> manifest) {
        if (!known.containsKey(name)) {
            known.put(name, manifest.get().models(folder.resolve(name)));
        }
        return known.get(name).select(IntStream.range(0, count).toArray());
    }

    /** The file of an ancestor's weights, without a head; it is pre-trained where it is not yet. */
    public Path ancestorFile(Family family) {
        return grownAncestor(family).file();
    }

    /**
     * Which classes each model was fine-tuned on.
     *
     * @return 1 where it was // [models, classes]
     * @throws IllegalArgumentException if the classes of a model are not known, or are none of this jungle's
     */
    public float[][] labels(Models models) {
        List<String> classes = classes();
        float[][] labels = new float[models.size()][classes.size()];
        for (int i = 0; i < labels.length; i++) {
            Optional<List<String>> known = models.get(i).classes();
            Check.that(known.isPresent(), "%s: expected its classes, found none known", models.get(i));
            for (String name : known.get()) {
                int k = classes.indexOf(name);
                Check.that(k >= 0, "%s: expected one of the classes %s, found '%s'", models.get(i), classes, name);
                labels[i][k] = 1;
            }
        }
        return labels;
    }

    /** The pictures that all models learnt from and were tested on, drawn anew: the same each time. */
    public Dataset data() {
        return recipe.drawData();
    }

    /** An ancestor's parameters, one row; it is pre-trained where it is not yet, its children are not grown. */
    public float[] ancestor(Family family) {
        return grownAncestor(family).parameters();
    }

    private FamilyAncestor grownAncestor(Family family) {
        if (grows) {
            grower.growAncestors(List.of(family));
        }
        return ancestorOf(family);
    }

    /** An ancestor's parameters before its pre-training, one row. */
    public float[] untrained(Family family) {
        return ancestorOf(family).untrained();
    }

    /**
     * A linear probe of a family's backbones.
     *
     * @param data whose classes are asked for
     * @param pictures how many of the pictures to pre-train on the map is fitted to
     */
    public LinearProbe probe(Family family, Dataset data, int pictures) {
        return new LinearProbe(recipe.backbone(family), data, pictures);
    }

    /**
     * A linear probe of a family's ancestor, for an {@link org.modeljungle.experiment.Experiment}: how many of the test
     * pictures' classes a linear map names from its frozen features.
     *
     * @param trained whether the ancestor as it is, or as it was before its pre-training
     * @param data whose classes are asked for
     * @param pictures how many of the pictures to pre-train on the map is fitted to
     */
    public Trainable<Double> probing(Family family, boolean trained, Dataset data, int pictures) {
        float[] parameters = trained ? ancestor(family) : untrained(family);
        return new AncestorProbe(recipe.backbone(family), parameters, data, pictures);
    }

    /**
     * How many seconds each part took when it was grown, over all runs: {@link #ANCESTORS}, on one core each, the
     * trees' names, and {@link #UNRELATED}; parts that were not grown are left out.
     */
    public Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Family family : recipe.families()) {
            Map<String, Double> own = GrowthLog.read(folder.resolve(family.word()));
            if (own.containsKey(GrowthLog.ANCESTOR)) {
                seconds.merge(ANCESTORS, own.get(GrowthLog.ANCESTOR), Double::sum);
            }
        }
        List<String> names =
                new ArrayList<>(recipe.families().stream().map(Family::word).toList());
        names.add(UNRELATED);
        for (String name : names) {
            Double growing = GrowthLog.read(folder.resolve(name)).get(GrowthLog.GROWING);
            if (growing != null) {
                seconds.put(name, growing);
            }
        }
        return seconds;
    }

    @Override
    public String toString() {
        return "jungle %s: %d trees of %d models, %d unrelated models in %s"
                .formatted(
                        recipe.hash(),
                        recipe.families().size(),
                        recipe.children(),
                        recipe.unrelated().count(),
                        folder);
    }

    private FamilyAncestor ancestorOf(Family family) {
        return new FamilyAncestor(recipe, family, folder);
    }
}
