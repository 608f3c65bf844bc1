package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.probing.Generator;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/** What a GPU computes, computed on the CPU too: convolutions as patches times matrices. */
class ConvolutionsTest {

    private static final Seeds SEEDS = new Seeds(3);

    private static final String BOTH = Convolutions.BY_PATCHES + """
            def ours(self, h: Tensor, kernel: Tensor, stride: int, padding: int, groups: int) -> Tensor:
              return self.by_patches(h, kernel, stride, padding, groups)
            def engine(self, h: Tensor, kernel: Tensor, stride: int, padding: int, groups: int) -> Tensor:
              return torch.conv2d(h, kernel, None, [stride, stride], [padding, padding], [1, 1], groups)
            """;

    private static NDArray normal(NDManager scope, String name, long... shape) {
        Shape of = new Shape(shape);
        return Torch.tensor(scope, SEEDS.split(name).normal((int) of.size()), of);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 1, 1", "1, 3, 2, 1", "5, 3, 1, 1", "5, 3, 2, 1", "4, 1, 1, 0", "4, 1, 2, 0", "2, 4, 2, 1"})
    void patchesTimesFiltersAreAConvolution(int groups, int side, int stride, int padding) {
        Script script = Script.compile("convolutions", BOTH);
        try (NDManager scope = Torch.scope()) {
            NDArray h = normal(scope, "h", 6, groups * 3L, 9, 8);
            NDArray kernel = normal(scope, "kernel", groups * 4L, 3, side, side);
            NDArray ours = script.call(scope, "ours", h, kernel, stride, padding, groups);
            NDArray engine = script.call(scope, "engine", h, kernel, stride, padding, groups);
            assertClose(ours, engine);
        }
    }

    /** Whole networks, as they run on each device: their losses and gradients. */
    @ParameterizedTest
    @MethodSource("networks")
    void networksAreTheSameOnBothWays(Backbone backbone) {
        String loss = """
                def forward(self, p: Tensor, x: Tensor) -> Tensor:
                  return torch.sum(torch.square(self.features(p, x)), [1, 2])
                """;
        assertSame(backbone.script() + loss, backbone.layout().size(), backbone.channels(), backbone.image());
    }

    static List<Backbone> networks() {
        return List.of(
                new ResNet(ResNet.Settings.SMALL),
                ConvNet.zoo(16, 3, ConvNet.Activation.RELU),
                ConvNet.zoo(12, 1, ConvNet.Activation.TANH));
    }

    private static void assertSame(String text, int size, int channels, int image) {
        String elsewhere = text.replace("if h.is_cuda:", "if True:");
        assertThat(elsewhere).isNotEqualTo(text);
        try (NDManager scope = Torch.scope()) {
            NDArray p = Torch.scaled(scope, normal(scope, "p", 3, size), .1f);
            for (int own : new int[] {1, 3}) { // pictures for all models, or for each
                NDArray x = normal(scope, "x", own, 5, channels, image, image);
                Gradient here = gradient(scope, text, p, x);
                Gradient there = gradient(scope, elsewhere, p, x);
                assertClose(there.loss(), here.loss());
                assertClose(there.gradient(), here.gradient());
            }
        }
    }

    private static Gradient gradient(NDManager scope, String text, NDArray p, NDArray x) {
        Script script = Script.compile("a network", text);
        return Gradient.of(scope, p, leaf -> script.forward(scope, leaf, x));
    }

    private static Gradient gradient(NDManager scope, String text, NDArray p, NDArray x, NDArray w) {
        Script script = Script.compile("a network", text);
        return Gradient.of(scope, p, leaf -> script.forward(scope, leaf, x, w));
    }

    /** To 1e-5 of the largest number. */
    private static void assertClose(NDArray found, NDArray expected) {
        float largest = expected.abs().max().getFloat();
        assertThat(largest).isPositive();
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        assertThat(found.sub(expected).abs().max().getFloat()).isLessThan(1e-5f * largest);
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 16"})
    void generatorsOfPicturesAreTheSameOnBothWays(int extra, int side) {
        Generator generator = new Generator.Convolutional(6, 4, extra, true);
        List<Integer> input = List.of(3, side, side);
        ParameterLayout layout = new ParameterLayout();
        generator.addTo(layout, input);
        String text = """
                def forward(self, p: Tensor, z: Tensor) -> Tensor:
                  {unpack}
                  {lines}
                  return torch.sum(torch.square(z))
                """.replace("{unpack}", layout.unpack("p", true).indent(2).strip())
                .replace("{lines}", String.join("\n  ", generator.lines(input)));
        String elsewhere = text.replace("if z.is_cuda:", "if True:");
        assertThat(elsewhere).isNotEqualTo(text);
        try (NDManager scope = Torch.scope()) {
            NDArray p = normal(scope, "p", 1, layout.size());
            NDArray z = normal(scope, "z", 7, 6);
            Gradient here = gradient(scope, text, p, z);
            Gradient there = gradient(scope, elsewhere, p, z);
            assertClose(there.loss(), here.loss());
            assertClose(there.gradient(), here.gradient());
        }
    }

    @Test
    void theMiniClipIsTheSameOnBothWays() {
        MiniClip clip = new MiniClip(new MiniClip.Settings(8, 4, 6), new Vocabulary(List.of("red", "star")));
        String elsewhere = clip.text().replace("if h.is_cuda:", "if True:");
        assertThat(elsewhere).isNotEqualTo(clip.text());
        try (NDManager scope = Torch.scope()) {
            NDArray p = normal(scope, "p", 1, clip.layout().size());
            NDArray x = normal(scope, "x", 5, 3, 8, 8);
            NDArray w = normal(scope, "w", 5, 2);
            Gradient here = gradient(scope, clip.text(), p, x, w);
            Gradient there = gradient(scope, elsewhere, p, x, w);
            assertClose(there.loss(), here.loss());
            assertClose(there.gradient(), here.gradient());
        }
    }
}
