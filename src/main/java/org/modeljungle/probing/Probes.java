package org.modeljungle.probing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.data.DeadLeaves;
import org.modeljungle.data.Images;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.ParameterLayout;

/**
 * Where probes come from: inputs that are sent through every network alike. A set of your own points or pictures is a
 * record that implements {@link Fixed}.
 */
public interface Probes {

    /** The number of probes. */
    int count();

    /** Adds what is learnt. */
    void addTo(ParameterLayout layout, List<Integer> input);

    /**
     * TorchScript lines that make {@code z [probes, input...]} from the parameters, by their names, and from
     * {@code constant}, the values of fixed probes.
     *
     * @param input the shape of one probe
     */
    List<String> lines(List<Integer> input);

    /** Whether they are constants: nothing of them is learnt. */
    default boolean isFixed() {
        return false;
    }

    /** The values of fixed probes, row-major // [probes, input...], or empty where probes are learnt */
    default float[] values(List<Integer> input) {
        return new float[0];
    }

    /** Operations to make all probes; they are made once for all models of a batch. */
    default long flops(List<Integer> input) {
        return 0;
    }

    /**
     * Every probe by itself, each of its numbers learnt: vanilla probing. They start normal; pictures go through a
     * hyperbolic tangent, points do not.
     *
     * @param count the number of probes
     * @param spread the standard deviation that they start with; 1 in the public code
     */
    record Free(int count, double spread) implements Probes {

        public Free {
            checkCount(count);
            Check.that(
                    spread > 0 && Double.isFinite(spread),
                    "free probes: expected a finite spread above 0, found %s",
                    spread);
        }

        /** As in the public code. */
        public Free(int count) {
            this(count, 1);
        }

        @Override
        public void addTo(ParameterLayout layout, List<Integer> input) {
            layout.add("probes", new ParameterLayout.Initialiser.Normal(spread), shape(count, input));
        }

        @Override
        public List<String> lines(List<Integer> input) {
            return squashed(List.of("z = probes"), input);
        }
    }

    /**
     * Made by a generator that all probes share, from latent codes that are learnt too and initialised normal:
     * ProbeGen.
     *
     * @param count the number of probes
     * @param generator makes them
     */
    record Generated(int count, Generator generator) implements Probes {

        public Generated {
            checkCount(count);
        }

        @Override
        public void addTo(ParameterLayout layout, List<Integer> input) {
            layout.add("latent", new ParameterLayout.Initialiser.Normal(1), count, generator.latent());
            generator.addTo(layout, input);
        }

        @Override
        public List<String> lines(List<Integer> input) {
            return squashed(unsquashed(input), input);
        }

        @Override
        public long flops(List<Integer> input) {
            return count * generator.flops(input);
        }

        private List<String> unsquashed(List<Integer> input) {
            List<String> lines = new ArrayList<>(List.of("z = latent"));
            lines.addAll(generator.lines(input));
            return lines;
        }

        /** What the generator makes before anything is learnt, without a hyperbolic tangent // [probes, input...] */
        private float[] untrained(List<Integer> input, Seeds seeds) {
            ParameterLayout layout = new ParameterLayout();
            addTo(layout, input);
            return MadeProbes.of(unsquashed(input), layout, layout.initial(seeds));
        }
    }

    /**
     * Every probe by itself, each of its numbers learnt, as {@link Free}, but initialised with the probes of an
     * untrained generator, so that ProbeGen's lead over them is not due to its initialisation.
     *
     * @param count the number of probes
     * @param generator makes the initial probes
     */
    record StartedLike(int count, Generator generator) implements Probes {

        public StartedLike {
            checkCount(count);
        }

        @Override
        public void addTo(ParameterLayout layout, List<Integer> input) {
            Start start = new Start(new Generated(count, generator), input);
            layout.add("probes", new ParameterLayout.Initialiser.Sampled(start), shape(count, input));
        }

        /** A record, so that layouts of the same start are equal. */
        private record Start(Generated like, List<Integer> input) implements Function<Seeds, float[]> {
            @Override
            public float[] apply(Seeds seeds) {
                return like.untrained(input, seeds);
            }
        }

        @Override
        public List<String> lines(List<Integer> input) {
            return squashed(List.of("z = probes"), input);
        }
    }

    /** Probes that are constants: {@link #count} and {@link #values} define them, and nothing is learnt. */
    interface Fixed extends Probes {

        @Override
        default void addTo(ParameterLayout layout, List<Integer> input) {}

        @Override
        default List<String> lines(List<Integer> input) {
            return List.of("z = constant");
        }

        @Override
        default boolean isFixed() {
            return true;
        }
    }

