package org.modeljungle.probing;

import static org.modeljungle.probing.Mlp.fanIn;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.nets.Convolutions;
import org.modeljungle.nets.Flops;
import org.modeljungle.nets.ParameterLayout;

/**
 * What makes probes out of latent codes, {@code G} in the ProbeGen paper (arXiv 2410.10811, section 4): deep, shared by
 * all probes, and linear as published. One of your own is a record with these methods.
 */
public interface Generator {

    /** The length {@code d} of a latent code {@code z}. */
    int latent();

    /** Adds the parameters, named {@code generator.0.weight} and so on. */
    void addTo(ParameterLayout layout, List<Integer> input);

    /**
     * TorchScript lines that turn the latent codes {@code z [probes, latent]} into probes {@code z [probes, input...]}.
     *
     * @param input the shape of one probe
     */
    List<String> lines(List<Integer> input);

    /** Operations that one probe takes, as {@link Flops} counts them. */
    long flops(List<Integer> input);

    /**
     * Linear layers: all but the last keep the latent length.
     *
     * @param latent length of a latent code
     * @param layers the number of layers; 2 as published for points
     * @param relu whether there is a ReLU between layers; none as published
     */
    record FullyConnected(int latent, int layers, boolean relu) implements Generator {

        /** As published for points. */
        public static final FullyConnected PUBLISHED = new FullyConnected(32, 2, false);

        public FullyConnected {
            Check.that(
                    latent > 0 && layers > 0,
                    "generator: expected a latent length and layers of 1 or more, found %d and %d",
                    latent,
                    layers);
        }

        @Override
        public void addTo(ParameterLayout layout, List<Integer> input) {
            for (int layer = 0; layer < layers; layer++) {
                int out = layer == layers - 1 ? values(input) : latent;
                layout.add(weight(layer), fanIn(latent), out, latent).add(bias(layer), fanIn(latent), out);
            }
        }

        @Override
        public List<String> lines(List<Integer> input) {
            List<String> lines = new ArrayList<>();
            for (int layer = 0; layer < layers; layer++) {
                lines.add("z = torch.addmm(generator_%1$s_bias, z, torch.t(generator_%1$s_weight))".formatted(layer));
                if (relu && layer < layers - 1) {
                    lines.add("z = torch.relu(z)");
                }
            }
            lines.add("z = z.reshape([-1, " + sizes(input) + "])");
            return lines;
        }

        @Override
        public long flops(List<Integer> input) {
            return (layers - 1) * Flops.linear(latent, latent) + Flops.linear(latent, values(input));
        }
    }

    /**
     * Transposed convolutions: the first makes 4x4 pixels of a latent code, each further one doubles the side and
     * halves the channels down to {@code width}, and a 3x3 one of stride 1 comes last.
     *
     * @param latent length of a latent code
     * @param width channels before the last layer; 16 as published
     * @param extra 3x3 layers of stride 1 before the last doubling: none in the published form of five
     *     layers, one in that of six
     * @param relu whether there is a ReLU between layers; none as published
     */
    record Convolutional(int latent, int width, int extra, boolean relu) implements Generator {

        /** As published for pictures, with one extra layer. */
        public static final Convolutional PUBLISHED = new Convolutional(32, 16, 1, false);

        /** As published for the CNN Wild Park: five layers. */
        public static final Convolutional WILD_PARK = new Convolutional(32, 16, 0, false);

        private static final int START = 4; // pixels

        public Convolutional {
            Check.that(
                    latent > 0 && width > 0 && extra >= 0,
                    "generator: expected a latent length and a width of 1 or more and extra layers of 0 or more, found"
                            + " %d, %d and %d",
                    latent,
                    width,
                    extra);
        }

        /** One transposed convolution, from pictures of {@code side} pixels. */
        private record Layer(int in, int out, int kernel, int stride, int padding, int side) {

