package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modeljungle.Golden.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.DiffusionTransformer.Settings;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Torch;

class DiffusionTransformerTest {

    private static final double TOLERANCE = 1e-4; // of the largest magnitude
    private static final int STEPS = 300;
    private static final JsonNode GOLDEN = Golden.read("diffusion_transformer");
    private static final int MODELS = GOLDEN.get("loras").size();
    private static final DiffusionTransformer NETWORK = new DiffusionTransformer(settings(GOLDEN.get("settings")));
    private static final ParameterLayout BASE = NETWORK.base();
    private static final ParameterLayout LORA = NETWORK.lora();

    private static NDManager scope;
    private static NDArray base; // [1, base size]
    private static NDArray loras; // [models, LoRA size]
    private static NDArray images; // [models, batch, channels, image, image]
    private static NDArray noise; // like images
    private static NDArray times; // [models, batch]

    @BeforeAll
    static void load() {
        scope = Torch.scope();
        Settings s = NETWORK.settings();
        int batch = GOLDEN.get("times").size() / MODELS;
        Shape shape = new Shape(MODELS, batch, s.channels(), s.image(), s.image());
        images = scope.create(Golden.floats(GOLDEN.get("images")), shape);
        noise = scope.create(Golden.floats(GOLDEN.get("noise")), shape);
        times = scope.create(Golden.floats(GOLDEN.get("times")), new Shape(MODELS, batch));
        base = scope.create(BASE.join(Golden.table(goldenBase("parameters"))), new Shape(1, BASE.size()));
        loras = stack(List.of(loraRow(0), loraRow(1)));
    }

    @AfterAll
    static void close() {
        scope.close();
    }

    @Test
    void baseEqualsPyTorch() {
        NDArray velocity = NETWORK.velocity(scope, base, first(images), first(times));
        Gradient gradient = baseGradient();
        assertClose("velocity", Torch.floats(velocity), Golden.floats(goldenBase("velocity")), TOLERANCE);
        assertClose("loss", Torch.floats(gradient.loss()), number(goldenBase("loss")), TOLERANCE);
        assertGradients(BASE, Torch.floats(gradient.gradient()), goldenBase("gradients"));
    }

    @Test
    void lorasEqualPyTorch() {
        float[][] velocities = rows(NETWORK.loraVelocity(scope, base, loras, images, times));
        Gradient gradient = loraGradient(loras, images);
        float[] losses = Torch.floats(gradient.loss());
        float[][] gradients = rows(gradient.gradient());
        for (int model = 0; model < MODELS; model++) {
            assertClose("velocity", velocities[model], Golden.floats(goldenLora(model, "velocity")), TOLERANCE);
            assertClose("loss", new float[] {losses[model]}, number(goldenLora(model, "loss")), TOLERANCE);
            assertGradients(LORA, gradients[model], goldenLora(model, "gradients"));
        }
    }

    @Test
    void everyParameterGetsAGradient() {
        assertEachMoves(BASE, Torch.floats(baseGradient().gradient()));
        for (float[] row : rows(loraGradient(loras, images).gradient())) {
            assertEachMoves(LORA, row);
        }
    }

    @Test
    void aStackEqualsItsModelsOneByOne() {
        Gradient stacked = loraGradient(loras, images);
        float[][] gradients = rows(stacked.gradient());
        for (int model = 0; model < MODELS; model++) {
            String one = model + ":" + (model + 1);
            NDArray x = images.get(one);
            NDArray z = noise.get(one);
            NDArray t = times.get(one);
            Gradient alone = Gradient.of(scope, loras.get(one), leaf -> NETWORK.loraLoss(scope, base, leaf, x, z, t));
            assertClose(
                    "loss",
                    Torch.floats(alone.loss()),
                    Torch.floats(stacked.loss().get(one)),
                    1e-5);
            assertClose("gradient", Torch.floats(alone.gradient()), gradients[model], 1e-5);
        }
    }

