package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Labels;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.jungle.grow.ClassifierGrower;
import org.modeljungle.jungle.grow.Plan;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Rows;
import org.modeljungle.nets.Vit;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

class ClassifierJungleTest {

    /** Four trees of 6 children in 2 stacks each, and 5 unrelated models. */
    static final ClassifierRecipe TINY = tiny().withSeed(7);

    private static ClassifierRecipe tiny() {
        ShapeClasses data = new ShapeClasses(ShapeWorld.of(16), 2, 2, 1);
        ClassifierRecipe recipe = ClassifierRecipe.of(Profile.QUICK)
                .withData(
                        data,
                        10,
                        new Vit.Settings(16, 3, 4, 8, 1, 2, 16),
                        new ResNet.Settings(16, 3, List.of(4, 8), 1, 2))
                .withChild(new ClassifierRecipe.ChildSettings(50, 4, List.of(3, 5), 1e-3, 1e-2, List.of(0.0, 1e-3)))
                .withChildren(6)
                .withUnrelated(new ClassifierRecipe.UnrelatedSettings(5, 4))
                .withStack(3);
        for (Family family : Family.values()) {
            recipe = recipe.withAncestor(family, how(family == Family.SUPVIT || family == Family.MAE ? 20 : 12));
        }
        return recipe;
    }

    @TempDir
    static Path whole;

    static ClassifierJungle jungle;

    @TempDir
    Path temp;

    @BeforeAll
    static void grow() {
        jungle = ClassifierJungle.grow(TINY, whole);
        growAll(jungle);
    }

    private static void growAll(ClassifierJungle jungle) {
        assertThat(jungle.trees()).hasSize(jungle.recipe().families().size());
        assertThat(jungle.unrelated()).hasSize(jungle.recipe().unrelated().count());
    }

    @Test
    void stoppedAtAnyMomentItGoesOnAndEndsWithTheSameBytes() {
        int stops = 0;
        for (int after = 1; !isComplete(temp); after += 9) {
            stops += Growth.stopAfter(after, () -> growAll(ClassifierJungle.grow(TINY, temp))) ? 1 : 0;
        }
        assertThat(stops).isGreaterThan(3);
        assertThat(Growth.hashes(temp)).isEqualTo(Growth.hashes(whole)).hasSize(1 + 5 + 4 + 2 * (4 * 6 + 6));
    }

    @Test
    void aTreeGrowsAloneWithTheBytesThatItHasAmongOthers() {
        ClassifierRecipe alone = TINY.withFamilies(Family.MAE).withUnrelated(0);
        ClassifierJungle.grow(alone, temp).trees();
        assertThat(temp).isDirectoryContaining(entry -> entry.endsWith("mae"));
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("jungle.json", "mae");
        assertThat(Growth.hashes(temp.resolve("mae"))).isEqualTo(Growth.hashes(whole.resolve("mae")));
    }

    @Test
    void theUsersDigitsMakeNoDifference() {
        ClassifierRecipe alone = TINY.withFamilies(Family.RESNET).withUnrelated(0);
        Growth.inOtherDigits(() -> ClassifierJungle.grow(alone, temp).trees());
        assertThat(Growth.hashes(temp.resolve("resnet"))).isEqualTo(Growth.hashes(whole.resolve("resnet")));
    }

    @Test
    void nothingGrowsThatNobodyAsksFor() {
        ClassifierJungle lazy = ClassifierJungle.grow(TINY, temp);
        assertThat(temp.toFile().list()).containsExactly("jungle.json");
        assertThat(lazy.ancestor(Family.DINO)).isEqualTo(jungle.ancestor(Family.DINO));
        assertThat(temp.resolve("dino").toFile().list())
                .containsExactlyInAnyOrder(".lock", "ancestor", "manifest.json", "run.json");
        assertThat(lazy.seconds()).containsOnlyKeys(ClassifierJungle.ANCESTORS);
        assertThat(lazy.unrelated()).hasSize(5);
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("jungle.json", "dino", "unrelated");
        assertThat(lazy.seconds()).containsOnlyKeys(ClassifierJungle.ANCESTORS, ClassifierJungle.UNRELATED);
    }

