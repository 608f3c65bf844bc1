package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.jungle.zoo.InrRecipe;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.kernel.Payload;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.ridge.Gram;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class HandleCardsTest {

    private static final LayerBank BANK = new LayerBank("q", new Dense(3, 8, 16, new float[3 * 8 * 16]));

    @TempDir
    Path temp;

    /** The lines of what a cell shows; the page's form has to say the same. */
    private static List<String> lines(Object value) {
        Payload shown = Payloads.of(value);
        List<String> lines = ((String) shown.data().get(Payload.TEXT)).lines().toList();
        assertThat((String) shown.data().get(Payload.HTML)).contains("<table", Html.escape(lines.get(0)));
        return lines.stream().map(String::strip).toList();
    }

    @Test
    void aLayer() {
        assertThat(lines(BANK))
                .containsExactly(
                        "Layer of 3 models",
                        "layer          q",
                        "models         3",
                        "shape of each  8 x 16",
                        "in memory      1.54 kB of Java's heap",
                        "to free it     %jungle free NAME, or NAME = null");
    }

    @Test
    void aLayerOfFactors() {
        LowRank factors = new LowRank(3, 8, 16, 2, new float[3 * 8 * 2], new float[3 * 2 * 16]);
        assertThat(lines(new LayerBank("q", factors)))
                .contains("kept as        factors of rank 2", "in memory      576 bytes of Java's heap");
    }

    private DiskBank onDisk() {
        List<Path> files = new ArrayList<>();
        for (int model = 0; model < 3; model++) {
            files.add(temp.resolve(model + ".safetensors"));
            Safetensors.write(files.get(model), Map.of("q.weight", Weight.of(new float[8 * 16], 8, 16)), Map.of());
        }
        return DiskBank.build(temp.resolve("q.bank"), files, "q", Dtype.BF16);
    }

    @Test
    void aBankOnDiskHoldsNothing() {
        DiskBank bank = onDisk();
        assertThat(lines(bank))
                .startsWith("Bank on disk", "layer          q", "models         3", "shape of each  8 x 16")
                .contains(
                        "numbers        BF16",
                        "file           " + bank.path(),
                        "on disk        " + Amounts.bytes(bank.path().toFile().length()),
                        "in memory      nothing: it is read from its file when it is asked for",
                        "to free it     delete the file");
        assertThat(lines(bank.bank()))
                .endsWith("in memory      nothing: it is read from its file when it is asked for");
    }

    @Test
    void innerProducts() {
        assertThat(lines(new Gram("q", new double[][] {{1, 0}, {0, 1}})))
                .containsExactly(
                        "Inner products",
                        "layer       q",
                        "models      2",
                        "shape       2 x 2",
                        "in memory   32 bytes of Java's heap",
                        "to free it  %jungle free NAME, or NAME = null");
    }

    @Test
    void aTask() {
        WeightTask task = new WeightTask(
                Map.of("q", BANK), ClassTarget.of(new float[3][4]), new int[] {0, 1}, new int[0], new int[] {2});
        assertThat(lines(task))
                .containsExactly(
                        "Weight task",
                        "to be read            4 classes of 3 models",
                        "layers                1: q",
                        "models to learn from  2",
                        "models to choose by   0",
                        "models to test on     1",
                        "in memory             1.54 kB of Java's heap",
                        "to free it            %jungle free NAME, or NAME = null");
        WeightTask read =
                new WeightTask(Map.of("q", onDisk().bank()), task.target(), task.train(), task.val(), task.test());
        assertThat(lines(read))
                .endsWith("in memory             nothing: it is read from its file when it is asked for");
    }

    @Test
    void aJungle() {
        Recipe tiny = Recipe.of(Profile.QUICK)
                .withWorld(ShapeWorld.of(16), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2))
                .withAncestor(new Recipe.AncestorSettings(2, 8, 2, 1e-3))
                .withLora(new Recipe.LoraSettings(2, 2, 2, 1e-2, 5))
                .withConcepts(4, 3, 1);
        Jungle jungle = Jungle.grow(tiny, temp.resolve("jungle"));
        assertThat(lines(jungle))
                .contains(
                        "Jungle of LoRAs",
                        "recipe      " + tiny.hash(),
                        "LoRAs       12",
                        "concepts    4",
                        "folder      " + jungle.folder(),
                        "in memory   nothing but names: weights are read when they are asked for",
                        "to free it  delete the folder")
                .anyMatch(line -> line.matches("on disk +[1-9].* kB"));
    }

    @Test
    void aZoo() {
        InrRecipe recipe = InrRecipe.of(InrRecipe.Subject.DIGITS, Profile.QUICK)
                .withCount(2)
                .withTraining(2, 1e-3)
                .withStack(2);
        NetworkZoo zoo = NetworkZoo.grow(recipe, temp.resolve("zoo"));
        assertThat(lines(zoo))
                .containsExactly(
                        "Zoo of networks",
                        "recipe      " + recipe.hash(),
                        "networks    2",
                        "folder      " + zoo.folder(),
                        "in memory   the networks, once groups() has read them",
                        "to free it  %jungle free NAME, or NAME = null");
    }

    @Test
    void aJungleOfClassifiersOfWhichNothingIsGrown() {
        ClassifierRecipe recipe = ClassifierRecipe.of(Profile.QUICK);
        ClassifierJungle jungle = ClassifierJungle.grow(recipe, temp.resolve("classifiers"));
        assertThat(lines(jungle))
                .contains(
                        "Jungle of classifiers",
                        "models of each    " + recipe.children(),
                        "folder            " + jungle.folder())
                .anyMatch(line -> line.matches("trees +\\d: .*, .*"));
        assertThat(jungle.seconds()).isEmpty();
    }
}
