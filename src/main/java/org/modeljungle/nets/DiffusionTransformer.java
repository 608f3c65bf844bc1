package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/**
 * A small unconditional diffusion transformer, trained by rectified flow, with LoRA on the q, k, v and out projections
 * of every block: a stack of fine-tuned models shares one frozen base.
 *
 * <p>Rectified flow (Liu et al. 2022): {@code x_t = (1 - t) x + t noise}; the network predicts the velocity
 * {@code noise - x}. Blocks are pre-norm attention and a ReLU MLP without biases; time enters once, as a sinusoidal
 * embedding through a two-layer network, added to every token.
 *
 * <p>LoRA (Hu et al. 2021), {@code alpha = rank}: a projection {@code y = x W} becomes {@code y = x (W + A' B')} with
 * the file's {@code A [rank, width]} (down, normal / sqrt(width)) and {@code B [width, rank]} (up, zeros).
 */
public final class DiffusionTransformer {

    /**
     * The network's sizes.
     *
     * @param image side of the square image, in pixels
     * @param channels colour channels
     * @param patch side of a patch, in pixels; divides {@code image}
     * @param width numbers per token; {@code heads} divides it
     * @param depth number of blocks
     * @param heads attention heads
     * @param hidden width of the MLP's hidden layer
     * @param rank rank of the LoRA updates
     */
    public record Settings(int image, int channels, int patch, int width, int depth, int heads, int hidden, int rank) {

        /** 16x16 RGB. */
        public static final Settings SMALL = new Settings(16, 3, 2, 64, 4, 4, 256, 4);

        public Settings {
            Check.that(
                    image > 0 && channels > 0 && patch > 0 && image % patch == 0,
                    "diffusion transformer: expected a patch that divides the image, found patch %d and image %d",
                    patch,
                    image);
            Check.that(
                    width > 0 && heads > 0 && width % heads == 0 && width % 2 == 0,
                    "diffusion transformer: expected an even width that the heads divide, found width %d and %d heads",
                    width,
                    heads);
            Check.that(
                    depth > 0 && hidden > 0 && rank > 0,
                    "diffusion transformer: expected depth, hidden and rank of 1 or more, found %d, %d, %d",
                    depth,
                    hidden,
                    rank);
        }

        /** The same sizes with LoRAs of another rank. */
        public Settings withRank(int other) {
            return new Settings(image, channels, patch, width, depth, heads, hidden, other);
        }

        int side() {
            return image / patch;
        }

        int tokens() {
            return side() * side();
        }

        int patchValues() {
            return channels * patch * patch;
        }

        /** Values in one image. */
        public int pixels() {
            return channels * image * image;
        }
    }

    /** The projections that carry a LoRA, in the order of the parameters. */
    private static final List<String> PROJECTIONS = List.of("to_q", "to_k", "to_v", "to_out");

    private final Settings settings;
    private final ParameterLayout base;
    private final ParameterLayout lora;
    private final List<String> loraLayers = new ArrayList<>();
    private final Script fullScript;
    private final Script loraScript;

    /** A network of these sizes; it is compiled when it is first called. */
    public DiffusionTransformer(Settings settings) {
        this.settings = settings;
        this.base = baseLayout(settings);
        this.lora = loraLayout(settings);
        for (int block = 0; block < settings.depth; block++) {
            for (String projection : PROJECTIONS) {
                loraLayers.add("blocks." + block + ".attn." + projection);
            }
        }
        this.fullScript = Script.lazy("diffusion transformer", new DiffusionScript(settings, base, lora).text(false));
        this.loraScript =
                Script.lazy("diffusion transformer with LoRA", new DiffusionScript(settings, base, lora).text(true));
    }

    /** The network's sizes. */
    public Settings settings() {
        return settings;
    }

    /** The base's parameters. */
    public ParameterLayout base() {
        return base;
    }

    /**
     * One LoRA's parameters: {@code LAYER.lora.down.weight [rank, width]}, {@code LAYER.lora.up.weight [width, rank]}.
     */
    public ParameterLayout lora() {
        return lora;
    }

    /** The names of the layers that carry a LoRA, for example {@code blocks.0.attn.to_q}. */
    public List<String> loraLayers() {
        return List.copyOf(loraLayers);
    }

    /**
     * The flow-matching loss of the base alone, differentiable in {@code parameters}.
     *
     * @param parameters [1, base size]
     * @param images [1, batch, channels, image, image] in [-1, 1]
     * @param noise standard normal, shaped like {@code images}
     * @param times [1, batch] in [0, 1]
     * @return mean squared velocity error [1]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray images, NDArray noise, NDArray times) {
        checkBase(parameters);
        checkImages(images, times, 1);
        checkNoise(noise, images);
        return fullScript.forward(scope, parameters, parameters, images, noise, times);
    }

    /**
     * The flow-matching loss of a stack of LoRAs, differentiable in {@code loras}.
     *
     * @param parameters [1, base size]
     * @param loras [models, LoRA size]
     * @param images [models, batch, channels, image, image]
     * @param noise standard normal, shaped like {@code images}
     * @param times [models, batch]
     * @return mean squared velocity error of each model [models]
     */
    public NDArray loraLoss(
            NDManager scope, NDArray parameters, NDArray loras, NDArray images, NDArray noise, NDArray times) {
        checkBase(parameters);
        long models = checkLoras(loras);
        checkImages(images, times, models);
        checkNoise(noise, images);
        return loraScript.forward(scope, parameters, loras, images, noise, times);
    }