    @Test
    void moreModelsOrFewerFamiliesLeaveTheOthersAsTheyAre() {
        assertThat(TINY.withUnrelated(50)
                        .withChildren(60)
                        .withFamilies(Family.DINO)
                        .hash())
                .isEqualTo(TINY.hash());
        ClassifierJungle few = ClassifierJungle.grow(TINY.withChildren(2).withUnrelated(1), temp);
        assertThat(few.models(Family.RESNET)).hasSize(2);
        assertThat(few.unrelated()).hasSize(1);
        Map<String, String> before = Growth.hashes(temp.resolve("resnet/train"));
        ClassifierJungle more = ClassifierJungle.grow(TINY, temp);
        assertThat(more.models(Family.RESNET)).hasSize(6);
        assertThat(Growth.hashes(temp.resolve("resnet/train"))).containsAllEntriesOf(before);
        assertThat(more.unrelated()).hasSize(5);
        for (String tree : List.of("resnet", "unrelated")) {
            assertThat(Growth.hashes(temp.resolve(tree))).isEqualTo(Growth.hashes(whole.resolve(tree)));
        }
        assertThat(ClassifierJungle.open(temp).recipe()).isEqualTo(TINY);
    }

    @Test
    void otherSettingsMakeAnotherRecipe() {
        assertThat(List.of(
                                TINY,
                                TINY.withSeed(8),
                                TINY.withStack(2),
                                TINY.withAncestor(Family.DINO, how(13)),
                                TINY.withChild(TINY.child().withSteps(3)),
                                TINY.withUnrelated(new ClassifierRecipe.UnrelatedSettings(5, 6)))
                        .stream()
                        .map(ClassifierRecipe::hash))
                .doesNotHaveDuplicates();
        assertThat(Stream.concat(Stream.of(Family.values()).map(TINY::plan), Stream.of(TINY.unrelatedPlan()))
                        .map(Plan::digest))
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherSeedGivesOtherModelsAndAnotherRecipesFolderIsRefused() {
        ClassifierRecipe other = TINY.withSeed(8);
        growAll(ClassifierJungle.grow(other, temp));
        assertThat(Growth.hashes(temp)).isNotEqualTo(Growth.hashes(whole));
        assertThatThrownBy(() -> ClassifierJungle.grow(TINY, temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jungle " + temp + ": expected one grown from recipe " + TINY.hash() + ", found "
                        + other.hash() + "; grow into another folder");
    }

    @Test
    void eachTreeIsLaidOutLikeModelJ() {
        for (Family family : Family.values()) {
            Models tree = jungle.models(family);
            assertThat(tree).hasSize(6).allMatch(model -> model.isOfTree(family.word()));
            assertThat(Models.modelJ(whole.resolve(family.word())))
                    .extracting(Model::file)
                    .containsExactlyInAnyOrderElementsOf(tree.files());
            assertThat(Safetensors.open(jungle.ancestorFile(family)).names()).doesNotContain("classifier.weight");
        }
        assertThat(jungle.unrelated()).hasSize(5);
        assertThat(jungle.trees().keySet()).containsExactly(Family.values());
    }

    @Test
    void aCardTellsHowItsModelWasMade() {
        ModelCard card = ModelCard.read(jungle.models(Family.MAE).get(4).file());
        assertThat(card.classes()).hasSize(50).doesNotHaveDuplicates();
        assertThat(jungle.classes()).hasSize(100).containsAll(card.classes());
        assertThat(card.text("tree")).isEqualTo("mae");
        assertThat(card.number(ClassifierJungle.STEPS)).isIn(3.0, 5.0);
        assertThat(card.number(ClassifierJungle.LEARNING_RATE)).isBetween(1e-3, 1e-2);
        assertThat(card.number(ClassifierJungle.WEIGHT_DECAY)).isIn(0.0, 1e-3);
        assertThat(card.text(ClassifierJungle.SCHEDULE)).isIn("constant", "linear", "cosine");
        assertThat(card.text(ClassifierJungle.AUGMENTATION)).isIn("0", "1");
        assertThat(card.text("recipe")).isEqualTo(TINY.plan(Family.MAE).digest());
    }

    @Test
    void whatIsKnownOfAModelIsWhatItsFileSays() {
        Models all = jungle.children().and(jungle.unrelated());
        assertThat(all).hasSize(29);
        assertThat(jungle.children().source()).isEqualTo("jungle " + TINY.hash());
        for (Model model : all) {
            ModelCard card = ModelCard.read(model.file());
            assertThat(model.classes()).hasValue(card.classes());
            assertThat(model.field(ClassifierJungle.SCHEDULE)).hasValue(card.text(ClassifierJungle.SCHEDULE));
            assertThat(model.numbers())
                    .hasSize(5)
                    .allSatisfy((name, value) -> assertThat(value).isEqualTo(card.number(name)));
        }
        assertThat(jungle.unrelated()).allMatch(model -> model.tree().isEmpty());
    }

    @Test
    void labelsSayWhichClassesAModelLearnt() {
        Models models = jungle.models(Family.DINO);
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
        Models unlabelled = Models.of(List.of(models.get(0).file()));
        assertThatThrownBy(() -> jungle.labels(unlabelled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(unlabelled.get(0) + ": expected its classes, found none known");
    }

    @Test
    void theCardsTestAccuracyIsThatOfTheWeights() {
        Model model = jungle.models(Family.RESNET).get(2);
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
    void childrenStayNearTheirAncestorAndUnrelatedModelsAreScattered() {
        String layer = "vit.encoder.layer.0.output.dense";
        double children =
                spread(LayerBank.read(jungle.models(Family.SUPVIT), layer).matrices()::dense);
        double unrelated = spread(LayerBank.read(jungle.unrelated(), layer).matrices()::dense);
        assertThat(unrelated).isGreaterThan(5 * children);
    }

    @Test
    void preTrainingChangesTheAncestor() {
        for (Family family : Family.values()) {
            assertThat(jungle.ancestor(family)).hasSameSizeAs(jungle.untrained(family));
            assertThat(jungle.ancestor(family)).isNotEqualTo(jungle.untrained(family));
        }
    }

    /** The experiment finds a probe again, and another network's is another one. */
    @Test
    void probesOfAncestorsAreTrials() {
        Dataset data = jungle.data();
        Outcomes outcomes = Experiment.of(
                        "probes",
                        s -> jungle.probing(
                                Family.of(s.text("family")), s.text("network").equals("trained"), data, 100))
                .vary("network", "untrained", "trained")
                .vary("family", "SupViT", "ResNet")
                .in(temp)
                .run();
        assertThat(outcomes).hasToString("4 trials: 0 found, 4 trained");
        Outcome outcome = outcomes.where("network", "trained")
                .where("family", "ResNet")
                .first()
                .outcome();
        assertThat(outcome.score())
                .isEqualTo(jungle.probe(Family.RESNET, data, 100).accuracy(jungle.ancestor(Family.RESNET)));
        assertThat(outcome.n()).isEqualTo(data.test().count());
        assertThat(outcome.chance()).isEqualTo(.01);
        assertThat(Experiment.of("again", jungle.probing(Family.RESNET, true, data, 100))
                        .in(temp)
                        .run())
                .hasToString("1 trial: 1 found, 0 trained");
        assertThat(Experiment.of("other", jungle.probing(Family.RESNET, true, data.withClasses("shape"), 100))
                        .in(temp)
                        .run())
                .hasToString("1 trial: 0 found, 1 trained");
    }

    @Test
    void familiesHaveTitles() {
        assertThat(Family.of("ResNet")).isEqualTo(Family.RESNET);
        assertThatThrownBy(() -> Family.of("resnet"))
                .hasMessage("family: expected one of [SupViT, DINO, MAE, ResNet], found 'resnet'");
    }

    @Test
    void anUnfinishedTreeSaysHowToGoOn() {
        assertThat(Growth.stopAfter(2, () -> growAll(ClassifierJungle.grow(TINY, temp))))
                .isTrue();
        ClassifierJungle opened = ClassifierJungle.open(temp);
        Family begun = TINY.families().stream() // whichever it is: ancestors are pre-trained side by side
                .filter(family -> Files.exists(temp.resolve(family.word()).resolve("manifest.json")))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> opened.models(begun))
                .hasMessage("jungle " + temp.resolve(begun.word())
                        + ": expected 2 stacks, found 0 finished; resume with ClassifierJungle.grow");
        assertThatThrownBy(opened::unrelated)
                .hasMessage(
                        temp.resolve("unrelated") + ": expected a jungle, found no manifest.json in it; grow one with"
                                + " ClassifierJungle.grow, or check the path");
        assertThat(ClassifierJungle.open(whole).toString())
                .isEqualTo("jungle " + TINY.hash() + ": 4 trees of 6 models, 5 unrelated models in " + whole);
    }

    @Test
    void whatIsNoJungleIsNamed() throws IOException {
        assertThatThrownBy(() -> ClassifierJungle.open(temp))
                .hasMessage(
                        temp + ": expected a jungle, found no jungle.json in it; grow one with ClassifierJungle.grow,"
                                + " or check the path");
        Files.writeString(temp.resolve("jungle.json"), "{\"seed\": ");
        assertThatThrownBy(() -> ClassifierJungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        temp.resolve("jungle.json") + ": expected the recipe of a jungle of classifiers, found");
    }

    @Test
    void recipesAreChecked() {
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(50, 4, List.of(), 1e-3, 1e-2, List.of(0.0)))
                .hasMessage("child: expected 2 classes or more, a batch, numbers of steps and weight decays to choose"
                        + " from, found 50, 4, [], [0.0]");
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(50, 4, List.of(3), 1e-2, 1e-3, List.of(0.0)))
                .hasMessage("child: expected learning rates above 0 in rising order, found 0.01 and 0.001");
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(50, 4, List.of(3, 0), 1e-3, 1e-2, List.of(0.0)))
                .hasMessage("child: expected steps of 1 or more and finite weight decays of 0 or more to choose from,"
                        + " found [3, 0] and [0.0]");
        assertThatThrownBy(() -> new ClassifierRecipe.ChildSettings(
                        50, 4, List.of(3), 1e-3, Double.POSITIVE_INFINITY, List.of(0.0)))
                .hasMessage("child: expected learning rates above 0 in rising order, found 0.001 and Infinity");
        assertThatThrownBy(() -> how(0))
                .hasMessage("ancestor: expected positive settings, found 0 steps, batch 8, rate 0.002");
        assertThatThrownBy(() -> TINY.withUnrelated(-1))
                .hasMessage(
                        "unrelated models: expected 0 or more, pre-trained for 1 step or more, found -1 and 4 steps");
        assertThatThrownBy(TINY::withFamilies)
                .hasMessage(
                        "recipe: expected one family or more, each once and with settings of its ancestor, found [] and"
                                + " settings of [SUPVIT, DINO, MAE, RESNET]");
        assertThatThrownBy(() -> TINY.withStack(0))
                .hasMessage("recipe: expected children and a stack of 1 or more, found 6 and 0");
    }

    @Test
    void aFamilyIsNamedOnce() {
        assertThatThrownBy(() -> TINY.withFamilies(Family.DINO, Family.DINO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("recipe: expected one family or more, each once and with settings of its");
    }

    private static ClassifierRecipe.AncestorSettings how(int steps) {
        return new ClassifierRecipe.AncestorSettings(steps, 8, 2e-3);
    }

    private static boolean isComplete(Path folder) {
        ClassifierGrower grower = new ClassifierGrower(TINY, folder);
        return grower.unrelated().finished().isPresent()
                && Stream.of(Family.values())
                        .allMatch(family -> grower.tree(family).finished().isPresent());
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