            /** On a GPU in products of matrices, for the reasons that {@link Convolutions} gives. */
            List<String> lines(String weight, String bias) {
                return """
                        if z.is_cuda:
                          y = torch.matmul(torch.t({weight}.reshape([{in}, -1])), z.reshape([-1, {in}, {pixels}]))
                          y = torch.col2im(y.reshape([1, -1, {pixels}]), [{made}, {made}], [{kernel}, {kernel}], [1, 1], \
                        [{padding}, {padding}], [{stride}, {stride}])
                          z = y.reshape([-1, {out}, {made}, {made}]) + {bias}.reshape([1, -1, 1, 1])
                        else:
                          z = torch.conv_transpose2d(z, {weight}, {bias}, [{stride}, {stride}], [{padding}, {padding}])
                        """.replace("{weight}", weight)
                        .replace("{bias}", bias)
                        .replace("{in}", Integer.toString(in))
                        .replace("{out}", Integer.toString(out))
                        .replace("{pixels}", Integer.toString(side * side))
                        .replace("{made}", Integer.toString((side - 1) * stride - 2 * padding + kernel))
                        .replace("{kernel}", Integer.toString(kernel))
                        .replace("{stride}", Integer.toString(stride))
                        .replace("{padding}", Integer.toString(padding))
                        .lines()
                        .toList();
            }
        }

        @Override
        public void addTo(ParameterLayout layout, List<Integer> input) {
            List<Layer> layers = layers(input);
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                ParameterLayout.Initialiser start =
                        fanIn(layer.out * layer.kernel * layer.kernel); // as torch counts here
                layout.add(weight(i), start, layer.in, layer.out, layer.kernel, layer.kernel)
                        .add(bias(i), start, layer.out);
            }
        }

        @Override
        public List<String> lines(List<Integer> input) {
            List<Layer> layers = layers(input);
            List<String> lines = new ArrayList<>();
            lines.add("z = z.reshape([-1, " + latent + ", 1, 1])");
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                lines.addAll(layer.lines("generator_" + i + "_weight", "generator_" + i + "_bias"));
                if (relu && i < layers.size() - 1) {
                    lines.add("z = torch.relu(z)");
                }
            }
            return lines;
        }

        @Override
        public long flops(List<Integer> input) {
            return layers(input).stream()
                    .mapToLong(layer -> Flops.transposed(layer.in, layer.out, layer.kernel, layer.side))
                    .sum();
        }

        private List<Layer> layers(List<Integer> input) {
            Check.that(
                    input.size() == 3
                            && input.get(1).equals(input.get(2))
                            && Integer.bitCount(input.get(1)) == 1
                            && input.get(1) > START,
                    "convolutional generator: expected pictures [channels, side, side] of a side of 8, 16, 32, ..., found"
                            + " %s; FullyConnected makes any probe",
                    input);
            int doublings = Integer.numberOfTrailingZeros(input.get(1) / START);
            List<Layer> layers = new ArrayList<>();
            int channels = width << doublings;
            layers.add(new Layer(latent, channels, START, 1, 0, 1));
            int side = START;
            for (int doubling = 1; doubling <= doublings; doubling++) {
                for (int i = 0; i < extra && doubling == doublings; i++) {
                    layers.add(new Layer(channels, channels, 3, 1, 1, side));
                }
                layers.add(new Layer(channels, channels / 2, 4, 2, 1, side));
                channels /= 2;
                side *= 2;
            }
            layers.add(new Layer(channels, input.get(0), 3, 1, 1, side));
            return layers;
        }
    }

    private static String weight(int layer) {
        return "generator." + layer + ".weight";
    }

    private static String bias(int layer) {
        return "generator." + layer + ".bias";
    }

    private static int values(List<Integer> input) {
        return input.stream().reduce(1, Math::multiplyExact);
    }

    private static String sizes(List<Integer> input) {
        return String.join(", ", input.stream().map(String::valueOf).toList());
    }
}