    /** A kind of fixed random probe. */
    enum Kind {
        /** Every number uniform from -1 to 1: points anywhere, pictures of noise. */
        UNIFORM,
        /**
         * Pictures of leaves that cover one another ({@link DeadLeaves}): statistics of natural pictures, no content.
         */
        DEAD_LEAVES
    }

    /**
     * Sampled once and not learnt.
     *
     * @param count the number of probes
     * @param kind how they are drawn
     * @param seed what they are drawn from
     */
    record Unlearned(int count, Kind kind, long seed) implements Fixed {

        public Unlearned {
            checkCount(count);
        }

        @Override
        public float[] values(List<Integer> input) {
            if (kind == Kind.DEAD_LEAVES) {
                Check.that(
                        input.size() == 3 && input.get(1).equals(input.get(2)),
                        "dead leaves: expected square pictures, found probes %s; take UNIFORM",
                        input);
                return DeadLeaves.draw(count, input.get(0), input.get(1), new Seeds(seed))
                        .pixels();
            }
            UniformRandomProvider random = new Seeds(seed).random();
            float[] all = new float[Math.multiplyExact(count, input.stream().reduce(1, Math::multiplyExact))];
            for (int i = 0; i < all.length; i++) {
                all[i] = (float) (2 * random.nextDouble() - 1);
            }
            return all;
        }
    }

    /**
     * The probes of an untrained generator, not learnt: ProbeGen before its first step.
     *
     * @param count the number of probes
     * @param generator makes them
     * @param seed what its parameters and the latent codes are drawn from
     */
    record Untrained(int count, Generator generator, long seed) implements Fixed {

        public Untrained {
            checkCount(count);
        }

        @Override
        public float[] values(List<Integer> input) {
            Generated made = new Generated(count, generator);
            ParameterLayout layout = new ParameterLayout();
            made.addTo(layout, input);
            return MadeProbes.of(made.lines(input), layout, layout.initial(new Seeds(seed)));
        }
    }

    /**
     * The centres of equal cells that fill the square or the cube, not learnt: they render the picture or solid of an
     * implicit network coarsely.
     *
     * @param side cells along each axis
     * @param axes coordinates of a point
     */
    record Grid(int side, int axes) implements Fixed {

        public Grid {
            Check.that(
                    side > 0 && axes > 0,
                    "grid of probes: expected a side and axes of 1 or more, found %d and %d",
                    side,
                    axes);
        }

        @Override
        public int count() {
            return NetworkZoo.grid(side, axes).length / axes;
        }

        @Override
        public float[] values(List<Integer> input) {
            Check.that(
                    input.equals(List.of(axes)), "grid of probes: expected points of %d axes, found %s", axes, input);
            return NetworkZoo.grid(side, axes);
        }
    }

    /**
     * Real pictures, not learnt.
     *
     * @param images all of them are probes
     * @param name says which they are, for the recipe
     */
    record Real(Images images, String name) implements Fixed {

        @Override
        public int count() {
            return images.count();
        }

        @Override
        public float[] values(List<Integer> input) {
            List<Integer> own = List.of(images.channels(), images.height(), images.width());
            Check.that(own.equals(input), "real probes: expected pictures %s, found %s", input, own);
            return images.pixels();
        }

        /**
         * In settings the pictures are named by the digest of their numbers, so that finished trials are found by them.
         */
        @JsonValue
        Map<String, Object> settings() {
            String pixels = new DataDigest().add(images.pixels()).hex();
            return new TreeMap<>(Map.of("record", "Probes.Real", "count", count(), "name", name, "pixels", pixels));
        }

        /** Names the pictures by the same digest. */
        @Override
        public String toString() {
            return settings().toString();
        }
    }

    /**
     * How many points lie outside the square or the cube from -1 to 1, where networks that draw are trained.
     *
     * @param axes coordinates of a point
     * @param points one after the other // [points, axes]
     */
    static int outside(int axes, float... points) {
        int count = 0;
        for (int point = 0; point < points.length; point += axes) {
            boolean out = false;
            for (int axis = 0; axis < axes; axis++) {
                out |= Math.abs(points[point + axis]) > 1;
            }
            count += out ? 1 : 0;
        }
        return count;
    }

    /** Lines that make probes, and bring pictures, but not points, between -1 and 1. */
    static List<String> squashed(List<String> lines, List<Integer> input) {
        List<String> all = new ArrayList<>(lines);
        if (input.size() == 3) {
            all.add("z = torch.tanh(z)");
        }
        return List.copyOf(all);
    }

    private static Integer[] shape(int count, List<Integer> input) {
        List<Integer> shape = new ArrayList<>(List.of(count));
        shape.addAll(input);
        return shape.toArray(Integer[]::new);
    }

    private static void checkCount(int count) {
        Check.that(count > 0, "probes: expected 1 or more, found %d", count);
    }
}
