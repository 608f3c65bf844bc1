package org.modeljungle.router;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Weight files as fine-tuning leaves them: an ancestor's weights, moved a little, under a head of the model's own. */
final class TinyModels {

    private static final int WIDTH = 32;

    private TinyModels() {}

    /**
     * A model's tensors: blocks of two matrices, a norm scale near one and a bias, with very different scales, then a
     * head.
     *
     * @param ancestor the seed of the weights that all models of a tree share
     * @param moved how far each weight moved, in parts of its tensor's scale
     * @param classes the rows of the head
     */
    static Map<String, Weight> model(Seeds ancestor, Seeds child, int blocks, double moved, int classes) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int block = 0; block < blocks; block++) {
            String name = "blocks." + block + ".";
            double scale = Math.pow(10, block - 2);
            put(weights, ancestor, child, name + "attn.weight", 0, scale, moved, WIDTH, WIDTH);
            put(weights, ancestor, child, name + "mlp.weight", 0, scale, moved, 2 * WIDTH, WIDTH);
            put(weights, ancestor, child, name + "norm.weight", 1, .01, 1, WIDTH);
            put(weights, ancestor, child, name + "mlp.bias", 0, .001, 3, WIDTH);
        }
        put(weights, child, child, "head.weight", 0, .1, 0, classes, WIDTH);
        weights.put("steps", Weight.of(new long[] {child.value()}, 1));
        return weights;
    }

    static Path write(Path folder, String name, Map<String, Weight> weights) {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    /** A file with LoRA pairs for some layers. */
    static Map<String, Weight> lora(Seeds child, int rank, List<String> layers) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String layer : layers) {
            float[] up = child.split(layer + "up").normal(WIDTH * rank);
            float[] down = child.split(layer + "down").normal(rank * WIDTH);
            weights.put(layer + ".lora.up.weight", Weight.of(up, WIDTH, rank));
            weights.put(layer + ".lora.down.weight", Weight.of(down, rank, WIDTH));
        }
        return weights;
    }

    private static void put(
            Map<String, Weight> weights,
            Seeds ancestor,
            Seeds child,
            String name,
            double mean,
            double scale,
            double moved,
            int... shape) {
        int count = 1;
        long[] wide = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            count *= shape[i];
            wide[i] = shape[i];
        }
        float[] values = ancestor.split(name).normal(count);
        float[] change = child.split(name).normal(count);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + scale * (values[i] + moved * change[i]));
        }
        weights.put(name, Weight.of(values, wide));
    }
}
