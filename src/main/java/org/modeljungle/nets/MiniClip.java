package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * A mini-CLIP (Radford et al. 2021): an image encoder and a text encoder that meet in one space, trained so that an
 * image lies nearest to its own caption.
 *
 * <p>The image encoder is three convolutions and a linear map; the text encoder adds up one learnt vector per word.
 * Both outputs have length 1.
 */
public final class MiniClip {

    /**
     * The network's sizes.
     *
     * @param image side of the square RGB image in pixels, a multiple of 4
     * @param channels channels of the first convolution; the next two have twice and four times as many
     * @param dimension length of the shared vectors
     */
    public record Settings(int image, int channels, int dimension) {

        /** 16x16 images, 128 numbers. */
        public static final Settings SMALL = new Settings(16, 32, 128);

        public Settings {
            Check.that(
                    image > 0 && image % 4 == 0 && channels > 0 && dimension > 0,
                    "mini-CLIP: expected an image side that 4 divides and positive sizes, found %d, %d, %d",
                    image,
                    channels,
                    dimension);
        }
    }

    private final Settings settings;
    private final Vocabulary vocabulary;
    private final ParameterLayout layout;
    private final Script script;

    /** Compiles a network of these sizes for captions made of these words. */
    public MiniClip(Settings settings, Vocabulary vocabulary) {
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.layout = layout(settings, vocabulary.size());
        this.script = Script.compile("mini-CLIP", text());
    }

    /** The parameters, one row [1, size]. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The words it knows. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The length of its vectors. */
    public int dimension() {
        return settings.dimension;
    }

    /**
     * The contrastive loss of a batch whose captions all differ, differentiable in {@code parameters}.
     *
     * @param parameters [1, size]
     * @param images [batch, 3, image, image]
     * @param words [batch, words], the captions' counts of each word
     * @return cross-entropy of image to text and text to image, averaged [1]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray images, NDArray words) {
        return script.forward(scope, parameters, images, words);
    }

    /**
     * The captions' vectors.
     *
     * @param parameters one row
     * @return [captions, dimension], each of length 1
     * @throws IllegalArgumentException for a word that is not in the vocabulary
     */
    public float[][] encodeText(float[] parameters, List<String> captions) {
        try (NDManager scope = Torch.scope()) {
            NDArray words =
                    Torch.tensor(scope, vocabulary.counts(captions), new Shape(captions.size(), vocabulary.size()));
            return Tensors.rows(script.call(scope, "texts", row(scope, parameters), words));
        }
    }

    /**
     * How many images there are.
     *
     * @param pixels row-major [count, 3, image, image]
     * @throws IllegalArgumentException if the last one is cut
     */
    public int count(float[] pixels) {
        int each = 3 * settings.image * settings.image;
        Check.that(pixels.length % each == 0, "mini-CLIP: expected images of %d values, found %d", each, pixels.length);
        return pixels.length / each;
    }

    /**
     * The images' vectors.
     *
     * @param parameters one row
     * @param pixels row-major [count, 3, image, image] in [-1, 1]
     * @param progress makes a step for each image
     * @return [count, dimension], each of length 1
     */
    public float[][] encodeImages(float[] parameters, float[] pixels, Progress progress) {
        int each = 3 * settings.image * settings.image;
        int count = count(pixels);
        float[][] all = new float[count][];
        try (NDManager scope = Torch.scope()) {
            NDArray row = row(scope, parameters);
            int chunk = 256;
            for (int from = 0; from < count; from += chunk) {
                int size = Math.min(chunk, count - from);
                try (NDManager inner = Torch.scope()) {
                    NDArray images = Torch.tensor(
                            inner,
                            Arrays.copyOfRange(pixels, from * each, (from + size) * each),
                            new Shape(size, 3, settings.image, settings.image));
                    System.arraycopy(Tensors.rows(script.call(inner, "images", row, images)), 0, all, from, size);
                }
                progress.step(size);
            }
        }
        return all;
    }

    private NDArray row(NDManager scope, float[] parameters) {
        Check.that(
                parameters.length == layout.size(),
                "mini-CLIP: expected %d parameters, found %d",
                layout.size(),
                parameters.length);
        return Tensors.row(scope, parameters);
    }

    private static ParameterLayout layout(Settings s, int words) {
        int c = s.channels;
        int flat = 4 * c * (s.image / 4) * (s.image / 4);
        return new ParameterLayout()
                .add("image.0.weight", he(27), c, 3, 3, 3)
                .add("image.0.bias", zero(), c)
                .add("image.1.weight", he(9 * c), 2 * c, c, 3, 3)
                .add("image.1.bias", zero(), 2 * c)
                .add("image.2.weight", he(18 * c), 4 * c, 2 * c, 3, 3)
                .add("image.2.bias", zero(), 4 * c)
                .add("image.out.weight", he(2 * flat), flat, s.dimension)
                .add(
                        "words",
                        new ParameterLayout.Initialiser.Normal(1 / StrictMath.sqrt(s.dimension)),
                        words,
                        s.dimension)
                .add("scale", new ParameterLayout.Initialiser.Constant(2.6593f), 1); // ln(1 / .07)
    }

    private static ParameterLayout.Initialiser he(int fanIn) {
        return new ParameterLayout.Initialiser.Normal(StrictMath.sqrt(2.0 / fanIn));
    }

    private static ParameterLayout.Initialiser zero() {
        return new ParameterLayout.Initialiser.Constant(0);
    }

    /** What is compiled. */
    String text() {
        return Convolutions.BY_PATCHES
                + SCRIPT.replace("{unpack}", layout.unpack("p", true).indent(2).strip());
    }

    private static final String SCRIPT = """
            def unit(self, x: Tensor) -> Tensor:
              return x / torch.clamp_min(torch.norm(x, 2, [1], True), 1e-12)
            def layer(self, h: Tensor, kernel: Tensor, bias: Tensor, stride: int) -> Tensor:
              if h.is_cuda:
                y = self.by_patches(h, kernel, stride, 1, 1) + bias.reshape([1, -1, 1, 1])
              else:
                y = torch.conv2d(h, kernel, bias, [stride, stride], [1, 1])
              return y
            def images(self, p: Tensor, x: Tensor) -> Tensor:
              {unpack}
              h = torch.relu(self.layer(x, image_0_weight, image_0_bias, 1))
              h = torch.relu(self.layer(h, image_1_weight, image_1_bias, 2))
              h = torch.relu(self.layer(h, image_2_weight, image_2_bias, 2))
              return self.unit(torch.matmul(torch.flatten(h, 1), image_out_weight))
            def texts(self, p: Tensor, w: Tensor) -> Tensor:
              {unpack}
              return self.unit(torch.matmul(w, words))
            def forward(self, p: Tensor, x: Tensor, w: Tensor) -> Tensor:
              {unpack}
              logits = torch.matmul(self.images(p, x), torch.t(self.texts(p, w))) * torch.exp(torch.clamp_max(scale, 4.6))
              own = torch.diagonal(logits)
              to_text = torch.logsumexp(logits, [1]) - own
              to_image = torch.logsumexp(logits, [0]) - own
              return torch.reshape(torch.mean(to_text + to_image) * 0.5, [1])
            """;

    @Override
    public String toString() {
        return "mini-CLIP %s of %s".formatted(settings, vocabulary);
    }
}
