package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;

/**
 * A small residual network (He et al., arXiv 1512.03385) of basic blocks. Normalisation is by groups of channels
 * (GroupNorm) instead of over the batch: nothing in it depends on other pictures, so a stack of models computes what
 * single ones do.
 *
 * <p>Its parameters are named and shaped as in Hugging Face's {@code ResNetForImageClassification}.
 */
public final class ResNet implements Backbone {

    /**
     * The network's sizes.
     *
     * @param image side of the square image, in pixels
     * @param channels colour channels
     * @param widths channels of each stage; every stage but the first halves the picture's side
     * @param blocks basic blocks of each stage
     * @param group channels of one normalisation group; divides all widths
     */
    public record Settings(int image, int channels, List<Integer> widths, int blocks, int group) {

        /** 16x16 RGB. */
        public static final Settings SMALL = new Settings(16, 3, List.of(16, 32, 64), 2, 8);

        /** As deep and branched as ResNet-18, an eighth of its width, 16x16 RGB. */
        public static final Settings EIGHTEEN = new Settings(16, 3, List.of(8, 16, 32, 64), 2, 8);

        public Settings {
            widths = List.copyOf(widths);
            Check.that(
                    image > 0 && channels > 0 && blocks > 0,
                    "ResNet: expected image, channels and blocks of 1 or more, found %d, %d and %d",
                    image,
                    channels,
                    blocks);
            Check.that(
                    !widths.isEmpty()
                            && group > 0
                            && widths.stream().allMatch(width -> width > 0 && width % group == 0),
                    "ResNet: expected widths that are multiples of the group, found %s and %d",
                    widths,
                    group);
        }
    }

    /** A convolution with its normalisation. */
    private record Layer(String name, int in, int out, int kernel, int stride) {
        String variable() {
            return name.replace('.', '_') + "_";
        }
    }

    private static final String STEM = "resnet.embedder.embedder";

    private final Settings settings;
    private final ParameterLayout layout = new ParameterLayout();

    /** A network of these sizes. */
    public ResNet(Settings settings) {
        this.settings = settings;
        add(stem());
        for (int stage = 0; stage < settings.widths.size(); stage++) {
            for (int block = 0; block < settings.blocks; block++) {
                block(stage, block).forEach(this::add);
            }
        }
    }

    /** The network's sizes. */
    public Settings settings() {
        return settings;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public int features() {
        return settings.widths.get(settings.widths.size() - 1);
    }

    @Override
    public int image() {
        return settings.image;
    }

    @Override
    public int channels() {
        return settings.channels;
    }

    @Override
    public long flops() {
        int side = settings.image;
        long flops = flops(stem(), side);
        for (int stage = 0; stage < settings.widths.size(); stage++) {
            side = stage > 0 ? (side + 1) / 2 : side;
            for (int block = 0; block < settings.blocks; block++) {
                for (Layer layer : block(stage, block)) {
                    flops += flops(layer, side);
                }
            }
        }
        return flops;
    }

    private static long flops(Layer layer, int side) {
        return Flops.convolution(layer.in, layer.out, layer.kernel, side);
    }

    @Override
    public String script() {
        StringBuilder blocks = new StringBuilder();
        for (int stage = 0; stage < settings.widths.size(); stage++) {
            for (int block = 0; block < settings.blocks; block++) {
                append(blocks, block(stage, block));
            }
        }
        return Convolutions.BY_PATCHES
                + TEXT.replace("{named}", layout.named("parts", false).indent(2).strip())
                        .replace("{sizes}", layout.sizes())
                        .replace("{stem}", call(stem(), "h"))
                        .replace("{blocks}", blocks.toString().indent(2).strip())
                        .replace("{group}", Integer.toString(settings.group));
    }

    // all models' channels side by side: one convolution with a group for each model
    private static final String TEXT = """
            def layer(self, h: Tensor, kernel: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
              M = kernel.size(0)
              side = kernel.size(3)
              k = kernel.reshape([M * kernel.size(1), kernel.size(2), side, side])
              if h.is_cuda:
                h = self.by_patches(h, k, stride, side // 2, M)
              else:
                h = torch.conv2d(h, k, None, [stride, stride], [side // 2, side // 2], [1, 1], M)
              return torch.group_norm(h, h.size(1) // {group}, weight.reshape([-1]), bias.reshape([-1]))
            def features(self, p: Tensor, x: Tensor) -> Tensor:
              return self.features_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def features_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              {named}
              M = parts[0].size(0)
              B = x.size(1)
              x = x.expand([M, -1, -1, -1, -1])
              h = torch.transpose(x, 0, 1).reshape([B, M * x.size(2), x.size(3), x.size(4)])
              h = torch.relu({stem})
              {blocks}
              f = torch.mean(h, [2, 3]).reshape([B, M, -1])
              return torch.transpose(f, 0, 1)
            """;

    private static void append(StringBuilder text, List<Layer> block) {
        text.append("y = torch.relu(").append(call(block.get(0), "h")).append(")\n");
        String shortcut = block.size() == 3 ? call(block.get(2), "h") : "h";
        text.append("h = torch.relu(")
                .append(call(block.get(1), "y"))
                .append(" + ")
                .append(shortcut)
                .append(")\n");
    }

    private static String call(Layer layer, String input) {
        String name = layer.variable();
        return "self.layer(%s, %sconvolution_weight, %snormalization_weight, %snormalization_bias, %s)"
                .formatted(input, name, name, name, layer.stride);
    }

    private Layer stem() {
        return new Layer(STEM, settings.channels, settings.widths.get(0), 3, 1);
    }

    /** The two convolutions of a block, and that of its shortcut where the shape changes. */
    private List<Layer> block(int stage, int block) {
        int out = settings.widths.get(stage);
        int in = block > 0 || stage == 0 ? out : settings.widths.get(stage - 1);
        int stride = block == 0 && stage > 0 ? 2 : 1;
        String name = "resnet.encoder.stages." + stage + ".layers." + block + ".";
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(name + "layer.0", in, out, 3, stride));
        layers.add(new Layer(name + "layer.1", out, out, 3, 1));
        if (in != out || stride != 1) {
            layers.add(new Layer(name + "shortcut", in, out, 1, stride));
        }
        return layers;
    }

    private void add(Layer layer) {
        double deviation = StrictMath.sqrt(2.0 / (layer.in * layer.kernel * layer.kernel));
        layout.add(
                        layer.name + ".convolution.weight",
                        new ParameterLayout.Initialiser.Normal(deviation),
                        layer.out,
                        layer.in,
                        layer.kernel,
                        layer.kernel)
                .add(layer.name + ".normalization.weight", new ParameterLayout.Initialiser.Constant(1), layer.out)
                .add(layer.name + ".normalization.bias", new ParameterLayout.Initialiser.Constant(0), layer.out);
    }

    @Override
    public String toString() {
        return "ResNet " + settings;
    }
}
