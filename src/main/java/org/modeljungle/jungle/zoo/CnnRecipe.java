package org.modeljungle.jungle.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ResNet;
import org.modeljungle.tensor.Stacks;

/**
 * A zoo of picture classifiers of widely varying accuracy: each has an initialisation, a learning rate, a weight decay,
 * a dropout and a share of the training pictures of its own; its accuracy is the target.
 *
 * @param seed everything random is split from it
 * @param architecture what the networks are
 * @param data the pictures; networks name their {@link #LABEL}
 * @param count the number of networks
 * @param batch pictures per step
 * @param how what each network draws its settings from
 * @param stack how many networks train side by side in one unit of work
 */
public record CnnRecipe(
        long seed, Architecture architecture, ShapeClasses data, int count, int batch, Choices how, int stack)
        implements ZooRecipe {

    /** The label that networks predict. */
    public static final String LABEL = "shape";

    private static final int VERSION = 1;
    private static final int SHAPES = 10;

    /** What the networks are. */
    public enum Architecture {
        /** The Small CNN Zoo's, half of them with ReLUs, half with hyperbolic tangents. */
        SMALL,
        /** The same on grey pictures, as in the public Small CNN Zoo: 4,970 weights each. */
        GREY,
        /** As deep as ResNet-18, an eighth of its width. */
        RESNET
    }

    /**
     * What each network draws its settings from.
     *
     * @param steps training steps; all networks of a stack get the same
     * @param lowestRate the lowest learning rate; rates are spread evenly on a logarithmic scale
     * @param highestRate the highest learning rate
     * @param weightDecays L2 penalties
     * @param dropouts shares of the features that are dropped
     * @param shares shares of the training pictures that a network sees
     * @param gains factors on the initial weights
     */
    public record Choices(
            List<Integer> steps,
            double lowestRate,
            double highestRate,
            List<Double> weightDecays,
            List<Double> dropouts,
            List<Double> shares,
            List<Double> gains) {

        public Choices {
            steps = List.copyOf(steps);
            weightDecays = List.copyOf(weightDecays);
            dropouts = List.copyOf(dropouts);
            shares = List.copyOf(shares);
            gains = List.copyOf(gains);
            Check.that(
                    lowestRate > 0 && lowestRate <= highestRate && Double.isFinite(highestRate),
                    "zoo: expected finite learning rates above 0 in rising order, found %s and %s",
                    lowestRate,
                    highestRate);
            check("steps of 1 or more", steps, count -> count > 0);
            check("finite weight decays of 0 or more", weightDecays, decay -> decay >= 0 && Double.isFinite(decay));
            check("dropouts from 0 to below 1", dropouts, share -> share >= 0 && share < 1);
            check("shares of the pictures above 0 and up to 1", shares, share -> share > 0 && share <= 1);
            check("finite gains", gains, Double::isFinite);
        }

        /** The same with other numbers of steps. */
        public Choices withSteps(Integer... choices) {
            return new Choices(List.of(choices), lowestRate, highestRate, weightDecays, dropouts, shares, gains);
        }

        private static <T> void check(String expected, List<T> choices, Predicate<T> fits) {
            Check.that(!choices.isEmpty(), "zoo: expected something to choose each setting from, found nothing");
            for (T choice : choices) {
                Check.that(fits.test(choice), "zoo: expected %s, found %s", expected, choice);
            }
        }
    }

    /** Checks the sizes. */
    public CnnRecipe {
        Check.that(
                count > 0 && batch > 0 && stack > 0,
                "zoo: expected count, batch and stack of 1 or more, found %d, %d and %d",
                count,
                batch,
                stack);
        Check.that(
                architecture != Architecture.RESNET || data.side() == ResNet.Settings.EIGHTEEN.image(),
                "zoo: expected pictures of the ResNet's side, %d pixels, found %d",
                ResNet.Settings.EIGHTEEN.image(),
                data.side());
    }

    /** The zoo of a profile: 2,000 small networks, or 240 of ResNet-18's shape, in the standard one. */
    public static CnnRecipe of(Architecture architecture, Profile profile) {
        boolean small = architecture != Architecture.RESNET;
        int count = switch (profile) {
            case QUICK -> small ? 160 : 24;
            case STANDARD -> small ? 2000 : 240;
            case FULL -> small ? 20000 : 2000;
        };
        boolean quick = profile == Profile.QUICK;
        ShapeWorld world = new ShapeWorld(16, .8, .3, .42, 10, .7, .04);
        List<Integer> smallSteps = quick ? List.of(60, 200) : List.of(50, 100, 200, 400, 800);
        List<Integer> largeSteps = quick ? List.of(40, 120) : List.of(50, 100, 200, 300);
        return new CnnRecipe(
                0,
                architecture,
                new ShapeClasses(world, 1, quick ? 10 : 40, 10),
                count,
                32,
                new Choices(
                        small ? smallSteps : largeSteps,
                        small ? 1e-3 : 3e-4,
                        small ? 2e-2 : 5e-3,
                        List.of(0.0, 1e-4, 1e-3),
                        List.of(0.0, .2, .5),
                        List.of(.1, .25, .5, 1.0),
                        List.of(.5, 1.0, 1.5)),
                Stacks.usual(small ? 20 : 4, 100, count));
    }

    @Override
    public List<Network> networks() {
        return switch (architecture) {
            case SMALL -> small(Images.RGB);
            case GREY -> small(1);
            case RESNET -> List.of(new Classifier(new ResNet(ResNet.Settings.EIGHTEEN), List.of(SHAPES)));
        };
    }

    private List<Network> small(int channels) {
        return Arrays.stream(ConvNet.Activation.values())
                .map(activation -> ConvNet.zoo(data.side(), channels, activation))
                .<Network>map(backbone -> new Classifier(backbone, List.of(SHAPES)))
                .toList();
    }

    @Override
    public int networkOf(int stackNumber) {
        int kinds = architecture == Architecture.RESNET ? 1 : ConvNet.Activation.values().length;
        return stackNumber % kinds;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public int steps(int stackNumber) {
        List<Integer> steps = how.steps();
        return steps.get(seeds().split("stack", stackNumber).random().nextInt(steps.size()));
    }

    @Override
    public Training training() {
        return new CnnStack(this)::grow;
    }

    /** The seeds of all randomness. */
    Seeds seeds() {
        return new Seeds(seed);
    }

    /** The same recipe with another seed. */
    public CnnRecipe withSeed(long other) {
        return new CnnRecipe(other, architecture, data, count, batch, how, stack);
    }

    /** The same recipe with another number of networks. */
    public CnnRecipe withCount(int networks) {
        return new CnnRecipe(seed, architecture, data, networks, batch, how, stack);
    }

    /** The same recipe on other pictures. */
    public CnnRecipe withData(ShapeClasses other) {
        return new CnnRecipe(seed, architecture, other, count, batch, how, stack);
    }

    /** The same recipe with other settings to choose from. */
    public CnnRecipe withChoices(Choices other) {
        return new CnnRecipe(seed, architecture, data, count, batch, other, stack);
    }

    /** The same recipe with another number of pictures per step. */
    public CnnRecipe withBatch(int pictures) {
        return new CnnRecipe(seed, architecture, data, count, pictures, how, stack);
    }

    /** The same recipe with other stacks, which gives other bytes. */
    public CnnRecipe withStack(int networks) {
        return new CnnRecipe(seed, architecture, data, count, batch, how, networks);
    }
}
