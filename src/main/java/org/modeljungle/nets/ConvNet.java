package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeljungle.Check;

/**
 * The network of the Small CNN Zoo (Unterthiner et al., arXiv 2002.11448) without its head: 3x3 convolutions of stride
 * 2 and one width, then the mean over all pixels. Pictures are padded by one pixel, as ProbeGen's public code runs
 * these networks; the public zoo's were trained without.
 *
 * @param image side of the square image, in pixels
 * @param channels colour channels
 * @param width channels of every convolution
 * @param depth convolutions
 * @param activation after every convolution
 */
public record ConvNet(int image, int channels, int width, int depth, Activation activation) implements Backbone {

    /** The activation function after a convolution. */
    public enum Activation {
        /** The larger of 0 and the value. */
        RELU,
        /** The hyperbolic tangent. */
        TANH;

        /** Lower case, for files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Three convolutions of 16 channels. */
    public static ConvNet zoo(int image, int channels, Activation activation) {
        return new ConvNet(image, channels, 16, 3, activation);
    }

    /** Checks the sizes. */
    public ConvNet {
        Check.that(
                image > 0 && channels > 0 && width > 0 && depth > 0,
                "convolutional network: expected image, channels, width and depth of 1 or more, found %d, %d, %d and %d",
                image,
                channels,
                width,
                depth);
    }

    @Override
    public int features() {
        return width;
    }

    /** {@code layers.0.weight [width, channels, 3, 3]} and so on; initialised like torch's convolutions. */
    @Override
    public ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        for (int layer = 0; layer < depth; layer++) {
            int in = layer == 0 ? channels : width;
            ParameterLayout.Initialiser start = new ParameterLayout.Initialiser.Uniform(1 / StrictMath.sqrt(9.0 * in));
            layout.add("layers." + layer + ".weight", start, width, in, 3, 3)
                    .add("layers." + layer + ".bias", start, width);
        }
        return layout;
    }

    @Override
    public long flops() {
        long flops = 0;
        int side = image;
        for (int layer = 0; layer < depth; layer++) {
            side = (side + 1) / 2;
            flops += Flops.convolution(layer == 0 ? channels : width, width, 3, side);
        }
        return flops;
    }

    @Override
    public String script() {
        List<String> layers = new ArrayList<>();
        for (int layer = 0; layer < depth; layer++) {
            layers.add("h = torch.%s(self.layer(h, layers_%s_weight, layers_%s_bias, %s))"
                    .formatted(activation.word(), layer, layer, layer == 0 ? "x.size(0)" : "M"));
        }
        return Convolutions.BY_PATCHES
                + TEXT.replace(
                                "{named}",
                                layout().named("parts", false).indent(2).strip())
                        .replace("{sizes}", layout().sizes())
                        .replace("{layers}", String.join("\n  ", layers));
    }

    // all models' channels side by side: one convolution with a group for each model; pictures that all models share
    // are not repeated: their first convolution is one group with the filters of all models
    private static final String TEXT = """
            def layer(self, h: Tensor, kernel: Tensor, bias: Tensor, groups: int) -> Tensor:
              k = kernel.reshape([-1, kernel.size(2), kernel.size(3), kernel.size(4)])
              if h.is_cuda:
                y = self.by_patches(h, k, 2, 1, groups) + bias.reshape([1, -1, 1, 1])
              else:
                y = torch.conv2d(h, k, bias.reshape([-1]), [2, 2], [1, 1], [1, 1], groups)
              return y
            def features(self, p: Tensor, x: Tensor) -> Tensor:
              return self.features_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def features_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              {named}
              M = parts[0].size(0)
              B = x.size(1)
              h = torch.transpose(x, 0, 1).reshape([B, x.size(0) * x.size(2), x.size(3), x.size(4)])
              {layers}
              return torch.transpose(torch.mean(h, [2, 3]).reshape([B, M, -1]), 0, 1)
            """;
}
