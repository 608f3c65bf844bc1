package org.modeljungle.probing;

import static org.modeljungle.probing.Mlp.fanIn;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Flops;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/**
 * A graph network on the graph of a network's neurons: NG-GNN of Neural Graphs (Kofinas et al., arXiv 2403.12143) in
 * its small form. Neurons or channels are nodes with their bias, weights or kernels are edges; principal neighbourhood
 * aggregation passes messages from layer to layer, edges are updated too, and the last layer's nodes are read. The
 * order of hidden neurons makes no difference.
 *
 * <p>Edges join neighbouring layers only, so that a layer's edges are one dense block and nothing is scattered. Nodes
 * are normalised over each graph by itself.
 *
 * <p>On chains of linear layers it equals the public module. For convolutions the public one can do more: it tells
 * nodes their activation, codes linear layers apart from kernels, and puts small kernels into the middle of large ones;
 * here a small kernel's values, row after row, are padded with zeros at their end. Its published scripts also run
 * wider, with dropout, or with edges in both directions.
 *
 * @param width numbers of a node and of an edge, 32 in the public configuration
 * @param depth message passing layers, 4 in the public configuration
 * @param frequencies random frequencies {@code F} whose sines and cosines encode a weight, 128 in the public
 *     configuration
 * @param seed the frequencies are drawn from it, and not learnt
 */
public record GraphNetwork(int width, int depth, int frequencies, long seed) implements Method {

    /** The sizes of the public default configuration. */
    public static final GraphNetwork PUBLISHED = new GraphNetwork(32, 4, 128, 0);

    private static final double SPREAD = 3; // of frequencies
    private static final int AGGREGATES = 8; // mean, minimum, maximum, deviation, each twice: as it is, and amplified

    /** Checks the sizes. */
    public GraphNetwork {
        Check.that(
                width > 0 && depth > 1 && frequencies > 0,
                "graph network: expected width and frequencies of 1 or more and a depth of 2 or more, found %d, %d and %d",
                width,
                frequencies,
                depth);
    }

    /**
     * One layer of the network that is read.
     *
     * @param weight {@code [out, in, kernel...]}
     * @param bias {@code [out]}
     */
    record Layer(ParameterLayout.Parameter weight, ParameterLayout.Parameter bias) {
        int out() {
            return weight.shape().get(0);
        }

        int in() {
            return weight.shape().get(1);
        }

        int kernel() {
            return weight.size() / (out() * in());
        }
    }

    @Override
    public String name() {
        return "graph";
    }

