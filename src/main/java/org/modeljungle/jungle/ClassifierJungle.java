package org.modeljungle.jungle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.data.Dataset;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.LinearProbe;
import org.modeljungle.weights.ModelCard;

/**
 * A folder of image classifiers grown from one recipe, each tree laid out like a discriminative subset of the public
 * Model-J:
 *
 * <pre>
 * jungle.json                                                            what is finished
 * run.json                                                               how long it took
 * TREE/ancestor/model.safetensors                                        the foundation model, without a head
 * TREE/SPLIT/models--modeljungle--TREE-NNNN/snapshots/REV/model.safetensors   its children
 * forest/SPLIT/...                                                       models that share no ancestor
 * </pre>
 */
public final class ClassifierJungle {

    /** The name of the forest, where a tree's name is asked for. */
    public static final String FOREST = "forest";

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

    /** A card's key of the share of the test pictures of its classes that the model names right. */
    public static final String TEST_ACCURACY = "test_accuracy";

    private final Path folder;
    private final ClassifierManifest manifest;

    private ClassifierJungle(Path folder, ClassifierManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Grows a jungle in the user's cache folder, or opens it where it is grown already. Stopped or killed at any moment, the
     * same call goes on where it was and ends with the same bytes.
     */
    public static ClassifierJungle grow(ClassifierRecipe recipe) {
        return grow(recipe, Caches.folder().resolve("jungles").resolve("classifiers-" + recipe.hash()));
    }

    /**
     * Grows a jungle in a folder; one that is grown is opened, by as many runs as like.
     *
     * @throws IllegalStateException if another run is growing it
     * @throws IllegalArgumentException if the folder holds a jungle of another recipe
     */
    public static ClassifierJungle grow(ClassifierRecipe recipe, Path folder) {
        if (Files.exists(folder.resolve(ClassifierManifest.FILE))) {
            ClassifierManifest known = ClassifierManifest.readOrStart(recipe, folder);
            if (known.isComplete()) {
                return new ClassifierJungle(folder, known);
            }
        }
        JungleLock lock = JungleLock.take(folder);
        try {
            return new ClassifierJungle(folder, new ClassifierGrower(recipe, folder).grow());
        } finally {
            lock.close();
        }
    }

    /**
     * Opens a jungle that is grown.
     *
     * @throws IllegalArgumentException if there is none, or it is not finished
     */
    public static ClassifierJungle open(Path folder) {
        ClassifierManifest manifest = ClassifierManifest.read(folder);
        Check.that(
                manifest.isComplete(),
                "jungle %s: expected all models, found %d finished; go on with ClassifierJungle.grow",
                folder,
                manifest.members().size());
        return new ClassifierJungle(folder, manifest);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** How it was grown. */
    public ClassifierRecipe recipe() {
        return manifest.recipe();
    }

    /** The names of all classes, by number. */
    public List<String> classes() {
        return recipe().data().names();
    }

    /** An ancestor and its children. */
    public ModelTree tree(Family family) {
        return new ModelTree(new FamilyAncestor(recipe(), family, folder).file(), models(family.word()));
    }

    /** All trees by family, in the order they were grown. */
    public Map<Family, ModelTree> trees() {
        Map<Family, ModelTree> trees = new LinkedHashMap<>();
        recipe().families().forEach(family -> trees.put(family, tree(family)));
        return trees;
    }

    /** The models that share no ancestor, of SupViT's architecture. */
    public List<ModelTree.Model> forest() {
        return models(FOREST);
    }

    /**
     * Which classes each model was fine-tuned on, from its card.
     *
     * @return 1 where it was // [models, classes]
     */
    public float[][] labels(List<ModelTree.Model> models) {
        List<String> classes = classes();
        float[][] labels = new float[models.size()][classes.size()];
        for (int i = 0; i < labels.length; i++) {
            for (String name : ModelCard.read(models.get(i).file()).classes()) {
                int k = classes.indexOf(name);
                Check.that(k >= 0, "%s: expected one of the classes %s, found '%s'", models.get(i), classes, name);
                labels[i][k] = 1;
            }
        }
        return labels;
    }

    /** The pictures that all models learnt from and were tested on, drawn anew: the same each time. */
    public Dataset data() {
        return recipe().drawData();
    }

    /** An ancestor's parameters, one row. */
    public float[] ancestor(Family family) {
        return new FamilyAncestor(recipe(), family, folder).parameters();
    }

    /** An ancestor's parameters before its pre-training, one row. */
    public float[] untrained(Family family) {
        return new FamilyAncestor(recipe(), family, folder).untrained();
    }

    /** A linear probe of a family's backbones. */
    public LinearProbe probe(Family family, Dataset data, int train) {
        Backbone backbone = recipe().backbone(family);
        return new LinearProbe(backbone, data, train);
    }

    /** How many seconds each part took when it was grown, over all runs: {@link #ANCESTORS} and the trees' names. */
    public Map<String, Double> seconds() {
        return GrowthLog.read(folder);
    }

    @Override
    public String toString() {
        return "jungle %s: %d trees of %d models, a forest of %d in %s"
                .formatted(recipe().hash(), recipe().families().size(), recipe().children(), recipe().forest(), folder);
    }

    private List<ModelTree.Model> models(String tree) {
        return manifest.of(tree).stream().map(this::model).toList();
    }

    private ModelTree.Model model(ClassifierManifest.Member member) {
        return new ModelTree.Model(
                "%s-%04d".formatted(member.tree(), member.index()),
                member.split(),
                "a classifier of %d classes".formatted(recipe().child().classes()),
                folder.resolve(member.file()));
    }
}
