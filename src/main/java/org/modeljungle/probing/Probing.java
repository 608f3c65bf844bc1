package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.metrics.Spread;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/**
 * Reading a network by running it: probes go in, all responses side by side go through an MLP. What the probes are
 * makes the difference between ProbeGen, vanilla probing and unlearned probes.
 *
 * @param name in tables
 * @param probes where they come from
 * @param mlp reads the responses
 * @param outputs how many outputs a network has at most: smaller ones are padded with zeros, so that networks with
 *     different numbers of outputs are read together; 0 where all have the same
 * @param more what is read in addition to the responses
 */
public record Probing(String name, Probes probes, Mlp mlp, int outputs, More more) implements Method {

    /** What is read in addition to a network's responses. */
    public enum More {
        /** Nothing. */
        NOTHING,
        /** The activations of its last hidden layer, as in HiddenProbe. */
        HIDDEN,
        /** Seven statistics of every weight and bias, as {@link WeightStatistics} sees them, standardised. */
        STATISTICS
    }

    /** The responses alone, of networks with as many outputs each. */
    public Probing(String name, Probes probes, Mlp mlp) {
        this(name, probes, mlp, 0, More.NOTHING);
    }

    /** The responses alone, read by the published MLP. */
    public Probing(String name, Probes probes) {
        this(name, probes, Mlp.PUBLISHED);
    }

    /** Checks the sizes. */
    public Probing {
        Check.that(outputs >= 0, "probing: expected 0 outputs or more, found %d", outputs);
        Check.that(
                more != More.STATISTICS || !probes.isFixed(),
                "probing: expected learnt probes with statistics, found %s",
                probes);
    }

    /** The same under another name, reading more. */
    public Probing with(String other, More what) {
        return new Probing(other, probes, mlp, outputs, what);
    }

    /** The same with other probes. */
    Probing withProbes(Probes other) {
        return new Probing(name, other, mlp, outputs, more);
    }

    /** The same for networks of different numbers of outputs, {@code most} at most. */
    public Probing padded(int most) {
        return new Probing(name, probes, mlp, most, more);
    }

    /** ProbeGen with the published generator for such inputs: linear layers for points, convolutions for pictures. */
    public static Probing probeGen(int count, Network network) {
        return probeGen(count, published(network));
    }

    /** ProbeGen with a generator of your choice, such as {@link Generator.Convolutional#WILD_PARK}. */
    public static Probing probeGen(int count, Generator generator) {
        return new Probing("probegen", new Probes.Generated(count, generator), Mlp.PUBLISHED);
    }

    /** Vanilla probing: every probe by itself. */
    public static Probing vanilla(int count) {
        return new Probing("vanilla", new Probes.Free(count), Mlp.PUBLISHED);
    }

    /** Unlearned probes: dead leaves for pictures, uniform for points. */
    public static Probing unlearned(int count, Network network, long seed) {
        Probes.Kind kind = isPicture(network) ? Probes.Kind.DEAD_LEAVES : Probes.Kind.UNIFORM;
        return new Probing("unlearned", new Probes.Unlearned(count, kind, seed), Mlp.PUBLISHED);
    }

    /** Vanilla probing with the initial probes of {@link #probeGen}; each is then learnt by itself. */
    public static Probing sameStart(int count, Network network) {
        return new Probing("vanilla-same-start", new Probes.StartedLike(count, published(network)), Mlp.PUBLISHED);
    }

    /** The probes of {@link #probeGen} before its first step, not learnt. */
    public static Probing untrained(int count, Network network, long seed) {
        return new Probing("untrained", new Probes.Untrained(count, published(network), seed), Mlp.PUBLISHED);
    }

    /**
     * ProbeGen and what it is compared with everywhere: free probes, with a start of their own and with its start;
     * probes that are not learnt, of an untrained generator and drawn; and two methods that read weights. A
     * {@link GraphNetwork}, which takes far longer and reads chains of layers only, is not among them.
     */
    public static List<Method> compared(int count, Network network) {
        return List.of(
                probeGen(count, network),
                vanilla(count),
                sameStart(count, network),
                untrained(count, network, 0),
                unlearned(count, network, 0),
                WeightStatistics.USUAL,
                FlatWeights.USUAL);
    }

    private static Generator published(Network network) {
        return isPicture(network) ? Generator.Convolutional.PUBLISHED : Generator.FullyConnected.PUBLISHED;
    }

    private static boolean isPicture(Network network) {
        return network.input().size() == 3;
    }

    @Override
    public ParameterLayout layout(Network network, int outputs) {
        ParameterLayout layout = new ParameterLayout();
        probes.addTo(layout, network.input());
        mlp.addTo(layout, gathered(network), outputs);
        return layout;
    }

    @Override
    public String script(Network network, int outputs) {
        int size = network.layout().size();
        int pad = padded(network) - network.outputs();
        return network.script()
                + PROBES.replace("{probes}", String.join("\n  ", probes.lines(network.input())))
                + READ.get(more)
                        .replace("{sizes}", network.layout().sizes())
                        .replace("{size}", Integer.toString(size))
                        .replace("{padded}", pad == 0 ? "r" : "torch.constant_pad_nd(r, [0, %s])".formatted(pad))
                + mlp.script();
    }

