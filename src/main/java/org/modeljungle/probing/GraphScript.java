package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.nets.ParameterLayout;

/**
 * The TorchScript of a {@link GraphNetwork} that reads networks of one architecture.
 *
 * @param read the layout of the network that is read
 * @param layers its layers
 * @param depth message passing layers
 * @param frequencies that encode a weight
 */
record GraphScript(ParameterLayout read, List<GraphNetwork.Layer> layers, int depth, int frequencies) {

    /** The methods {@code represent_of}, {@code read_of} and what they call. */
    String text() {
        String body = graph() + steps() + REPRESENT.replace("{last}", Integer.toString(layers.size()));
        return UTILITIES
                + "def represent_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:\n"
                + body.indent(2)
                + READ;
    }

    /**
     * The nodes {@code xs}, a layer's neurons {@code [models, neurons, width]} each, and the edges {@code es} between
     * them.
     */
    private String graph() {
        int kernel = GraphNetwork.kernel(layers);
        int coded = frequencies * kernel;
        StringBuilder text = new StringBuilder(GRAPH.replace("{sizes}", read.sizes())
                .replace("{inputs}", Integer.toString(layers.get(0).in()))
                .replace("{frequencies}", Integer.toString(frequencies))
                .replace("{kernel}", Integer.toString(kernel))
                .replace("{edges}", Integer.toString(coded))
                .replace("{coded}", Integer.toString(coded + frequencies)));
        int place = layers.get(0).in();
        for (int i = 0; i < layers.size(); i++) {
            GraphNetwork.Layer layer = layers.get(i);
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

    private String steps() {
        StringBuilder text = new StringBuilder("amplify = " + amplifications() + "\n");
        for (int step = 0; step < depth; step++) {
            String own = Integer.toString(step);
            text.append(PASS.replace("$", own));
            if (step < depth - 1) {
                text.append(UPDATE.replace("$", own));
            }
        }
        return text.toString();
    }

    /**
     * {@code log(degree + 1)} of each layer's nodes over its mean over all nodes, 0 of the inputs, which nothing goes
     * to.
     */
    private List<Double> amplifications() {
        double sum = 0;
        int nodes = layers.get(0).in();
        for (GraphNetwork.Layer layer : layers) {
            sum += layer.out() * Math.log(layer.in() + 1);
            nodes += layer.out();
        }
        List<Double> all = new ArrayList<>(List.of(0.0));
        for (GraphNetwork.Layer layer : layers) {
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
            edge_frequencies = torch.slice(constant, 0, 0, {edges}).reshape([{frequencies}, {kernel}])
            node_frequencies = torch.slice(constant, 0, {edges}, {coded}).reshape([{frequencies}, 1])
            standard = torch.slice(constant, 0, {coded})
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

    private static final String REPRESENT = """
            r = torch.flatten(xs[{last}], 1)
            r = torch.relu(torch.addmm(read0_bias, r, torch.t(read0_weight)))
            return torch.relu(torch.addmm(read1_bias, r, torch.t(read1_weight)))
            """;

    private static final String READ = """
            def read_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
              {named}
              r = self.represent_of(c, q, constant, mask)
              return torch.addmm(read2_bias, r, torch.t(read2_weight))
            """;
}
