package org.modeljungle.jungle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.DataSource;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.grow.Plan;
import org.modeljungle.jungle.grow.RecipeDigest;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;
import org.modeljungle.tensor.Stacks;

/**
 * The settings that determine a jungle of classifiers: for each {@link Family} an ancestor and its children, each
 * fine-tuned on a choice of classes of its own; and unrelated models, which share no ancestor. How many models there
 * are, and of which families, changes nothing of the others.
 *
 * @param seed everything random is split from it
 * @param data what all models learn from
 * @param vit the sizes of SupViT, DINO, MAE and the unrelated models
 * @param resnet the sizes of ResNet
 * @param families the families of the jungle, in the order they are grown
 * @param ancestors how each family's ancestor is pre-trained
 * @param child how children and unrelated models are fine-tuned
 * @param children the number of children of each ancestor
 * @param unrelated the number of models without a common ancestor, and their pre-training
 * @param stack how many models train side by side in one unit of work; whole stacks are grown
 */
public record ClassifierRecipe(
        long seed,
        DataSource data,
        Vit.Settings vit,
        ResNet.Settings resnet,
        List<Family> families,
        Map<Family, AncestorSettings> ancestors,
        ChildSettings child,
        int children,
        UnrelatedSettings unrelated,
        int stack) {

    /** The growing code's version; it changes whenever the same settings would give other bytes. */
    public static final int VERSION = 3;

    private static final String TYPE = "ClassifierRecipe";

    /** Hard enough that what a network knows of it was learnt: see the linear probes of untrained networks. */
    private static final ShapeWorld WORLD = new ShapeWorld(16, .8, .3, .42, 10, .7, .04);

    private static final double RATE = 2e-3; // of ancestors

    /**
     * An ancestor's pre-training: Adam, warm-up for a tenth of the steps, then cosine decay.
     *
     * @param steps training steps
     * @param batch pictures per step
     * @param rate base learning rate
     */
    public record AncestorSettings(int steps, int batch, double rate) {
        public AncestorSettings {
            Check.that(
                    steps > 0 && batch > 0 && rate > 0 && Double.isFinite(rate),
                    "ancestor: expected positive settings, found %d steps, batch %d, rate %s",
                    steps,
                    batch,
                    rate);
        }
    }

    /**
     * What children are fine-tuned with; each draws its own from these.
     *
     * @param classes how many of the classes a child learns
     * @param batch pictures per step
     * @param steps the numbers of steps to choose from; all models of one stack get the same
     * @param lowestRate the lowest learning rate; rates are spread evenly on a logarithmic scale
     * @param highestRate the highest learning rate
     * @param weightDecays the weight decays to choose from
     */
    public record ChildSettings(
            int classes,
            int batch,
            List<Integer> steps,
            double lowestRate,
            double highestRate,
            List<Double> weightDecays) {
        public ChildSettings {
            steps = List.copyOf(steps);
            weightDecays = List.copyOf(weightDecays);
            Check.that(
                    classes > 1 && batch > 0 && !steps.isEmpty() && !weightDecays.isEmpty(),
                    "child: expected 2 classes or more, a batch, numbers of steps and weight decays to choose from,"
                            + " found %d, %d, %s, %s",
                    classes,
                    batch,
                    steps,
                    weightDecays);
            Check.that(
                    lowestRate > 0 && lowestRate <= highestRate && Double.isFinite(highestRate),
                    "child: expected learning rates above 0 in rising order, found %s and %s",
                    lowestRate,
                    highestRate);
            Check.that(
                    steps.stream().allMatch(count -> count > 0)
                            && weightDecays.stream().allMatch(decay -> decay >= 0 && Double.isFinite(decay)),
                    "child: expected steps of 1 or more and finite weight decays of 0 or more to choose from, found %s and"
                            + " %s",
                    steps,
                    weightDecays);
        }

        /** The same with another number of classes. */
        public ChildSettings withClasses(int count) {
            return new ChildSettings(count, batch, steps, lowestRate, highestRate, weightDecays);
        }

        /** The same with other numbers of steps to choose from. */
        public ChildSettings withSteps(Integer... choices) {
            return new ChildSettings(classes, batch, List.of(choices), lowestRate, highestRate, weightDecays);
        }
    }

    /**
     * Models that share no ancestor: each is pre-trained by itself, to classify every aspect of a picture.
     *
     * @param count the number of models
     * @param steps how many steps each is pre-trained
     */
    public record UnrelatedSettings(int count, int steps) {
        public UnrelatedSettings {
            Check.that(
                    count >= 0 && steps > 0,
                    "unrelated models: expected 0 or more, pre-trained for 1 step or more, found %d and %d steps",
                    count,
                    steps);
        }
    }

    public ClassifierRecipe {
        ancestors = new TreeMap<>(ancestors);
        families = List.copyOf(families);
        int classes = data.names().size();
        Check.that(
                child.classes <= classes,
                "recipe: expected children of at most %d classes, found %d",
                classes,
                child.classes);
        Check.that(
                data.side() == vit.image() && data.side() == resnet.image(),
                "recipe: expected pictures of the networks' side, %d and %d pixels, found %d",
                vit.image(),
                resnet.image(),
                data.side());
        Check.that(
                !families.isEmpty()
                        && ancestors.keySet().containsAll(families)
                        && Set.copyOf(families).size() == families.size(),
                "recipe: expected one family or more, each once and with settings of its ancestor, found %s and settings of %s",
                families,
                ancestors.keySet());
        Check.that(
                children > 0 && stack > 0,
                "recipe: expected children and a stack of 1 or more, found %d and %d",
                children,
                stack);
    }

    /**
     * The jungle of a profile: four trees of 400 children each and 400 unrelated models in the standard one; a tenth of
     * that, and 20 classes instead of 100, in the quick one.
     */
    public static ClassifierRecipe of(Profile profile) {
        return switch (profile) {
            case QUICK ->
                of(
                        new ShapeClasses(WORLD, 5, 4, 200, 10, 20),
                        ancestors(1200, 300, 1000, 300),
                        children(10, 60, 80),
                        40);
            case STANDARD ->
                of(
                        new ShapeClasses(WORLD, 200, 10, 20),
                        ancestors(6000, 10000, 10000, 6000),
                        children(50, 80, 120, 160, 200),
                        400);
            case FULL ->
                of(
                        new ShapeClasses(WORLD, 400, 10, 20),
                        ancestors(12000, 20000, 20000, 12000),
                        children(50, 160, 240, 320, 400),
                        1000);
        };
    }

    private static Map<Family, AncestorSettings> ancestors(int supvit, int dino, int mae, int resnet) {
        return Map.of(
                Family.SUPVIT, new AncestorSettings(supvit, 32, RATE),
                Family.DINO, new AncestorSettings(dino, 64, RATE),
                Family.MAE, new AncestorSettings(mae, 64, RATE),
                Family.RESNET, new AncestorSettings(resnet, 32, RATE));
    }

    private static ChildSettings children(int classes, Integer... steps) {
        return new ChildSettings(classes, 16, List.of(steps), 2e-4, 1e-3, List.of(0.0, 1e-4, 1e-3));
    }

    private static ClassifierRecipe of(
            ShapeClasses data, Map<Family, AncestorSettings> ancestors, ChildSettings child, int children) {
        List<Family> families = List.of(Family.values());
        UnrelatedSettings unrelated = new UnrelatedSettings(children, 300);
        Vit.Settings vit = Vit.Settings.SMALL;
        ResNet.Settings resnet = ResNet.Settings.SMALL;
        int stack = Stacks.usual(8, 128, children);
        return new ClassifierRecipe(0, data, vit, resnet, families, ancestors, child, children, unrelated, stack);
    }

    /** The same recipe with another seed. */
    public ClassifierRecipe withSeed(long other) {
        return new ClassifierRecipe(other, data, vit, resnet, families, ancestors, child, children, unrelated, stack);
    }

    /**
     * The same recipe on other pictures.
     *
     * @param classes how many of their classes a child learns
     */
    public ClassifierRecipe withData(DataSource other, int classes) {
        return with(other, vit, resnet, child.withClasses(classes));
    }

    /**
     * The same recipe on other pictures, with networks of their size.
     *
     * @param classes how many of their classes a child learns
     */
    public ClassifierRecipe withData(DataSource other, int classes, Vit.Settings vits, ResNet.Settings resnets) {
        return with(other, vits, resnets, child.withClasses(classes));
    }

    /** The same recipe with these families alone; those that are left out may be grown later. */
    public ClassifierRecipe withFamilies(Family... chosen) {
        return new ClassifierRecipe(
                seed, data, vit, resnet, List.of(chosen), ancestors, child, children, unrelated, stack);
    }

    /** The same recipe with another pre-training of a family's ancestor. */
    public ClassifierRecipe withAncestor(Family family, AncestorSettings other) {
        Map<Family, AncestorSettings> all = new TreeMap<>(ancestors);
        all.put(family, other);
        return new ClassifierRecipe(seed, data, vit, resnet, families, all, child, children, unrelated, stack);
    }

    /** The same recipe with another fine-tuning. */
    public ClassifierRecipe withChild(ChildSettings other) {
        return with(data, vit, resnet, other);
    }

    /** The same recipe with another number of children of each ancestor; the first ones stay the same. */
    public ClassifierRecipe withChildren(int count) {
        return new ClassifierRecipe(seed, data, vit, resnet, families, ancestors, child, count, unrelated, stack);
    }

    /** The same recipe with another number of unrelated models; the first ones stay the same. */
    public ClassifierRecipe withUnrelated(int count) {
        return withUnrelated(new UnrelatedSettings(count, unrelated.steps));
    }

    /** The same recipe with another number of unrelated models and another pre-training. */
    public ClassifierRecipe withUnrelated(UnrelatedSettings other) {
        return new ClassifierRecipe(seed, data, vit, resnet, families, ancestors, child, children, other, stack);
    }

    /** The same recipe with other stacks, which gives other bytes. */
    public ClassifierRecipe withStack(int models) {
        return new ClassifierRecipe(seed, data, vit, resnet, families, ancestors, child, children, unrelated, models);
    }

    private ClassifierRecipe with(DataSource pictures, Vit.Settings vits, ResNet.Settings resnets, ChildSettings how) {
        return new ClassifierRecipe(
                seed, pictures, vits, resnets, families, ancestors, how, children, unrelated, stack);
    }

    /** A family's network without its head. */
    public Backbone backbone(Family family) {
        return family == Family.RESNET ? new ResNet(resnet) : new Vit(vit);
    }

    /** The pictures that all models learn from and are tested on. */
    public Dataset drawData() {
        return data.draw(seeds().split("data"));
    }

    /** The seeds of all randomness. */
    public Seeds seeds() {
        return new Seeds(seed);
    }

    /**
     * The jungle's name in the cache: the first 16 hexadecimal digits of the SHA-256 of all settings but the families
     * and the numbers of models, which change nothing of the models that there are.
     */
    public String hash() {
        Map<String, Object> settings = new TreeMap<>(Map.of("vit", vit, "resnet", resnet));
        settings.put("ancestors", ancestors);
        settings.put("pre-training", unrelated.steps);
        return digest(settings);
    }

    /** What the folder of a family's tree holds. */
    public Plan plan(Family family) {
        return plan(
                Map.of(
                        "family",
                        family,
                        "network",
                        family == Family.RESNET ? resnet : vit,
                        "ancestor",
                        ancestors.get(family)),
                children);
    }

    /** What the folder of the unrelated models holds. */
    public Plan unrelatedPlan() {
        return plan(Map.of("network", vit, "pre-training", unrelated.steps), unrelated.count);
    }

    private Plan plan(Map<String, Object> settings, int models) {
        int units = (models + stack - 1) / stack;
        return Plan.of("jungle", TYPE, common(settings), digest(settings), units, "ClassifierJungle.grow");
    }

    private String digest(Map<String, Object> settings) {
        return RecipeDigest.of(TYPE, VERSION, common(settings));
    }

    private Map<String, Object> common(Map<String, Object> settings) {
        Map<String, Object> all = new TreeMap<>(settings);
        all.putAll(Map.of("seed", seed, "data", data, "child", child, "stack", stack));
        return all;
    }
}