    @Override
    public float[] reads(Network network, float[] row) {
        if (more != More.STATISTICS) {
            return row;
        }
        float[] statistics = WeightStatistics.USUAL.reads(network, row);
        float[] both = Arrays.copyOf(row, row.length + statistics.length);
        System.arraycopy(statistics, 0, both, row.length, statistics.length);
        return both;
    }

    @Override
    public Constant constant(Network network, List<float[]> known) {
        if (more == More.STATISTICS) {
            int size = network.layout().size();
            return Scaling.of(known.stream()
                    .map(both -> Arrays.copyOfRange(both, size, both.length))
                    .toList());
        }
        float[] values = probes.values(network.input());
        if (values.length == 0) {
            return Constant.NONE;
        }
        List<Integer> shape = new ArrayList<>(List.of(probes.count()));
        shape.addAll(network.input());
        return new Constant(values, shape);
    }

    @Override
    public boolean dependsOnTrainingModels() {
        return more == More.STATISTICS;
    }

    @Override
    public long flops(Network network, int outputs) {
        return probes.count() * network.flops() + mlp.flops(gathered(network), outputs);
    }

    @Override
    public long flopsPerBatch(Network network) {
        return probes.flops(network.input());
    }

    /**
     * The probes that trained parameters make.
     *
     * @param outputs the number of outputs that the method was trained with
     * @param parameters the method's
     * @return row-major [probes, input...]
     */
    public float[] probes(Network network, int outputs, float[] parameters) {
        if (probes.isFixed()) {
            return probes.values(network.input());
        }
        ParameterLayout layout = layout(network, outputs);
        Check.that(
                parameters.length == layout.size(),
                "%s: expected its %d parameters, found %d",
                name,
                layout.size(),
                parameters.length);
        return MadeProbes.of(probes.lines(network.input()), layout, parameters);
    }

    /**
     * The probes before a training from these seeds.
     *
     * @param outputs the number of outputs of the method
     * @return row-major [probes, input...]
     */
    public float[] probesAtStart(Network network, int outputs, Seeds seeds) {
        return probes(network, outputs, layout(network, outputs).initial(MethodFit.starting(seeds)));
    }

    /**
     * How far apart the probes lie before any training: the standard deviation of a coordinate over the probes of one
     * start, the root of its mean square over all coordinates and several starts.
     *
     * @param starts how many are drawn, 1 or more
     */
    public double spreadAtStart(Network network, int starts) {
        Check.that(starts > 0, "probing: expected 1 start or more, found %d", starts);
        int values = network.input().stream().reduce(1, Math::multiplyExact);
        double squares = 0;
        for (int start = 0; start < starts; start++) {
            float[] all = probesAtStart(network, 1, new Seeds(start));
            for (int value = 0; value < values; value++) {
                int own = value;
                double std = Spread.of(IntStream.range(0, probes.count())
                                .mapToDouble(probe -> all[probe * values + own])
                                .toArray())
                        .std();
                squares += std * std;
            }
        }
        return Math.sqrt(squares / starts / values);
    }

    private int padded(Network network) {
        Check.that(
                outputs == 0 || network.outputs() <= outputs,
                "probing: expected networks of at most %d outputs, found one of %d",
                outputs,
                network.outputs());
        return outputs == 0 ? network.outputs() : outputs;
    }

    /** How many numbers the MLP reads. */
    private int gathered(Network network) {
        int responses = Math.multiplyExact(probes.count(), padded(network));
        return switch (more) {
            case NOTHING -> responses;
            case HIDDEN -> responses + Math.multiplyExact(probes.count(), network.hidden());
            case STATISTICS -> responses + WeightStatistics.count(network);
        };
    }

    private static final String PROBES = """
            def probes_of(self, c: List[Tensor], constant: Tensor) -> Tensor:
              {named}
              {probes}
              return z
            """;

    private static final Map<More, String> READ =
            Map.of(More.NOTHING, """
            def represent_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
              x = torch.unsqueeze(self.probes_of(c, constant), 0)
              r = self.respond_of(torch.split_with_sizes(q, [{sizes}], 1), x)
              return self.mix(c, torch.flatten({padded}, 1), mask)
            """, More.HIDDEN, """
            def represent_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
              x = torch.unsqueeze(self.probes_of(c, constant), 0)
              parts = torch.split_with_sizes(q, [{sizes}], 1)
              h = self.hidden_of(parts, x)
              r = self.output_of(parts, h)
              return self.mix(c, torch.cat([torch.flatten({padded}, 1), torch.flatten(h, 1)], 1), mask)
            """, More.STATISTICS, """
            def represent_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
              x = torch.unsqueeze(self.probes_of(c, constant), 0)
              parts = torch.split_with_sizes(torch.slice(q, 1, 0, {size}), [{sizes}], 1)
              r = self.respond_of(parts, x)
              q = torch.slice(q, 1, {size})
              {scaling}
              return self.mix(c, torch.cat([torch.flatten({padded}, 1), q], 1), mask)
            """.replace("{scaling}", Scaling.LINE));
}
