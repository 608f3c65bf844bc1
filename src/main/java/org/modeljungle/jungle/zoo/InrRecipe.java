package org.modeljungle.jungle.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.data.Glyphs;
import org.modeljungle.data.Shape;
import org.modeljungle.data.Solid;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Siren;
import org.modeljungle.tensor.Stacks;

/**
 * A zoo of implicit neural representations: each network draws one picture or one solid, and its class is the target.
 *
 * <p>Of a font the recipe, and with it {@link #hash()}, knows the name alone: with another file under that name a zoo
 * of digits has other bytes under the same hash.
 *
 * @param seed everything random is split from it
 * @param subject what the networks draw
 * @param fonts the families that digits are drawn in, by name, as {@link Glyphs#fonts()} lists them; empty for other
 *     subjects
 * @param side of a picture, in pixels
 * @param count the number of networks
 * @param points that each network learns from: all pixels of a picture, or so many points of a solid
 * @param pointsPerStep how many of them it sees in one step
 * @param steps training steps
 * @param rate Adam's learning rate, with cosine decay to zero
 * @param stack how many networks train side by side in one unit of work
 */
public record InrRecipe(
        long seed,
        Subject subject,
        List<String> fonts,
        int side,
        int count,
        int points,
        int pointsPerStep,
        int steps,
        double rate,
        int stack)
        implements ZooRecipe {

    private static final int VERSION = 1;
    private static final int SIDE = 28;

    /** What networks draw. */
    public enum Subject {
        /** Digits in the machine's fonts; the class is the digit. */
        DIGITS,
        /** Shapes of any colour and texture, in grey; the class is the shape. */
        SHAPES,
        /** Solids; the class is their kind. */
        SOLIDS
    }

    /** Checks the sizes. */
    public InrRecipe {
        fonts = List.copyOf(fonts);
        Check.that(
                side > 0 && count > 0 && points > 0 && steps > 0 && stack > 0 && rate > 0,
                "zoo: expected side, count, points, steps, stack and rate above 0, found %d, %d, %d, %d, %d and %s",
                side,
                count,
                points,
                steps,
                stack,
                rate);
        Check.that(
                subject != Subject.DIGITS || !fonts.isEmpty(),
                "zoo: expected 1 font or more for digits, found none; install one, such as Debian's fonts-dejavu-core");
        Check.that(
                pointsPerStep > 0 && points % pointsPerStep == 0,
                "zoo: expected points per step that divide the %d points, found %d",
                points,
                pointsPerStep);
        Check.that(
                subject == Subject.SOLIDS || points == side * side,
                "zoo: expected the %d pixels of a picture as points, found %d",
                side * side,
                points);
    }

    /** The zoo of a profile: 6,000 networks in the standard one. */
    public static InrRecipe of(Subject subject, Profile profile) {
        int count = switch (profile) {
            case QUICK -> 600;
            case STANDARD -> 6000;
            case FULL -> 20000;
        };
        int steps = profile == Profile.QUICK ? 150 : 500;
        List<String> fonts = subject == Subject.DIGITS ? Glyphs.fonts() : List.of();
        boolean solid = subject == Subject.SOLIDS;
        int points = solid ? 2048 : SIDE * SIDE;
        int stack = Stacks.usual(50, 1000);
        return new InrRecipe(0, subject, fonts, SIDE, count, points, solid ? 512 : points / 2, steps, 2e-3, stack);
    }

    /** The architecture of all of them. */
    public Siren siren() {
        return subject == Subject.SOLIDS ? Siren.SOLID : Siren.PICTURE;
    }

    @Override
    public List<Network> networks() {
        return List.of(siren());
    }

    /** The digits, or the words of shapes or solids. */
    @Override
    public List<String> labels() {
        return switch (subject) {
            case DIGITS -> IntStream.range(0, 10).mapToObj(Integer::toString).toList();
            case SHAPES -> Arrays.stream(Shape.values()).map(Shape::word).toList();
            case SOLIDS -> Arrays.stream(Solid.values()).map(Solid::word).toList();
        };
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public int steps(int stackNumber) {
        return steps;
    }

    /** @throws IllegalArgumentException if digits are to be drawn in a font that is not on this machine */
    @Override
    public Training training() {
        if (subject == Subject.DIGITS) {
            checkFonts();
        }
        return new InrStack(this)::grow;
    }

    /** Java draws another font where one is missing, and says nothing. */
    private void checkFonts() {
        List<String> missing = new ArrayList<>(fonts);
        missing.removeAll(Glyphs.fonts());
        Check.that(
                missing.isEmpty(),
                "zoo: expected the fonts of its recipe on this machine, found none called %s; install them, or grow a zoo of"
                        + " this machine's with InrRecipe.of",
                missing);
    }

    /** The same recipe with another seed. */
    public InrRecipe withSeed(long other) {
        return new InrRecipe(other, subject, fonts, side, count, points, pointsPerStep, steps, rate, stack);
    }

    /** The same recipe with other fonts, by name. */
    public InrRecipe withFonts(List<String> others) {
        return new InrRecipe(seed, subject, others, side, count, points, pointsPerStep, steps, rate, stack);
    }

    /**
     * The same recipe with pictures of another side, in pixels; a step sees half of a picture's pixels, or all of them
     * where their number is odd.
     */
    public InrRecipe withSide(int pixels) {
        int all = Math.multiplyExact(pixels, pixels);
        int perStep = all % 2 == 0 ? all / 2 : all;
        return new InrRecipe(seed, subject, fonts, pixels, count, all, perStep, steps, rate, stack);
    }

    /** The same recipe with another number of networks. */
    public InrRecipe withCount(int networks) {
        return new InrRecipe(seed, subject, fonts, side, networks, points, pointsPerStep, steps, rate, stack);
    }

    /** The same recipe with another number of points, of which a step sees so many. */
    public InrRecipe withPoints(int all, int perStep) {
        return new InrRecipe(seed, subject, fonts, side, count, all, perStep, steps, rate, stack);
    }

    /** The same recipe with another training. */
    public InrRecipe withTraining(int trainingSteps, double learningRate) {
        return new InrRecipe(
                seed, subject, fonts, side, count, points, pointsPerStep, trainingSteps, learningRate, stack);
    }

    /** The same recipe with other stacks, which gives other bytes. */
    public InrRecipe withStack(int networks) {
        return new InrRecipe(seed, subject, fonts, side, count, points, pointsPerStep, steps, rate, networks);
    }
}
