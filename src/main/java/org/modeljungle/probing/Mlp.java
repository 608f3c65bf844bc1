package org.modeljungle.probing;

import org.modeljungle.Check;
import org.modeljungle.nets.Flops;
import org.modeljungle.nets.ParameterLayout;

/**
 * The network that reads what a method gathers of a model, {@code C} in the ProbeGen paper: linear layers of one width
 * with ReLUs between them.
 *
 * @param width of the hidden layers
 * @param layers the number of linear layers
 */
public record Mlp(int width, int layers) {

    /** As published: 6 layers of width 256. */
    public static final Mlp PUBLISHED = new Mlp(256, 6);

    /** The name of the first layer's weight. */
    static final String FIRST = "mlp.0.weight";

    /** Checks the sizes. */
    public Mlp {
        Check.that(
                width > 0 && layers > 0, "MLP: expected width and layers of 1 or more, found %d and %d", width, layers);
    }

    /** Adds the parameters, named {@code mlp.0.weight} and so on, initialised like torch's linear layers. */
    void addTo(ParameterLayout layout, int inputs, int outputs) {
        for (int layer = 0; layer < layers; layer++) {
            int in = layer == 0 ? inputs : width;
            int out = layer == layers - 1 ? outputs : width;
            layout.add("mlp." + layer + ".weight", fanIn(in), out, in).add("mlp." + layer + ".bias", fanIn(in), out);
        }
    }

    /**
     * The method {@code mix(self, c: List[Tensor], e: Tensor, mask: Tensor) -> Tensor}, all layers but the last, from
     * [models, inputs] on; {@code mask}, where it is not empty, is a dropout mask: its inputs are multiplied by it. And
     * the method {@code read_of} of {@link Method#script}: the last layer, on {@code represent_of}.
     */
    String script() {
        StringBuilder text = new StringBuilder("""
                def mix(self, c: List[Tensor], e: Tensor, mask: Tensor) -> Tensor:
                  {named}
                  if torch.numel(mask) > 0:
                    e = e * mask
                """);
        for (int layer = 0; layer < layers - 1; layer++) {
            text.append("  e = torch.relu(torch.addmm(mlp_%1$s_bias, e, torch.t(mlp_%1$s_weight)))%n".formatted(layer));
        }
        return text + """
                  return e
                def read_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
                  {named}
                  e = self.represent_of(c, q, constant, mask)
                  return torch.addmm(mlp_{last}_bias, e, torch.t(mlp_{last}_weight))
                """.replace("{last}", Integer.toString(layers - 1));
    }

    /** Operations for one model, as {@link Flops} counts them. */
    long flops(int inputs, int outputs) {
        if (layers == 1) {
            return Flops.linear(inputs, outputs);
        }
        return Flops.linear(inputs, width) + (layers - 2) * Flops.linear(width, width) + Flops.linear(width, outputs);
    }

    /** torch's initialisation of linear layers and convolutions. */
    static ParameterLayout.Initialiser fanIn(int inputs) {
        return new ParameterLayout.Initialiser.Uniform(1 / StrictMath.sqrt(inputs));
    }
}
