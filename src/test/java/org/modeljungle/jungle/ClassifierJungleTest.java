package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Labels;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

class ClassifierJungleTest {

    /** Four trees of 6 children in 2 stacks each, and a forest of 5. */
    static final ClassifierRecipe TINY = new ClassifierRecipe(
            1,
            7,
            new ShapeClasses(ShapeWorld.of(16), 2, 2, 1),
            new Vit.Settings(16, 3, 4, 8, 1, 2, 16),
            new ResNet.Settings(16, 3, List.of(4, 8), 1, 2),
            Map.of(Family.SUPVIT, how(20), Family.DINO, how(12), Family.MAE, how(20), Family.RESNET, how(12)),
            new ClassifierRecipe.ChildSettings(50, 4, List.of(3, 5), 1e-3, 1e-2, List.of(0.0, 1e-3)),
            6,
            5,
            4,
            3);

    @TempDir
    static Path whole;

    static ClassifierJungle jungle;

    @TempDir
    Path temp;

    @BeforeAll
    static void grow() {
        jungle = ClassifierJungle.grow(TINY, whole);
    }

    @Test
    void stoppedAtAnyMomentItGoesOnAndEndsWithTheSameBytes() {
        int stops = 0;
        for (int after = 1; !isComplete(temp); after += 9) {
            stops += Growth.stopAfter(after, () -> ClassifierJungle.grow(TINY, temp)) ? 1 : 0;
        }
        assertThat(stops).isGreaterThan(3);
        assertThat(Growth.hashes(temp)).isEqualTo(Growth.hashes(whole)).hasSize(1 + 4 + 2 * (4 * 6 + 5));
    }

