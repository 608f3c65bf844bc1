package org.modeljungle.jungle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.DataSource;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;

/**
 * All that decides the bytes of a jungle of classifiers: for each {@link Family} an ancestor and its children, each
 * fine-tuned on a choice of classes of its own; and a forest of models that share no ancestor.
 *
 * @param version the growing code's version; it changes whenever the same settings would give other bytes
 * @param seed everything random is split from it
 * @param data what all models learn from
 * @param vit the sizes of SupViT, DINO, MAE and the forest
 * @param resnet the sizes of ResNet
 * @param ancestors how each family's ancestor is pre-trained
 * @param child how children are fine-tuned
 * @param children the number of children of each ancestor
 * @param forest the number of models without a common ancestor
 * @param forestSteps how many steps each of them is pre-trained on its own, to name every aspect of a picture
 * @param stack how many models train side by side in one unit of work
 */
public record ClassifierRecipe(
        int version,
        long seed,
        DataSource data,
        Vit.Settings vit,
        ResNet.Settings resnet,
        Map<Family, AncestorSettings> ancestors,
        ChildSettings child,
        int children,
        int forest,
        int forestSteps,
        int stack) {

    private static final int VERSION = 2;

    /** Hard enough that what a network knows of it was learnt: see the linear probes of untrained networks. */
    private static final ShapeWorld WORLD = new ShapeWorld(16, .8, .3, .42, 10, .7, .04);

    private static final double RATE = 2e-3; // of ancestors

    /**
     * An ancestor's pre-training: Adam, a tenth of the steps warms up, then half a cosine.
     *
     * @param steps training steps
     * @param batch pictures per step
     * @param rate base learning rate
     */
    public record AncestorSettings(int steps, int batch, double rate) {
        public AncestorSettings {
            Check.that(
                    steps > 0 && batch > 0 && rate > 0,
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
     * @param slowest the lowest learning rate; rates are spread evenly on a logarithmic scale
     * @param fastest the highest learning rate
     * @param weightDecays the weight decays to choose from
     */
    public record ChildSettings(
            int classes, int batch, List<Integer> steps, double slowest, double fastest, List<Double> weightDecays) {
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
                    slowest > 0 && slowest <= fastest,
                    "child: expected learning rates above 0 in rising order, found %s and %s",
                    slowest,
                    fastest);
        }
    }

    public ClassifierRecipe {
        ancestors = new TreeMap<>(ancestors);
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
        Check.that(!ancestors.isEmpty(), "recipe: expected one family or more, found none");
        Check.that(
                children > 0 && forest >= 0 && forestSteps > 0 && stack > 0,
                "recipe: expected children, pre-training steps of the forest and a stack of 1 or more, found %d, %d, %d",
                children,
                forestSteps,
                stack);
    }

    /**
     * The jungle of a profile: four trees of 400 children each and a forest of 160 in the standard one; a tenth of that, and
     * 20 classes instead of 100, in the quick one.
     */
    public static ClassifierRecipe of(Profile profile) {
        return switch (profile) {
            case QUICK ->
                of(
                        new ShapeClasses(WORLD, 5, 4, 200, 10, 20),
                        ancestors(1200, 300, 1000, 300),
                        children(10, 60, 80),
                        40,
                        16);
            case STANDARD ->
                of(
                        new ShapeClasses(WORLD, 200, 10, 20),
                        ancestors(6000, 10000, 10000, 6000),
                        children(50, 80, 120, 160, 200),
                        400,
                        160);
            case FULL ->
                of(
                        new ShapeClasses(WORLD, 400, 10, 20),
                        ancestors(12000, 20000, 20000, 12000),
                        children(50, 160, 240, 320, 400),
                        1000,
                        400);
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
            ShapeClasses data, Map<Family, AncestorSettings> ancestors, ChildSettings child, int children, int forest) {
        return new ClassifierRecipe(
                VERSION,
                0,
                data,
                Vit.Settings.SMALL,
                ResNet.Settings.SMALL,
                ancestors,
                child,
                children,
                forest,
                300,
                8);
    }

    /** The same recipe with another seed. */
    public ClassifierRecipe withSeed(long other) {
        return new ClassifierRecipe(
                version, other, data, vit, resnet, ancestors, child, children, forest, forestSteps, stack);
    }

    /**
     * The same recipe on other pictures.
     *
     * @param classes how many of their classes a child learns
     */
    public ClassifierRecipe withData(DataSource other, int classes) {
        ChildSettings less =
                new ChildSettings(classes, child.batch, child.steps, child.slowest, child.fastest, child.weightDecays);
        return new ClassifierRecipe(
                version, seed, other, vit, resnet, ancestors, less, children, forest, forestSteps, stack);
    }

    /** The names of the trees and the forest, in the order they are grown. */
    @JsonIgnore
    public List<Family> families() {
        return List.copyOf(ancestors.keySet());
    }

    /** A family's network without its head. */
    public Backbone backbone(Family family) {
        return family == Family.RESNET ? new ResNet(resnet) : new Vit(vit);
    }

    /** The pictures that all models learn from and are tested on. */
    Dataset drawData() {
        return data.draw(seeds().split("data"));
    }

    /** Where all randomness starts. */
    Seeds seeds() {
        return new Seeds(seed);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of all settings: the jungle's name in the cache. */
    public String hash() {
        return RecipeHash.of(this);
    }
}
