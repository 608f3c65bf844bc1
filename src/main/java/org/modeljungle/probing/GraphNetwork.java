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
 * A graph network on the graph of a network's neurons: NG-GNN of Neural Graphs (Kofinas et al., arXiv 2403.12143) in its small
 * form. Neurons or channels are nodes with their bias, weights or kernels are edges; principal neighbourhood aggregation passes
 * messages from layer to layer, edges are updated too, and the last layer's nodes are read. The order of hidden neurons makes no
 * difference.
 *
 * <p>Edges join neighbouring layers only, so that a layer's edges are one dense block and nothing is scattered. Nodes are
 * normalised over each graph by itself.
 *
 * @param width numbers of a node and of an edge, 32 in the public configuration
 * @param depth message passing layers, 4 in the public configuration
 * @param frequencies random frequencies {@code F} whose sines and cosines encode a weight, 128 in the public configuration
 * @param seed the frequencies are drawn from it, and not learnt
 */
public record GraphNetwork(int width, int depth, int frequencies, long seed) implements Method {

    /** As in the public configuration. */
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
    private record Layer(ParameterLayout.Parameter weight, ParameterLayout.Parameter bias) {
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

    /** The largest number of values on an edge; smaller kernels are filled up with zeros. */
    private static int kernel(List<Layer> layers) {
        return layers.stream().mapToInt(Layer::kernel).max().orElseThrow();
    }

    @Override
    public ParameterLayout layout(Network network, int outputs) {
        List<Layer> layers = layers(network);
        Layer last = layers.get(layers.size() - 1);
        int places = layers.get(0).in() + layers.size() - 1 + last.out(); // hidden neurons of a layer share one
        ParameterLayout layout =
                new ParameterLayout().add("places", new ParameterLayout.Start.Normal(1), places, width);
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
                layout.add("norm" + step + ".weight", new ParameterLayout.Start.Constant(1), width)
                        .add("norm" + step + ".bias", new ParameterLayout.Start.Constant(0), width);
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

    /** The frequencies of edges and of nodes, then mean and one over the deviation of each layer's weights and biases. */
    @Override
    public Given given(Network network, List<float[]> known) {
        List<Layer> layers = layers(network);
        int coded = frequencies * (kernel(layers) + 1);
        float[] given = new float[coded + 4 * layers.size()];
        new Seeds(seed).split("frequencies").fillNormal(given, 0, coded);
        for (int i = 0; i < coded; i++) {
            given[i] *= (float) SPREAD;
        }
        for (int i = 0; i < layers.size(); i++) {
            standard(known, layers.get(i).weight, given, coded + 4 * i);
            standard(known, layers.get(i).bias, given, coded + 4 * i + 2);
        }
        return new Given(given, List.of(given.length));
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
        List<Layer> layers = layers(network);
        return UTILITIES + "def read_of(self, c: List[Tensor], q: Tensor, given: Tensor, keep: Tensor) -> Tensor:\n"
                + (graph(network, layers) + steps(layers) + READ.replace("{last}", Integer.toString(layers.size())))
                        .indent(2);
    }

    /** The nodes {@code xs}, a layer's neurons {@code [models, neurons, width]} each, and the edges {@code es} between them. */
    private String graph(Network network, List<Layer> layers) {
        int kernel = kernel(layers);
        int coded = frequencies * kernel;
        StringBuilder text =
                new StringBuilder(GRAPH.replace("{sizes}", network.layout().sizes())
                        .replace("{inputs}", Integer.toString(layers.get(0).in()))
                        .replace("{frequencies}", Integer.toString(frequencies))
                        .replace("{kernel}", Integer.toString(kernel))
                        .replace("{edges}", Integer.toString(coded))
                        .replace("{coded}", Integer.toString(coded + frequencies)));
        int place = layers.get(0).in();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            boolean last = i == layers.size() - 1;
            text.append(LAYER.replace("{w}", Integer.toString(2 * i))
                    .replace("{b}", Integer.toString(2 * i + 1))
                    .replace("{at}", Integer.toString(4 * i))
                    .replace("{in}", Integer.toString(layer.in()))
                    .replace("{out}", Integer.toString(layer.out()))
                    .replace("{own}", Integer.toString(layer.kernel()))
                    .replace("{pad}", Integer.toString(kernel - layer.kernel()))
                    .replace("{from}", Integer.toString(place))
                    .replace("{to}", Integer.toString(place + (last ? layer.out() : 1))));
            place++;
        }
        return text.toString();
    }

    private String steps(List<Layer> layers) {
        StringBuilder text = new StringBuilder("amplify = " + amplifications(layers) + "\n");
        for (int step = 0; step < depth; step++) {
            String own = Integer.toString(step);
            text.append(PASS.replace("$", own));
            if (step < depth - 1) {
                text.append(UPDATE.replace("$", own));
            }
        }
        return text.toString();
    }

    /** {@code log(degree + 1)} of each layer's nodes over its mean over all nodes, 0 of the inputs, which nothing goes to. */
    private static List<Double> amplifications(List<Layer> layers) {
        double sum = 0;
        int nodes = layers.get(0).in();
        for (Layer layer : layers) {
            sum += layer.out() * Math.log(layer.in() + 1);
            nodes += layer.out();
        }
        List<Double> all = new ArrayList<>(List.of(0.0));
        for (Layer layer : layers) {
            all.add(Math.log(layer.in() + 1) * nodes / sum);
        }
        return all;
    }