    @Test
    void anotherSeedGivesOtherModelsAndAnotherRecipesFolderIsRefused() {
        ClassifierRecipe other = TINY.withSeed(8);
        assertThat(Growth.hashes(ClassifierJungle.grow(other, temp).folder())).isNotEqualTo(Growth.hashes(whole));
        assertThatThrownBy(() -> ClassifierJungle.grow(TINY, temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jungle " + temp + ": expected one grown from recipe " + TINY.hash() + ", found "
                        + other.hash() + "; grow into another folder");
    }

    @Test
    void eachTreeIsLaidOutLikeModelJ() {
        for (Family family : Family.values()) {
            ModelTree tree = jungle.tree(family);
            assertThat(tree.models()).hasSize(6);
            assertThat(Models.modelJ(whole.resolve(family.word())))
                    .extracting(Model::file)
                    .containsExactlyInAnyOrderElementsOf(
                            tree.models().stream().map(ModelTree.Model::file).toList());
            assertThat(Safetensors.open(tree.ancestor()).names()).doesNotContain("classifier.weight");
        }
        assertThat(jungle.forest()).hasSize(5);
        assertThat(jungle.trees().keySet()).containsExactly(Family.values());
    }

    @Test
    void aCardTellsHowItsModelWasMade() {
        ModelCard card = ModelCard.read(jungle.tree(Family.MAE).models().get(4).file());
        assertThat(card.classes()).hasSize(50).doesNotHaveDuplicates();
        assertThat(jungle.classes()).hasSize(100).containsAll(card.classes());
        assertThat(card.text("tree")).isEqualTo("mae");
        assertThat(card.number(ClassifierJungle.STEPS)).isIn(3.0, 5.0);
        assertThat(card.number(ClassifierJungle.LEARNING_RATE)).isBetween(1e-3, 1e-2);
        assertThat(card.number(ClassifierJungle.WEIGHT_DECAY)).isIn(0.0, 1e-3);
        assertThat(card.text(ClassifierJungle.SCHEDULE)).isIn("constant", "linear", "cosine");
        assertThat(card.text(ClassifierJungle.AUGMENTATION)).isIn("0", "1");
        assertThat(card.text("recipe")).isEqualTo(TINY.hash());
    }

    @Test
    void labelsSayWhichClassesAModelLearnt() {
        List<ModelTree.Model> models = jungle.tree(Family.DINO).models();
        float[][] labels = jungle.labels(models);
        Set<Integer> different = new HashSet<>();
        for (int i = 0; i < labels.length; i++) {
            List<String> classes = ModelCard.read(models.get(i).file()).classes();
            for (int k = 0; k < 100; k++) {
                assertThat(labels[i][k])
                        .isEqualTo(classes.contains(jungle.classes().get(k)) ? 1 : 0);
            }
            different.add(Arrays.hashCode(labels[i]));
        }
        assertThat(different).hasSize(6);
    }

    @Test
    void theCardsTestAccuracyIsThatOfTheWeights() {
        ModelTree.Model model = jungle.tree(Family.RESNET).models().get(2);
        ModelCard card = ModelCard.read(model.file());
        Dataset data = jungle.data();
        Labels labels = data.test().labels(data.classes());
        Classifier classifier = new Classifier(TINY.backbone(Family.RESNET), List.of(50));
        int right = 0;
        int all = 0;
        try (NDManager scope = Torch.scope()) {
            float[] row = Rows.read(classifier.layout(), Safetensors.open(model.file()));
            NDArray weights = Torch.tensor(scope, row, new ai.djl.ndarray.types.Shape(1, row.length));
            for (int i = 0; i < data.test().count(); i++) {
                int wanted = card.classes().indexOf(labels.name(i));
                if (wanted >= 0) {
                    NDArray picture =
                            Torch.tensor(scope, data.test().get(i), new ai.djl.ndarray.types.Shape(1, 1, 3, 16, 16));
                    right += Torch.ints(classifier
                                            .logits(scope, weights, picture)
                                            .argMax(2))[0]
                                    == wanted
                            ? 1
                            : 0;
                    all++;
                }
            }
        }
        assertThat(all).isEqualTo(50);
        assertThat(card.number(ClassifierJungle.TEST_ACCURACY)).isCloseTo(right / 50.0, within(1e-4));
    }

    @Test
    void childrenStayNearTheirAncestorAndTheForestIsScattered() {
        String layer = "vit.encoder.layer.0.output.dense";
        double children = spread(jungle.tree(Family.SUPVIT).bank(layer).matrices()::dense);
        double forest = spread(org.modeljungle.layers.LayerBank.read(
                        jungle.forest().stream().map(ModelTree.Model::file).toList(), layer)
                .matrices()::dense);
        assertThat(forest).isGreaterThan(5 * children);
    }

    @Test
    void preTrainingChangesTheAncestor() {
        for (Family family : Family.values()) {
            assertThat(jungle.ancestor(family)).hasSameSizeAs(jungle.untrained(family));
            assertThat(jungle.ancestor(family)).isNotEqualTo(jungle.untrained(family));
            assertThat(jungle.probe(family, jungle.data(), 100).accuracy(jungle.ancestor(family)))
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    void anUnfinishedJungleSaysHowToGoOn() {
        assertThat(Growth.stopAfter(2, () -> ClassifierJungle.grow(TINY, temp))).isTrue();
        assertThatThrownBy(() -> ClassifierJungle.open(temp))
                .hasMessage(
                        "jungle " + temp + ": expected all models, found 0 finished; go on with ClassifierJungle.grow");
        assertThat(ClassifierJungle.open(whole).toString())
                .isEqualTo("jungle " + TINY.hash() + ": 4 trees of 6 models, a forest of 5 in " + whole);
    }

    @Test
    void recipesAreChecked() {
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(50, 4, List.of(), 1e-3, 1e-2, List.of(0.0)))
                .hasMessage("child: expected 2 classes or more, a batch, numbers of steps and weight decays to choose"
                        + " from, found 50, 4, [], [0.0]");
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(50, 4, List.of(3), 1e-2, 1e-3, List.of(0.0)))
                .hasMessage("child: expected learning rates above 0 in rising order, found 0.01 and 0.001");
        assertThatThrownBy(() -> how(0))
                .hasMessage("ancestor: expected positive settings, found 0 steps, batch 8, rate 0.002");
    }

    private static ClassifierRecipe.AncestorSettings how(int steps) {
        return new ClassifierRecipe.AncestorSettings(steps, 8, 2e-3);
    }

    private static boolean isComplete(Path folder) {
        return Files.exists(folder.resolve("jungle.json"))
                && ClassifierManifest.read(folder).isComplete();
    }

    /** The squared distance between the first two matrices. */
    private static double spread(java.util.function.IntFunction<float[]> matrices) {
        float[] a = matrices.apply(0);
        float[] b = matrices.apply(1);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
