package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.ConvolutionView;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Tasks from files whose heads differ in size. */
class SharedLayersTest {

    private static final int MODELS = 12;

    @TempDir
    Path folder;

    private Models models;

    @BeforeEach
    void write() {
        List<Model> all = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            Seeds seeds = new Seeds(i);
            int classes = 2 + i % 3;
            Map<String, Weight> weights = new LinkedHashMap<>();
            weights.put("q.weight", Weight.of(seeds.split("q").normal(12), 3, 4));
            weights.put("head.weight", Weight.of(seeds.split("head").normal(4 * classes), classes, 4));
            weights.put("classifier.weight", Weight.of(seeds.split("c").normal(8), 2, 4));
            weights.put("row.weight", Weight.of(seeds.split("row").normal(4), 1, 4));
            Path file = folder.resolve("m" + i + ".safetensors");
            Safetensors.write(file, weights, Map.of());
            all.add(Model.of("m" + i, file)
                    .withSplit(i < 8 ? "train" : i < 10 ? "val" : "test")
                    .withNumber("x", i));
        }
        models = Models.of("tiny", all);
    }

    @Test
    void headsOfOtherSizesAreNotLookedAt() {
        assertThat(LayerBank.shared(models.files())).containsExactly("classifier", "q", "row");
        assertThat(LayerBank.readAll(models.files()).different()).containsOnlyKeys("head");
        WeightTask task = WeightTask.of(models, models.numberTarget("x"));
        assertThat(task.banks()).containsOnlyKeys("q");
        assertThat(task.train()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(task.val()).containsExactly(8, 9);
        assertThat(task.test()).containsExactly(10, 11);
        Expert.Reader reader = RidgeExpert.allLayers().fit(task, new Seeds(1));
        assertThat(reader.layersRead()).containsExactly("q");
        List<Path> asked = models.ofSplit("test").files();
        assertThat(reader.outputs(LayerBank.readAll(asked, reader.layersRead())))
                .isDeepEqualTo(reader.outputs(task.select(task.test())));
    }

    @Test
    void theLayersMayBeNamed() {
        WeightTask task = WeightTask.of(models, models.numberTarget("x"), ConvolutionView.FILTERS, List.of("row", "q"));
        assertThat(task.banks().keySet()).containsExactly("row", "q");
        assertThatThrownBy(
                        () -> WeightTask.of(models, models.numberTarget("x"), ConvolutionView.FILTERS, List.of("head")))
                .hasMessageContaining("layer 'head' in ");
        assertThatThrownBy(() -> WeightTask.of(models.ofSplit("train"), models.numberTarget("x")))
                .hasMessage("weight task: expected 12 models in layer 'q', found 8");
    }
}