    @Test
    void aModelDoesNotSeeItsNeighbours() {
        Gradient before = loraGradient(loras, images);
        NDArray otherImages = images.duplicate();
        otherImages.set(new ai.djl.ndarray.index.NDIndex("1:"), 0);
        Gradient after = loraGradient(stack(List.of(loraRow(0), new float[LORA.size()])), otherImages);
        assertThat(Torch.floats(after.loss())[0]).isEqualTo(Torch.floats(before.loss())[0]);
        assertThat(rows(after.gradient())[0]).isEqualTo(rows(before.gradient())[0]);
        assertThat(rows(after.gradient())[1]).isNotEqualTo(rows(before.gradient())[1]);
    }

    @Test
    void aFreshLoraGivesTheBasesVelocity() {
        float[] fresh = LORA.initial(new Seeds(1));
        assertThat(LORA.slice(fresh, "blocks.0.attn.to_q.lora.down.weight")).doesNotContain(0);
        NDArray velocity = NETWORK.loraVelocity(scope, base, stack(List.of(fresh)), first(images), first(times));
        assertClose("velocity", Torch.floats(velocity), Golden.floats(goldenBase("velocity")), TOLERANCE);
    }

    @Test
    void overfitsOneImage() {
        float[] losses = fit(
                BASE,
                (step, leaf, number, shard) ->
                        NETWORK.loss(step, leaf, first(one(images)), first(one(noise)), first(one(times))));
        assertThat(losses[STEPS - 1]).isLessThan(.02f * losses[0]);
    }

    @Test
    void aLoraOverfitsOneImage() {
        float[] losses = fit(
                LORA,
                (step, leaf, number, shard) ->
                        NETWORK.loraLoss(step, base, leaf, first(one(images)), first(one(noise)), first(one(times))));
        assertThat(losses[STEPS - 1]).isLessThan(.5f * losses[0]);
    }

    @Test
    void startsAreTheSameForTheSameSeed() {
        assertThat(BASE.initial(new Seeds(3))).isEqualTo(BASE.initial(new Seeds(3)));
        assertThat(BASE.initial(new Seeds(3))).isNotEqualTo(BASE.initial(new Seeds(4)));
    }

    @Test
    void loraLayersAreNamedInTheOrderOfTheirParameters() {
        assertThat(NETWORK.loraLayers())
                .startsWith("blocks.0.attn.to_q", "blocks.0.attn.to_k", "blocks.0.attn.to_v", "blocks.0.attn.to_out")
                .hasSize(8);
        assertThat(LORA.parameters().get(15).name())
                .isEqualTo(NETWORK.loraLayers().get(7) + ".lora.up.weight");
    }

    @Test
    void shapesOfParametersAreChecked() {
        NDArray wrong = scope.zeros(new Shape(1, 7));
        assertMessage(
                () -> NETWORK.velocity(scope, wrong, first(images), first(times)),
                "diffusion transformer: expected base parameters (1, 5276), found (1, 7)");
        assertMessage(
                () -> NETWORK.loraLoss(scope, loras, loras, images, noise, times),
                "diffusion transformer: expected base parameters (1, 5276), found (2, 512)");
        assertMessage(
                () -> NETWORK.loraVelocity(scope, base, wrong, images, times),
                "diffusion transformer: expected LoRA parameters [models, 512], found (1, 7)");
    }

    @Test
    void shapesOfImagesNoiseAndTimesAreChecked() {
        assertMessage(
                () -> NETWORK.loss(scope, base, images, noise, times),
                "diffusion transformer: expected images (1, 3, 3, 8, 8), found (2, 3, 3, 8, 8)");
        assertMessage(
                () -> NETWORK.velocity(scope, base, scope.zeros(new Shape(3, 8, 8)), times),
                "diffusion transformer: expected images (1, -1, 3, 8, 8), found (3, 8, 8)");
        assertMessage(
                () -> NETWORK.loraLoss(scope, base, loras, images, first(noise), times),
                "diffusion transformer: expected noise (2, 3, 3, 8, 8), found (1, 3, 3, 8, 8)");
        assertMessage(
                () -> NETWORK.loss(scope, base, first(images), noise, first(times)),
                "diffusion transformer: expected noise (1, 3, 3, 8, 8), found (2, 3, 3, 8, 8)");
        assertMessage(
                () -> NETWORK.loraLoss(scope, base, loras, images, noise, first(times)),
                "diffusion transformer: expected times (2, 3), found (1, 3)");
    }

