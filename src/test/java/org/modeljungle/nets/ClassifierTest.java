package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Torch;

class ClassifierTest {

    private static final int SIDE = 8;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final int BATCH = 4;
    private static final List<Integer> HEADS = List.of(3, 2);

    static List<Backbone> backbones() {
        return List.of(
                new Vit(new Vit.Settings(SIDE, 3, 4, 8, 2, 2, 16)),
                new ResNet(new ResNet.Settings(SIDE, 3, List.of(4, 8), 1, 2)),
                new ConvNet(SIDE, 3, 8, 2, ConvNet.Activation.TANH));
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void aStackGivesWhatEachModelGivesAlone(Backbone backbone) {
        Classifier classifier = new Classifier(backbone, HEADS);
        int models = 3;
        float[] rows = rows(classifier, models);
        float[] images = new Seeds(1).normal(models * BATCH * PIXELS);
        float[] together = logits(classifier, rows, images, models);
        int size = classifier.layout().size();
        int each = BATCH * 5;
        for (int i = 0; i < models; i++) {
            float[] alone = logits(
                    classifier,
                    Arrays.copyOfRange(rows, i * size, (i + 1) * size),
                    Arrays.copyOfRange(images, i * BATCH * PIXELS, (i + 1) * BATCH * PIXELS),
                    1);
            for (int k = 0; k < each; k++) {
                assertThat(alone[k]).isCloseTo(together[i * each + k], within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void picturesMayBeShared(Backbone backbone) {
        Classifier classifier = new Classifier(backbone, HEADS);
        int models = 3;
        float[] rows = rows(classifier, models);
        float[] shared = new Seeds(1).normal(BATCH * PIXELS);
        float[] repeated = new float[models * shared.length];
        for (int i = 0; i < models; i++) {
            System.arraycopy(shared, 0, repeated, i * shared.length, shared.length);
        }
        float[] expected = logits(classifier, rows, repeated, models);

        try (NDManager scope = Torch.scope()) {
            NDArray found = classifier.logits(scope, row(scope, classifier, rows, models), images(scope, shared, 1));
            float[] logits = Torch.floats(found);
            for (int k = 0; k < expected.length; k++) {
                assertThat(logits[k]).isCloseTo(expected[k], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void everyParameterGetsAGradient(Backbone backbone) {
        Classifier classifier = new Classifier(backbone, HEADS);
        try (NDManager scope = Torch.scope()) {
            NDArray rows = row(scope, classifier, rows(classifier, 1), 1);
            NDArray images = images(scope, new Seeds(2).normal(BATCH * PIXELS), 1);
            Gradient found = Gradient.of(
                    scope, rows, leaf -> classifier.loss(scope, leaf, images, labels(scope, new long[BATCH * 2])));
            float[] gradient = Torch.floats(found.gradient());
            for (ParameterLayout.Parameter parameter : classifier.layout().parameters()) {
                assertThat(classifier.layout().slice(gradient, parameter.name()))
                        .as(parameter.name())
                        .isNotEqualTo(new float[parameter.size()]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void learnsAFewPicturesByHeart(Backbone backbone) {
        Classifier classifier = new Classifier(backbone, HEADS);
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("by heart", 200)) {
            NDArray rows = row(scope, classifier, classifier.layout().initial(new Seeds(10)), 1);
            NDArray images = images(scope, new Seeds(3).normal(BATCH * PIXELS), 1);
            NDArray labels = labels(scope, new long[] {0, 1, 1, 0, 2, 1, 0, 0});
            float[] losses = new Fit(rows, Fit.Settings.of(200, 5e-3))
                    .run(200, progress, (step, leaf, number, shard) -> classifier.loss(step, leaf, images, labels));
            assertThat(losses[0]).isCloseTo((float) (Math.log(3) + Math.log(2)), within(1e-5f));
            assertThat(losses[199]).isLessThan(.1f);
        }
    }

    @Test
    void namesAreHuggingFaces() {
        ParameterLayout vit = new Vit(Vit.Settings.SMALL).layout();
        assertThat(vit.get("vit.encoder.layer.2.attention.attention.value.weight")
                        .shape())
                .containsExactly(64, 64);
        assertThat(vit.get("vit.encoder.layer.0.intermediate.dense.weight").shape())
                .containsExactly(256, 64);
        ParameterLayout resnet = new ResNet(ResNet.Settings.SMALL).layout();
        assertThat(resnet.get("resnet.encoder.stages.1.layers.0.layer.0.convolution.weight")
                        .shape())
                .containsExactly(32, 16, 3, 3);
        assertThat(resnet.get("resnet.encoder.stages.2.layers.0.shortcut.convolution.weight")
                        .shape())
                .containsExactly(64, 32, 1, 1);
        Classifier classifier = new Classifier(new Vit(Vit.Settings.SMALL), List.of(50));
        assertThat(classifier.layout().get("classifier.weight").shape()).containsExactly(50, 64);
        assertThat(classifier.heads()).containsExactly(50);
    }

    @Test
    void wrongSizesAreRefused() {
        assertMessage(
                () -> new Vit.Settings(9, 3, 4, 8, 1, 2, 8),
                "ViT: expected a patch that divides the image, found patch 4 and image 9");
        assertMessage(
                () -> new ResNet.Settings(8, 3, List.of(4, 6), 1, 4),
                "ResNet: expected widths that are multiples of the group, found [4, 6] and 4");
        assertMessage(
                () -> new Classifier(backbones().get(0), List.of(1)),
                "classifier: expected one head or more of 2 classes or more each, found [1]");
        assertMessage(
                () -> new Dino(new Vit(new Vit.Settings(12, 3, 4, 8, 1, 2, 8)), 4),
                "DINO: expected an even number of patches along a side, found 3");
        assertMessage(
                () -> new MaskedAutoencoder(new Vit(Vit.Settings.SMALL), 6),
                "masked autoencoder: expected a decoder's width that is a multiple of 4, found 6");
    }

    @Test
    void wrongInputsAreRefused() {
        Classifier classifier = new Classifier(backbones().get(0), HEADS);
        int size = classifier.layout().size();
        try (NDManager scope = Torch.scope()) {
            NDArray rows = scope.zeros(new Shape(2, size));
            assertMessage(
                    () -> classifier.logits(scope, scope.zeros(new Shape(2, 5)), rows),
                    "classifier: expected parameters [models, " + size + "], found (2, 5)");
            assertMessage(
                    () -> classifier.logits(scope, rows, scope.zeros(new Shape(3, 4, 3, SIDE, SIDE))),
                    "classifier: expected images (2, 4, 3, 8, 8), found (3, 4, 3, 8, 8)");
            assertMessage(
                    () -> classifier.loss(
                            scope, rows, scope.zeros(new Shape(2, 4, 3, SIDE, SIDE)), scope.zeros(new Shape(2, 4))),
                    "classifier: expected labels (2, 4, 2), found (2, 4)");
        }
    }

    @Test
    void cropsAndMasksThatDoNotFitAreRefused() {
        Vit vit = new Vit(new Vit.Settings(SIDE, 3, 4, 8, 1, 2, 8)); // four patches
        Dino dino = new Dino(vit, 4);
        MaskedAutoencoder masked = new MaskedAutoencoder(vit, 4);
        try (NDManager scope = Torch.scope()) {
            NDArray row = scope.zeros(new Shape(1, dino.layout().size()));
            NDArray two = scope.zeros(new Shape(1, 4, 3, SIDE, SIDE)); // of two images
            NDArray three = scope.zeros(new Shape(1, 3, 3, SIDE / 2, SIDE / 2));
            assertMessage(
                    () -> dino.loss(scope, row, two, three, scope.zeros(new Shape(1, 4, 4))),
                    "DINO: expected two large crops of each image and as many small ones of each, found 4 and 3");
            NDArray order = scope.create(new long[] {0, 1, 2, 3}, new Shape(1, 1, 4));
            NDArray own = scope.zeros(new Shape(1, masked.layout().size()));
            NDArray image = scope.zeros(new Shape(1, 1, 3, SIDE, SIDE));
            for (int seen : new int[] {0, 4}) {
                assertMessage(
                        () -> masked.loss(scope, own, image, order, scope.zeros(new Shape(seen))),
                        "masked autoencoder: expected 1 to 3 patches that are seen, found " + seen);
            }
        }
    }

    private static float[] rows(Classifier classifier, int models) {
        int size = classifier.layout().size();
        float[] rows = new float[models * size];
        for (int i = 0; i < models; i++) {
            System.arraycopy(classifier.layout().initial(new Seeds(10 + i)), 0, rows, i * size, size);
        }
        ParameterLayout.Parameter head = classifier.layout().get("classifier.weight");
        for (int i = 0; i < models; i++) { // heads start at zero: give them something to say
            System.arraycopy(new Seeds(20 + i).normal(head.size()), 0, rows, i * size + head.offset(), head.size());
        }
        return rows;
    }

    private static float[] logits(Classifier classifier, float[] rows, float[] images, int models) {
        try (NDManager scope = Torch.scope()) {
            return Torch.floats(
                    classifier.logits(scope, row(scope, classifier, rows, models), images(scope, images, models)));
        }
    }

    private static NDArray row(NDManager scope, Classifier classifier, float[] rows, int models) {
        return Torch.tensor(scope, rows, new Shape(models, classifier.layout().size()));
    }

    private static NDArray images(NDManager scope, float[] pixels, int models) {
        return Torch.tensor(scope, pixels, new Shape(models, BATCH, 3, SIDE, SIDE));
    }

    private static NDArray labels(NDManager scope, long[] labels) {
        return scope.create(labels, new Shape(1, BATCH, HEADS.size()));
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
