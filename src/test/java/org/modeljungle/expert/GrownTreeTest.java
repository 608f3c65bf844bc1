package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Family;
import org.modeljungle.layers.ConvolutionView;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;
import org.modeljungle.router.Route;
import org.modeljungle.router.Survey;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

/** A mixture of tree experts on a tiny jungle from files: routing, reading, and strangers. */
class GrownTreeTest {

    private static final ClassifierRecipe RECIPE = ClassifierRecipe.of(Profile.QUICK)
            .withSeed(3)
            .withData(
                    new ShapeClasses(ShapeWorld.of(16), 1, 1, 1),
                    10,
                    new Vit.Settings(16, 3, 4, 16, 1, 2, 32),
                    new ResNet.Settings(16, 3, List.of(8, 16), 1, 4))
            .withFamilies(Family.SUPVIT, Family.RESNET)
            .withAncestor(Family.SUPVIT, new ClassifierRecipe.AncestorSettings(5, 8, 1e-3))
            .withAncestor(Family.RESNET, new ClassifierRecipe.AncestorSettings(5, 8, 1e-3))
            .withChild(new ClassifierRecipe.ChildSettings(50, 4, List.of(3), 1e-4, 1e-3, List.of(0.0)))
            .withChildren(20)
            .withUnrelated(new ClassifierRecipe.UnrelatedSettings(4, 2))
            .withStack(10);

    @TempDir
    static Path folder;

    static ClassifierJungle jungle;

    @BeforeAll
    static void grow() {
        jungle = ClassifierJungle.grow(RECIPE, folder);
    }

    @Test
    void aTasksPartsAreTheFilesSplitsAndHeadsAreLeftOut() {
        WeightTask task = task(Family.SUPVIT, ConvolutionView.FILTERS);
        assertThat(task.train()).hasSize(14);
        assertThat(task.val()).containsExactly(7, 17);
        assertThat(task.test()).containsExactly(8, 9, 18, 19);
        assertThat(task.target().width()).isEqualTo(100);
        assertThat(task.banks().keySet())
                .contains("vit.encoder.layer.0.output.dense", "vit.embeddings.patch_embeddings.projection")
                .noneMatch(layer -> layer.startsWith("classifier"));
        assertThat(task.banks().values()).allMatch(bank -> bank.rows() > 1 && bank.cols() > 1);
    }

    @Test
    void convolutionsMayBeViewedInEitherWay() {
        String layer = "resnet.encoder.stages.1.layers.0.layer.0.convolution";
        WeightTask filters = task(Family.RESNET, ConvolutionView.FILTERS);
        WeightTask cut = task(Family.RESNET, ConvolutionView.REINTERPRETED);
        assertThat(filters.banks().keySet())
                .contains(layer)
                .isEqualTo(cut.banks().keySet());
        assertThat(List.of(filters.bank(layer).rows(), filters.bank(layer).cols()))
                .containsExactly(16, 72);
        assertThat(List.of(cut.bank(layer).rows(), cut.bank(layer).cols())).containsExactly(72, 16);
        assertThat(cut.bank(layer).matrix(3)).isEqualTo(filters.bank(layer).matrix(3));
    }

    @Test
    void eachModelIsReadByTheExpertOfItsTree() {
        List<Path> files = new ArrayList<>();
        Map<Integer, Expert.Reader> readers = new LinkedHashMap<>();
        for (Family family : jungle.recipe().families()) {
            files.addAll(jungle.models(family).files());
        }
        Survey survey = Survey.of(files);
        assertThat(survey.trees().count()).isEqualTo(2);
        for (Family family : jungle.recipe().families()) {
            int tree = survey.trees()
                    .labels()[files.indexOf(jungle.models(family).get(0).file())];
            readers.put(tree, RidgeExpert.allLayers().fit(task(family, ConvolutionView.FILTERS), new Seeds(1)));
        }
        TreeExperts experts = new TreeExperts(survey.router(), readers);
        List<TreeExperts.Reading> readings = experts.read(files);
        WeightTask task = task(Family.SUPVIT, ConvolutionView.FILTERS);
        float[][] direct = RidgeExpert.allLayers().fit(task, new Seeds(1)).outputs(task.banks());
        for (int i = 0; i < 20; i++) {
            assertThat(readings.get(i).route().tree())
                    .isEqualTo(readings.get(0).route().tree());
            assertThat(readings.get(i).outputs()).isEqualTo(direct[i]);
        }
        Model stranger = jungle.unrelated().get(0);
        TreeExperts.Reading unread = experts.read(List.of(stranger.file())).get(0);
        assertThat(unread.route().tree()).isEqualTo(Route.UNKNOWN);
        assertThat(unread.outputs()).isEmpty();
        List<Path> both = List.of(files.get(0), stranger.file());
        assertThat(experts.outputs(both)[1]).containsOnly(0);
        Models models = jungle.models(Family.SUPVIT);
        Expert.Reader number = new ScalarRidgeExpert()
                .fit(task.withTarget(models.numberTarget(ClassifierJungle.LEARNING_RATE)), new Seeds(1));
        TreeExperts numbers = new TreeExperts(survey.router(), Map.of(0, number, 1, number));
        assertThatThrownBy(() -> numbers.outputs(both))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tree experts: expected models of known trees, found 1 of none, for which these experts have"
                                + " no outputs; read(...) says so of each");
        assertThatThrownBy(() -> new TreeExperts(survey.router(), Map.of(0, readers.get(0))))
                .hasMessage("tree experts: expected a reader for each of 2 trees, found none for tree 1");
    }

    private static WeightTask task(Family family, ConvolutionView view) {
        Models models = jungle.models(family);
        return WeightTask.of(models, models.classTarget(jungle.classes()), view);
    }
}