    private static final String UTILITIES = """
            def line(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              y = torch.addmm(bias, x.reshape([-1, x.size(-1)]), torch.t(weight))
              shape = x.size()
              shape[len(shape) - 1] = weight.size(0)
              return y.reshape(shape)
            def code(self, w: Tensor, frequencies: Tensor) -> Tensor:
              v = torch.matmul(w, torch.t(frequencies)) * 6.283185307179586
              return torch.cat([torch.cos(v), torch.sin(v)], -1)
            def gather(self, x: Tensor, source: Tensor, e: Tensor, pre: Tensor, bias: Tensor) -> Tensor:
              width = x.size(2)
              to = self.line(x, torch.slice(pre, 1, 0, width), bias)
              by = torch.matmul(source, torch.t(torch.slice(pre, 1, width)))
              m = torch.slice(e, 3, 0, width) * (torch.unsqueeze(by, 2) + torch.unsqueeze(to, 1))
              m = m + torch.slice(e, 3, width)
              mean = torch.mean(m, 1)
              spread = torch.relu(torch.mean(m * m, 1) - mean * mean)
              deviation = torch.sqrt(torch.clamp_min(spread, 1e-05))
              deviation = torch.masked_fill(deviation, torch.le(deviation, 0.00316227766), 0.0)
              return torch.cat([mean, torch.amin(m, [1]), torch.amax(m, [1]), deviation], 2)
            def norm(self, xs: List[Tensor], weight: Tensor, bias: Tensor) -> List[Tensor]:
              all = torch.cat(xs, 1)
              all = all - torch.mean(all, [1, 2], True)
              deviation = torch.sqrt(torch.mean(all * all, [1, 2], True))
              all = all / (deviation + 1e-05) * weight + bias
              all = all * torch.sigmoid(all)
              ys = annotate(List[Tensor], [])
              at = 0
              for x in xs:
                ys.append(torch.slice(all, 1, at, at + x.size(1)))
                at = at + x.size(1)
              return ys
            """;

    private static final String GRAPH = """
            {named}
            parts = torch.split_with_sizes(q, [{sizes}], 1)
            M = q.size(0)
            edge_frequencies = torch.slice(given, 0, 0, {edges}).reshape([{frequencies}, {kernel}])
            node_frequencies = torch.slice(given, 0, {edges}, {coded}).reshape([{frequencies}, 1])
            standard = torch.slice(given, 0, {coded})
            none = torch.zeros([M, {inputs}, 1], device=q.device)
            x = self.line(self.code(none, node_frequencies), node_code_weight, node_code_bias)
            x = self.line(x, node_in_weight, node_in_bias) + torch.slice(places, 0, 0, {inputs})
            xs = annotate(List[Tensor], [x])
            es = annotate(List[Tensor], [])
            """;

    private static final String LAYER = """
            w = (parts[{w}] - standard[{at}]) * standard[{at} + 1]
            w = torch.transpose(w.reshape([M, {out}, {in}, {own}]), 1, 2)
            w = torch.constant_pad_nd(w, [0, {pad}])
            e = self.line(self.code(w, edge_frequencies), edge_code_weight, edge_code_bias)
            es.append(self.line(e, edge_in_weight, edge_in_bias))
            b = torch.unsqueeze((parts[{b}] - standard[{at} + 2]) * standard[{at} + 3], 2)
            x = self.line(self.code(b, node_frequencies), node_code_weight, node_code_bias)
            xs.append(self.line(x, node_in_weight, node_in_bias) + torch.slice(places, 0, {from}, {to}))
            """;

    // nothing goes to the inputs
    private static final String PASS = """
            ys = annotate(List[Tensor], [])
            for l in range(len(xs)):
              x = xs[l]
              if l == 0:
                g = torch.zeros([M, x.size(1), 4 * x.size(2)], device=x.device)
              else:
                g = self.gather(x, xs[l - 1], self.line(es[l - 1], edges$_weight, edges$_bias), pre$_weight, pre$_bias)
              y = self.line(torch.cat([x, g, g * amplify[l]], 2), post$_weight, post$_bias)
              ys.append(self.line(y, out$_weight, out$_bias))
            xs = ys
            """;

    private static final String UPDATE = """
            xs = self.norm(xs, norm$_weight, norm$_bias)
            fs = annotate(List[Tensor], [])
            for l in range(len(es)):
              f = self.line(es[l], update_edge$_weight, update_edge$_bias)
              f = f + torch.unsqueeze(self.line(xs[l], update_source$_weight, update_source$_bias), 2)
              f = f + torch.unsqueeze(self.line(xs[l + 1], update_target$_weight, update_target$_bias), 1)
              fs.append(self.line(f * torch.sigmoid(f), update$_weight, update$_bias))
            es = fs
            """;

    private static final String READ = """
            r = torch.flatten(xs[{last}], 1)
            r = torch.relu(torch.addmm(read0_bias, r, torch.t(read0_weight)))
            r = torch.relu(torch.addmm(read1_bias, r, torch.t(read1_weight)))
            return torch.addmm(read2_bias, r, torch.t(read2_weight))
            """;
}
