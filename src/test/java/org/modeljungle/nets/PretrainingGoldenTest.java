package org.modeljungle.nets;

import static org.modeljungle.Golden.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Torch;

/** The jungle's image networks and pre-training objectives equal independent PyTorch modules, gradients included. */
class PretrainingGoldenTest {

    private static final JsonNode GOLDEN = Golden.read("pretraining");
    private static final double TOLERANCE = 1e-4;
    private static final int SIDE = 8;
    private static final Vit VIT = new Vit(new Vit.Settings(SIDE, 3, 2, 8, 2, 2, 12));
    private static final List<Integer> HEADS = List.of(3, 2);

    @Test
    void aViTClassifierEqualsPyTorch() {
        classifierEqualsPyTorch(GOLDEN.get("vit"), VIT);
    }

    @Test
    void aResNetClassifierEqualsPyTorch() {
        classifierEqualsPyTorch(GOLDEN.get("resnet"), new ResNet(new ResNet.Settings(SIDE, 3, List.of(4, 8), 2, 2)));
    }

    @Test
    void theMaskedAutoencoderEqualsPyTorch() {
        JsonNode golden = GOLDEN.get("masked_autoencoder");
        MaskedAutoencoder network = new MaskedAutoencoder(VIT, 4);
        lossEqualsPyTorch(
                golden,
                network.layout(),
                (scope, leaf) -> network.loss(
                        scope,
                        leaf,
                        images(scope, golden, "images", SIDE),
                        whole(scope, golden, "order", 3, VIT.settings().tokens()),
                        scope.zeros(new Shape(4))));
    }

    @Test
    void dinoEqualsPyTorch() {
        JsonNode golden = GOLDEN.get("dino");
        Dino network = new Dino(VIT, 6);
        try (NDManager scope = Torch.scope()) {
            NDArray cosines =
                    network.assign(scope, row(scope, golden, network.layout()), images(scope, golden, "large", SIDE));
            assertClose("cosines", Torch.floats(cosines), Golden.floats(golden.get("cosines")), TOLERANCE);
        }
        lossEqualsPyTorch(
                golden,
                network.layout(),
                (scope, leaf) -> network.loss(
                        scope,
                        leaf,
                        images(scope, golden, "large", SIDE),
                        images(scope, golden, "small", SIDE / 2),
                        Torch.tensor(scope, Golden.floats(golden.get("wanted")), new Shape(1, 6, 6))));
    }

    private static void classifierEqualsPyTorch(JsonNode golden, Backbone backbone) {
        Classifier classifier = new Classifier(backbone, HEADS);
        try (NDManager scope = Torch.scope()) {
            NDArray logits = classifier.logits(
                    scope, row(scope, golden, classifier.layout()), images(scope, golden, "images", SIDE));
            assertClose("logits", Torch.floats(logits), Golden.floats(golden.get("logits")), TOLERANCE);
        }
        lossEqualsPyTorch(
                golden,
                classifier.layout(),
                (scope, leaf) -> classifier.loss(
                        scope, leaf, images(scope, golden, "images", SIDE), whole(scope, golden, "labels", 3, 2)));
    }

    private static void lossEqualsPyTorch(
            JsonNode golden, ParameterLayout layout, BiFunction<NDManager, NDArray, NDArray> loss) {
        try (NDManager scope = Torch.scope()) {
            Gradient found = Gradient.of(scope, row(scope, golden, layout), leaf -> loss.apply(scope, leaf));
            assertClose("loss", Torch.floats(found.loss()), Golden.floats(golden.get("loss")), TOLERANCE);
            Map<String, float[]> expected = Golden.table(golden.get("gradients"));
            float[] gradient = Torch.floats(found.gradient());
            float largest = 0;
            for (float[] own : expected.values()) {
                for (float value : own) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            for (ParameterLayout.Parameter parameter : layout.parameters()) {
                float[] own = expected.get(parameter.name());
                float[] withScale = Arrays.copyOf(own, own.length + 1); // small ones, such as of key biases, are near 0
                withScale[own.length] = largest;
                float[] ours = Arrays.copyOf(layout.slice(gradient, parameter.name()), own.length + 1);
                ours[own.length] = largest;
                assertClose(parameter.name(), ours, withScale, TOLERANCE);
            }
        }
    }

    private static NDArray row(NDManager scope, JsonNode golden, ParameterLayout layout) {
        return Torch.tensor(scope, layout.join(Golden.table(golden.get("parameters"))), new Shape(1, layout.size()));
    }

    private static NDArray images(NDManager scope, JsonNode golden, String name, int side) {
        float[] pixels = Golden.floats(golden.get(name));
        return Torch.tensor(scope, pixels, new Shape(1, pixels.length / (3 * side * side), 3, side, side));
    }

    private static NDArray whole(NDManager scope, JsonNode golden, String name, int rows, int width) {
        long[] numbers = new long[rows * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = golden.get(name).get(i).longValue();
        }
        return scope.create(numbers, new Shape(1, rows, width));
    }
}