    /**
     * The velocity of the base alone.
     *
     * @param parameters [1, base size]
     * @param noisy [1, batch, channels, image, image]
     * @param times [1, batch]
     * @return shaped like {@code noisy}
     */
    public NDArray velocity(NDManager scope, NDArray parameters, NDArray noisy, NDArray times) {
        checkBase(parameters);
        checkImages(noisy, times, 1);
        return fullScript.call(scope, "velocity", parameters, parameters, noisy, times);
    }

    /** The velocities of a stack of LoRAs: as {@link #velocity}, with a leading axis of models. */
    public NDArray loraVelocity(NDManager scope, NDArray parameters, NDArray loras, NDArray noisy, NDArray times) {
        checkBase(parameters);
        long models = checkLoras(loras);
        checkImages(noisy, times, models);
        return loraScript.call(scope, "velocity", parameters, loras, noisy, times);
    }

    private void checkBase(NDArray parameters) {
        Shape expected = new Shape(1, base.size());
        Check.that(
                parameters.getShape().equals(expected),
                "diffusion transformer: expected base parameters %s, found %s",
                expected,
                parameters.getShape());
    }

    private long checkLoras(NDArray loras) {
        Shape found = loras.getShape();
        Check.that(
                found.dimension() == 2 && found.get(1) == lora.size(),
                "diffusion transformer: expected LoRA parameters [models, %d], found %s",
                lora.size(),
                found);
        return found.get(0);
    }

    private void checkImages(NDArray images, NDArray times, long models) {
        Shape found = images.getShape();
        Shape expected = found.dimension() == 5
                ? new Shape(models, found.get(1), settings.channels, settings.image, settings.image)
                : new Shape(models, -1, settings.channels, settings.image, settings.image);
        Check.that(found.equals(expected), "diffusion transformer: expected images %s, found %s", expected, found);
        Shape batch = new Shape(models, found.get(1));
        Check.that(
                times.getShape().equals(batch),
                "diffusion transformer: expected times %s, found %s",
                batch,
                times.getShape());
    }

    private static void checkNoise(NDArray noise, NDArray images) {
        Check.that(
                noise.getShape().equals(images.getShape()),
                "diffusion transformer: expected noise %s, found %s",
                images.getShape(),
                noise.getShape());
    }

    private static ParameterLayout baseLayout(Settings s) {
        ParameterLayout layout = new ParameterLayout()
                .add("patch_in.weight", fanIn(s.patchValues(), 1), s.patchValues(), s.width)
                .add("patch_in.bias", zero(), s.width)
                .add("position", new ParameterLayout.Initialiser.Normal(1), s.tokens(), s.width)
                .add("time.0.weight", fanIn(s.width, 1), s.width, s.width)
                .add("time.1.weight", fanIn(s.width, 1), s.width, s.width);
        double residual = .5 / StrictMath.sqrt(s.depth); // a deep sum of small steps
        for (int block = 0; block < s.depth; block++) {
            String name = "blocks." + block + ".";
            layout.add(name + "attn.to_qkv.weight", fanIn(s.width, 1), s.width, 3 * s.width)
                    .add(name + "attn.to_out.weight", fanIn(s.width, residual), s.width, s.width)
                    .add(name + "mlp.in.weight", fanIn(s.width, 1), s.width, s.hidden)
                    .add(name + "mlp.out.weight", fanIn(s.hidden, residual), s.hidden, s.width);
        }
        return layout.add("patch_out.weight", fanIn(s.width, .1), s.width, s.patchValues())
                .add("patch_out.bias", zero(), s.patchValues());
    }

    private static ParameterLayout loraLayout(Settings s) {
        ParameterLayout layout = new ParameterLayout();
        for (int block = 0; block < s.depth; block++) {
            for (String projection : PROJECTIONS) {
                String name = "blocks." + block + ".attn." + projection + ".lora.";
                layout.add(name + "down.weight", fanIn(s.width, 1), s.rank, s.width)
                        .add(name + "up.weight", zero(), s.width, s.rank);
            }
        }
        return layout;
    }

    private static ParameterLayout.Initialiser fanIn(int fanIn, double gain) {
        return new ParameterLayout.Initialiser.Normal(gain / StrictMath.sqrt(fanIn));
    }

    private static ParameterLayout.Initialiser zero() {
        return new ParameterLayout.Initialiser.Constant(0);
    }

    @Override
    public String toString() {
        return "diffusion transformer " + settings;
    }
}
