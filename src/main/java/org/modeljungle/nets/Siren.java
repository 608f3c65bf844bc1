package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;

/**
 * A sinusoidal network (Sitzmann et al., arXiv 2006.09661) that draws one picture or one solid: a point goes in, a grey
 * value or an occupancy comes out. Hidden layers are {@code sin(w0 (W x + b))}; a constant is added to the linear
 * output.
 *
 * @param inputs coordinates of a point: 2 of the plane, 3 of space, each from -1 to 1
 * @param width neurons of each hidden layer
 * @param depth hidden layers
 * @param outputs the number of values at a point
 * @param frequency {@code w0}
 * @param offset what is added to the output
 */
public record Siren(int inputs, int width, int depth, int outputs, double frequency, double offset) implements Network {

    /** For grey pictures: 2-32-32-1, {@code w0 = 30}, half a unit added. */
    public static final Siren PICTURE = new Siren(2, 32, 2, 1, 30, .5);

    /** The same for solids: 3-32-32-1. */
    public static final Siren SOLID = new Siren(3, 32, 2, 1, 30, .5);

    /** Checks the sizes. */
    public Siren {
        Check.that(
                inputs > 0 && width > 0 && depth > 0 && outputs > 0,
                "SIREN: expected inputs, width, depth and outputs of 1 or more, found %d, %d, %d and %d",
                inputs,
                width,
                depth,
                outputs);
        Check.that(
                frequency > 0 && Double.isFinite(frequency),
                "SIREN: expected a finite frequency above 0, found %s",
                frequency);
        Check.that(Double.isFinite(offset), "SIREN: expected a finite offset, found %s", offset);
    }

    @Override
    public List<Integer> input() {
        return List.of(inputs);
    }

    @Override
    public int hidden() {
        return width;
    }

    @Override
    public long flops() {
        long between = (depth - 1L) * Flops.linear(width, width);
        return Flops.linear(inputs, width) + between + Flops.linear(width, outputs);
    }

    /**
     * {@code layers.0.weight [width, inputs]} and so on. They start as in the paper: the first layer uniform within
     * {@code 1 / inputs}, the others within {@code sqrt(6 / width) / w0}, biases like the weights of their layer.
     */
    @Override
    public ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        for (int layer = 0; layer <= depth; layer++) {
            int in = layer == 0 ? inputs : width;
            int out = layer == depth ? outputs : width;
            double bound = layer == 0 ? 1.0 / in : StrictMath.sqrt(6.0 / in) / frequency;
            ParameterLayout.Initialiser start = new ParameterLayout.Initialiser.Uniform(bound);
            layout.add("layers." + layer + ".weight", start, out, in).add("layers." + layer + ".bias", start, out);
        }
        return layout;
    }

    @Override
    public String script() {
        List<String> layers = new ArrayList<>();
        for (int layer = 0; layer < depth; layer++) {
            layers.add("h = torch.sin(%s * %s)".formatted(frequency, layer(layer)));
        }
        return TEXT.replace("{named}", layout().named("parts", false).indent(2).strip())
                .replace("{layers}", String.join("\n  ", layers))
                .replace("{last}", layer(depth) + " + " + offset);
    }

    private static String layer(int number) {
        return "self.respond_layer(h, layers_%1$s_weight, layers_%1$s_bias)".formatted(number);
    }

    private static final String TEXT = """
            def respond_layer(self, h: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
              h = h.expand([weight.size(0), -1, -1])
              return torch.baddbmm(torch.unsqueeze(bias, 1), h, torch.transpose(weight, 1, 2))
            def hidden_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              {named}
              h = x
              {layers}
              return h
            def output_of(self, parts: List[Tensor], h: Tensor) -> Tensor:
              {named}
              return {last}
            def respond_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              return self.output_of(parts, self.hidden_of(parts, x))
            """;
}