    @Test
    void sizesAreChecked() {
        assertMessage(
                () -> new Settings(16, 3, 5, 64, 4, 4, 256, 4),
                "diffusion transformer: expected a patch that divides the image, found patch 5 and image 16");
        assertMessage(
                () -> new Settings(16, 3, 2, 64, 4, 5, 256, 4),
                "diffusion transformer: expected an even width that the heads divide, found width 64 and 5 heads");
        assertMessage(
                () -> new Settings(16, 3, 2, 64, 4, 4, 256, 0),
                "diffusion transformer: expected depth, hidden and rank of 1 or more, found 4, 256, 0");
    }

    private static Gradient baseGradient() {
        return Gradient.of(scope, base, leaf -> NETWORK.loss(scope, leaf, first(images), first(noise), first(times)));
    }

    private static Gradient loraGradient(NDArray of, NDArray x) {
        return Gradient.of(scope, of, leaf -> NETWORK.loraLoss(scope, base, leaf, x, noise, times));
    }

    private static void assertGradients(ParameterLayout layout, float[] row, JsonNode golden) {
        Map<String, float[]> expected = Golden.table(golden);
        assertThat(expected).hasSameSizeAs(layout.parameters());
        expected.forEach((name, values) -> assertClose(name, layout.slice(row, name), values, TOLERANCE));
    }

    private static void assertEachMoves(ParameterLayout layout, float[] row) {
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            assertThat(layout.slice(row, parameter.name()))
                    .as(parameter.name())
                    .matches(DiffusionTransformerTest::moves);
        }
    }

    private static boolean moves(float[] gradient) {
        for (float value : gradient) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    private static float[] fit(ParameterLayout layout, Fit.Loss loss) {
        try (NDManager own = Torch.scope();
                Progress progress = Progress.of("overfitting", STEPS)) {
            NDArray p = own.create(layout.initial(new Seeds(7)), new Shape(1, layout.size()));
            return new Fit(p, Fit.Settings.of(STEPS, 1e-2)).run(STEPS, progress, loss);
        }
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static NDArray first(NDArray stack) {
        return stack.get("0:1");
    }

    /** The first image of each model's batch. */
    private static NDArray one(NDArray batches) {
        return batches.get(":, 0:1");
    }

    private static float[] loraRow(int model) {
        return LORA.join(Golden.table(goldenLora(model, "parameters")));
    }

    private static NDArray stack(List<float[]> models) {
        FloatBuffer all = FloatBuffer.allocate(models.size() * models.get(0).length);
        models.forEach(all::put);
        return scope.create(all.array(), new Shape(models.size(), models.get(0).length));
    }

    private static float[][] rows(NDArray stack) {
        List<float[]> rows = new ArrayList<>();
        for (int model = 0; model < stack.getShape().get(0); model++) {
            rows.add(Torch.floats(stack.get(model)));
        }
        return rows.toArray(float[][]::new);
    }

    private static JsonNode goldenBase(String what) {
        return GOLDEN.get("base").get(what);
    }

    private static JsonNode goldenLora(int model, String what) {
        return GOLDEN.get("loras").get(model).get(what);
    }

    private static float[] number(JsonNode value) {
        return new float[] {value.floatValue()};
    }

    private static Settings settings(JsonNode s) {
        return new Settings(
                s.get("image").intValue(),
                s.get("channels").intValue(),
                s.get("patch").intValue(),
                s.get("width").intValue(),
                s.get("depth").intValue(),
                s.get("heads").intValue(),
                s.get("hidden").intValue(),
                s.get("rank").intValue());
    }
}