    private static List<Layer> layers(Network network) {
        List<ParameterLayout.Parameter> all = network.layout().parameters();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 2) {
            boolean chain = i + 1 < all.size()
                    && all.get(i).shape().size() > 1
                    && all.get(i + 1).shape().equals(List.of(all.get(i).shape().get(0)))
                    && (i == 0
                            || all.get(i)
                                    .shape()
                                    .get(1)
                                    .equals(all.get(i - 2).shape().get(0)));
            Check.that(
                    chain,
                    "graph network: expected a chain of layers, each a weight and its bias, found '%s' %s at place %d",
                    all.get(i).name(),
                    all.get(i).shape(),
                    i);
            layers.add(new Layer(all.get(i), all.get(i + 1)));
        }
        return layers;
    }

    /** The largest number of values on an edge; smaller kernels are padded with zeros at their end. */
    static int kernel(List<Layer> layers) {
        return layers.stream().mapToInt(Layer::kernel).max().orElseThrow();
    }

    @Override
    public ParameterLayout layout(Network network, int outputs) {
        List<Layer> layers = layers(network);
        Layer last = layers.get(layers.size() - 1);
        int places = layers.get(0).in() + layers.size() - 1 + last.out(); // hidden neurons of a layer share one
        ParameterLayout layout =
                new ParameterLayout().add("places", new ParameterLayout.Initialiser.Normal(1), places, width);
        linear(layout, "edge_code", 2 * frequencies, width);
        linear(layout, "node_code", 2 * frequencies, width);
        linear(layout, "edge_in", width, width);
        linear(layout, "node_in", width, width);
        for (int step = 0; step < depth; step++) {
            linear(layout, "edges" + step, width, 2 * width);
            linear(layout, "pre" + step, 2 * width, width);
            linear(layout, "post" + step, (AGGREGATES + 1) * width, width);
            linear(layout, "out" + step, width, width);
            if (step < depth - 1) {
                layout.add("norm" + step + ".weight", new ParameterLayout.Initialiser.Constant(1), width)
                        .add("norm" + step + ".bias", new ParameterLayout.Initialiser.Constant(0), width);
                linear(layout, "update_edge" + step, width, width);
                linear(layout, "update_source" + step, width, width);
                linear(layout, "update_target" + step, width, width);
                linear(layout, "update" + step, width, width);
            }
        }
        linear(layout, "read0", last.out() * width, width);
        linear(layout, "read1", width, width);
        return linear(layout, "read2", width, outputs);
    }

    private static ParameterLayout linear(ParameterLayout layout, String name, int in, int out) {
        return layout.add(name + ".weight", fanIn(in), out, in).add(name + ".bias", fanIn(in), out);
    }

    /**
     * The frequencies of edges and of nodes, then mean and one over the deviation of each layer's weights and biases.
     */
    @Override
    public Constant constant(Network network, List<float[]> known) {
        Check.that(
                !known.isEmpty(), "graph network: expected 1 network of each kind to learn from or more, found none");
        List<Layer> layers = layers(network);
        int coded = frequencies * (kernel(layers) + 1);
        float[] constant = new float[coded + 4 * layers.size()];
        new Seeds(seed).split("frequencies").fillNormal(constant, 0, coded);
        for (int i = 0; i < coded; i++) {
            constant[i] *= (float) SPREAD;
        }
        for (int i = 0; i < layers.size(); i++) {
            standard(known, layers.get(i).weight, constant, coded + 4 * i);
            standard(known, layers.get(i).bias, constant, coded + 4 * i + 2);
        }
        return new Constant(constant, List.of(constant.length));
    }

    private static void standard(List<float[]> rows, ParameterLayout.Parameter parameter, float[] target, int at) {
        double sum = 0;
        double square = 0;
        for (float[] row : rows) {
            for (int k = parameter.offset(); k < parameter.offset() + parameter.size(); k++) {
                sum += row[k];
                square += (double) row[k] * row[k];
            }
        }
        double count = (double) rows.size() * parameter.size();
        double deviation = Math.sqrt(Math.max(0, square / count - sum / count * (sum / count)));
        target[at] = (float) (sum / count);
        target[at + 1] = deviation > 0 ? (float) (1 / deviation) : 0;
    }

    @Override
    public boolean dependsOnTrainingModels() {
        return true;
    }

    @Override
    public long flops(Network network, int outputs) {
        List<Layer> layers = layers(network);
        long edges = layers.stream()
                .mapToLong(layer -> (long) layer.in() * layer.out())
                .sum();
        long biased = layers.stream().mapToLong(Layer::out).sum();
        long nodes = biased + layers.get(0).in();
        Layer last = layers.get(layers.size() - 1);
        long square = Flops.linear(width, width);
        long code = Flops.linear(2L * frequencies, width);
        long edge = Flops.linear(kernel(layers), frequencies)
                + code
                + square // encoded
                + 2L * depth * square // scales and shifts
                + 2L * (depth - 1) * square; // updates
        long node = code
                + square
                + depth * (2 * square + Flops.linear((AGGREGATES + 1L) * width, width) + square)
                + 2L * (depth - 1) * square;
        long read = Flops.linear((long) last.out() * width, width) + square + Flops.linear(width, outputs);
        return edges * edge + nodes * node + biased * Flops.linear(1, frequencies) + read;
    }

    @Override
    public String script(Network network, int outputs) {
        return new GraphScript(network.layout(), layers(network), depth, frequencies).text();
    }
}
