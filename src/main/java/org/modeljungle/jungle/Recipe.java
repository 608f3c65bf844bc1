package org.modeljungle.jungle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.Concept;
import org.modeljungle.data.Pictograms;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.data.World;
import org.modeljungle.jungle.grow.LoraUnits;
import org.modeljungle.jungle.grow.Plan;
import org.modeljungle.jungle.grow.RecipeDigest;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.tensor.Stacks;

/**
 * The settings that determine a generative jungle: one ancestor that learns to draw a whole world, and for each of a
 * choice of its things, or concepts, several LoRAs that learn to draw that concept alone.
 *
 * @param seed everything random is split from it
 * @param world what the pictures look like
 * @param net the network's sizes
 * @param ancestor how the ancestor is trained
 * @param lora how each LoRA is trained
 * @param concepts how many of the world's concepts get LoRAs
 * @param perConcept LoRAs per concept, at least 3: the splits train, val and test share them
 * @param heldOut how many of the concepts are in the held-out splits on disk
 */
public record Recipe(
        long seed,
        World world,
        DiffusionTransformer.Settings net,
        AncestorSettings ancestor,
        LoraSettings lora,
        int concepts,
        int perConcept,
        int heldOut) {

    /** The growing code's version; it changes whenever the same settings would give other bytes. */
    public static final int VERSION = 1;

    private static final String TYPE = "LoraRecipe";

    /**
     * The ancestor's training: rectified flow on pictures of all concepts, Adam, cosine schedule.
     *
     * @param steps training steps
     * @param batch pictures per step
     * @param shards parts of a batch, which one-thread workers share; divides {@code batch}
     * @param rate base learning rate
     */
    public record AncestorSettings(int steps, int batch, int shards, double rate) {
        public AncestorSettings {
            Check.that(
                    steps > 0 && batch > 0 && shards > 0 && batch % shards == 0 && rate > 0 && Double.isFinite(rate),
                    "ancestor: expected positive settings and shards that divide the batch, found %d steps, batch %d,"
                            + " %d shards, rate %s",
                    steps,
                    batch,
                    shards,
                    rate);
        }
    }

    /**
     * A LoRA's training: Adam, cosine schedule, on a handful of pictures of one concept.
     *
     * @param images pictures of the concept that it sees, at all
     * @param steps training steps
     * @param batch pictures per step, taken in turn
     * @param rate base learning rate
     * @param stack how many LoRAs train side by side in one unit of work
     * @param ranks the ranks from which each LoRA draws its own; empty: all have the network's
     * @param stepCounts the numbers of steps from which each LoRA draws its own; empty: all take {@code steps}
     */
    public record LoraSettings(
            int images,
            int steps,
            int batch,
            double rate,
            int stack,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> ranks,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> stepCounts) {
        public LoraSettings {
            Check.that(
                    images > 0
                            && steps > 0
                            && batch > 0
                            && batch <= images
                            && rate > 0
                            && Double.isFinite(rate)
                            && stack > 0,
                    "LoRA: expected positive settings and a batch of at most %d images, found %d steps, batch %d, rate %s,"
                            + " stacks of %d",
                    images,
                    steps,
                    batch,
                    rate,
                    stack);
            ranks = choices("ranks", ranks);
            stepCounts = choices("numbers of steps", stepCounts);
        }

        /** LoRAs that all have the network's rank and take the same number of steps. */
        public LoraSettings(int images, int steps, int batch, double rate, int stack) {
            this(images, steps, batch, rate, stack, List.of(), List.of());
        }

        /** The same settings with another number of training steps. */
        public LoraSettings withSteps(int other) {
            return new LoraSettings(images, other, batch, rate, stack, ranks, stepCounts);
        }

        /** The same settings with other stacks, which gives other bytes. */
        public LoraSettings withStack(int models) {
            return new LoraSettings(images, steps, batch, rate, models, ranks, stepCounts);
        }

        /** The same settings with LoRAs of which each draws its rank from these. */
        public LoraSettings withRanks(Integer... choices) {
            return new LoraSettings(images, steps, batch, rate, stack, List.of(choices), stepCounts);
        }

        /** The same settings with LoRAs of which each draws its number of steps from these. */
        public LoraSettings withStepCounts(Integer... choices) {
            return new LoraSettings(images, steps, batch, rate, stack, ranks, List.of(choices));
        }

        private static List<Integer> choices(String what, List<Integer> found) {
            if (found == null) { // not written where it is empty
                return List.of();
            }
            Check.that(
                    found.stream().allMatch(number -> number > 0)
                            && found.stream().distinct().count() == found.size(),
                    "LoRA: expected different positive %s, found %s",
                    what,
                    found);
            return List.copyOf(found);
        }
    }

    public Recipe {
        Check.that(
                concepts > 0 && concepts <= world.captions().size(),
                "recipe: expected 1 to %d concepts, found %d",
                world.captions().size(),
                concepts);
        Check.that(perConcept >= 3, "recipe: expected 3 LoRAs per concept or more, found %d", perConcept);
        Check.that(
                heldOut >= 0 && heldOut < concepts,
                "recipe: expected fewer held-out concepts than the %d there are, found %d",
                concepts,
                heldOut);
        Check.that(
                world.size() == net.image() && net.channels() == 3,
                "recipe: expected a network for %d pixels and 3 channels, found %d and %d",
                world.size(),
                net.image(),
                net.channels());
    }

    /**
     * The jungle of a profile: 600 LoRAs of 120 concepts, 18 of them held out, in the standard one.
     *
     * <p>Its pictures vary little in place and size, so that a few minutes teach an ancestor to draw them. The learning
     * rates are high, and a LoRA sees two pictures a step: small batches are where growing many models side by side
     * pays.
     */
    public static Recipe of(Profile profile) {
        return switch (profile) {
            case QUICK -> of(new AncestorSettings(1000, 64, 2, 1e-2), 40, 3, 8);
            case STANDARD -> of(new AncestorSettings(3000, 64, 2, 1e-2), 120, 5, 18);
            case FULL -> of(new AncestorSettings(10000, 256, 2, 5e-3), 1000, 5, 150);
        };
    }

    /**
     * A jungle of the shape world whose LoRAs differ in rank (2 to 8) and in how long they were trained. In the
     * standard profile it has as many concepts as the ProbeX paper's SD_200, 200, of which 30 are held out, and 5 LoRAs
     * of each; in the full one it is as large as its SD_1k: all 1,000 concepts, 150 held out.
     */
    public static Recipe variedShapes(Profile profile) {
        Recipe usual = of(profile);
        return switch (profile) {
            case QUICK -> usual.tiny().varied();
            case STANDARD -> usual.withConcepts(200, 5, 30).varied();
            case FULL -> usual.withConcepts(Concept.COUNT, 5, 150).varied();
        };
    }

    /**
     * A jungle of real things, {@link Pictograms}, whose LoRAs differ as those of {@link #variedShapes}: 3 LoRAs of
     * each of 600 things in the standard profile, 90 of them held out; in the full one as large as the ProbeX paper's
     * SD_1k, 5 LoRAs of each of 1,000 things, 150 held out. Their pictures have 24x24 pixels and more detail than
     * shapes, so that LoRAs learn twice as long.
     */
    public static Recipe realThings(Profile profile) {
        int size = 24;
        DiffusionTransformer.Settings network = new DiffusionTransformer.Settings(size, 3, 3, 64, 4, 4, 256, 4);
        Recipe usual = of(profile).withWorld(Pictograms.of(size), network);
        Recipe longer = usual.withLora(usual.lora.withSteps(600));
        return switch (profile) {
            case QUICK -> usual.tiny().varied();
            case STANDARD -> longer.withConcepts(600, 3, 90).varied();
            case FULL -> longer.withConcepts(1000, 5, 150).varied();
        };
    }

    /** So few and so short that it only shows that all runs. */
    private Recipe tiny() {
        return withAncestor(new AncestorSettings(300, 64, 2, 1e-2))
                .withLora(lora.withSteps(100))
                .withConcepts(20, 3, 6);
    }

    private Recipe varied() {
        return withLora(
                lora.withRanks(2, 3, 4, 5, 6, 7, 8).withStepCounts(lora.steps * 4 / 5, lora.steps, lora.steps * 6 / 5));
    }

    private static Recipe of(AncestorSettings ancestor, int concepts, int perConcept, int heldOut) {
        ShapeWorld world = new ShapeWorld(16, .3, .38, .42, 5, .5, .01);
        LoraSettings lora = new LoraSettings(8, 300, 2, 1.2e-2, Stacks.usual(10, 300));
        return new Recipe(0, world, DiffusionTransformer.Settings.SMALL, ancestor, lora, concepts, perConcept, heldOut);
    }

    /** The same recipe with another seed. */
    public Recipe withSeed(long other) {
        return new Recipe(other, world, net, ancestor, lora, concepts, perConcept, heldOut);
    }

    /** The same recipe with other pictures, and a network of their size. */
    public Recipe withWorld(World other, DiffusionTransformer.Settings network) {
        return new Recipe(seed, other, network, ancestor, lora, concepts, perConcept, heldOut);
    }

    /** The same recipe with another training of the ancestor. */
    public Recipe withAncestor(AncestorSettings other) {
        return new Recipe(seed, world, net, other, lora, concepts, perConcept, heldOut);
    }

    /** The same recipe with other stacks, which gives other bytes. */
    public Recipe withStack(int models) {
        return withLora(lora.withStack(models));
    }

    /** The same recipe with another training of the LoRAs. */
    public Recipe withLora(LoraSettings other) {
        return new Recipe(seed, world, net, ancestor, other, concepts, perConcept, heldOut);
    }

    /** The same recipe with other numbers of concepts, of LoRAs of each, and of concepts that are held out. */
    public Recipe withConcepts(int count, int loras, int holdOut) {
        return new Recipe(seed, world, net, ancestor, lora, count, loras, holdOut);
    }

    /** The number of LoRAs. */
    @JsonIgnore
    public int models() {
        return concepts * perConcept;
    }

    /** The number of stacks that grow them. */
    @JsonIgnore
    public int units() {
        return LoraUnits.of(this).count();
    }

    /**
     * The world's things that get LoRAs, by their numbers; model {@code i} learns the one at {@code i / perConcept}.
     *
     * @return different numbers // [concepts]
     */
    public int[] chosenThings() {
        return world.sample(concepts, seeds().split("concepts"));
    }

    /** The seeds of all randomness. */
    public Seeds seeds() {
        return new Seeds(seed);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of all settings: the jungle's name in the cache. */
    public String hash() {
        return RecipeDigest.of(TYPE, VERSION, this);
    }

    /** What a folder of this recipe holds. */
    public Plan plan() {
        return Plan.of("jungle", TYPE, this, hash(), units(), "Jungle.grow");
    }
}
