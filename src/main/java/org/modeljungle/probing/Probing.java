package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * Reading a network by running it: probes go in, all responses side by side go through an MLP. What the probes are makes the
 * difference between ProbeGen, vanilla probing and unlearned probes.
 *
 * @param name in tables
 * @param probes where they come from
 * @param mlp reads the responses
 */
public record Probing(String name, Probes probes, Mlp mlp) implements Method {

    /** ProbeGen with the published generator for such inputs: linear layers for points, convolutions for pictures. */
    public static Probing probeGen(int count, Network network) {
        Generator generator =
                isPicture(network) ? Generator.Convolutional.PUBLISHED : Generator.FullyConnected.PUBLISHED;
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

    private static boolean isPicture(Network network) {
        return network.input().size() == 3;
    }

    @Override
    public ParameterLayout layout(Network network, int outputs) {
        ParameterLayout layout = new ParameterLayout();
        probes.addTo(layout, network.input());
        mlp.addTo(layout, responses(network), outputs);
        return layout;
    }

    @Override
    public String script(Network network, int outputs) {
        return network.script()
                + PROBES.replace("{probes}", String.join("\n  ", probes.lines(network.input())))
                + READ.replace("{sizes}", network.layout().sizes())
                + mlp.script();
    }

    @Override
    public Given given(Network network, List<float[]> known) {
        float[] values = probes.given(network.input());
        if (values.length == 0) {
            return Given.NOTHING;
        }
        List<Integer> shape = new ArrayList<>(List.of(probes.count()));
        shape.addAll(network.input());
        return new Given(values, shape);
    }

    @Override
    public long flops(Network network, int outputs) {
        return probes.count() * network.flops() + mlp.flops(responses(network), outputs);
    }

    @Override
    public long flopsPerBatch(Network network) {
        return probes.flops(network.input());
    }

    /**
     * The probes that trained parameters make.
     *
     * @param outputs the number that the method was trained to tell
     * @param parameters the method's
     * @return row-major [probes, input...]
     */
    public float[] probes(Network network, int outputs, float[] parameters) {
        ParameterLayout layout = layout(network, outputs);
        String text = PROBES.replace("{probes}", String.join("\n  ", probes.lines(network.input())))
                        .replace("{named}", layout.named("c", true).indent(2).strip())
                + SHOW.replace("{own}", layout.sizes());
        Given given = given(network, List.of());
        try (NDManager scope = Torch.scope()) {
            NDArray fixed = given.tensor(scope);
            return Torch.floats(
                    Script.compile("probes", text).call(scope, "probes", Tensors.row(scope, parameters), fixed));
        }
    }

    private int responses(Network network) {
        int length = Math.multiplyExact(probes.count(), network.outputs());
        Check.that(length > 0, "probing: expected responses, found none");
        return length;
    }

    private static final String PROBES = """
            def probes_of(self, c: List[Tensor], given: Tensor) -> Tensor:
              {named}
              {probes}
              return z
            """;

    private static final String SHOW = """
            def probes(self, p: Tensor, given: Tensor) -> Tensor:
              return self.probes_of(torch.split_with_sizes(p, [{own}], 1), given)
            """;

    private static final String READ = """
            def read_of(self, c: List[Tensor], q: Tensor, given: Tensor) -> Tensor:
              x = torch.unsqueeze(self.probes_of(c, given), 0)
              r = self.respond_of(torch.split_with_sizes(q, [{sizes}], 1), x)
              return self.mix(c, torch.flatten(r, 1))
            """;
}
