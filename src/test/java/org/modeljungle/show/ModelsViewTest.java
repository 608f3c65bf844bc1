package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.kernel.Payload;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class ModelsViewTest {

    @TempDir
    Path folder;

    private Models some() throws IOException {
        List<Model> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Model model = WeightFiles.plain(folder, "m" + i, i)
                    .withSplit(i < 4 ? "train" : "test")
                    .withClasses(i < 3 ? List.of("cat", "dog") : List.of("cat", "owl", "fox"))
                    .withNumber("accuracy", .5 + .1 * i)
                    .withField("optimiser", i < 5 ? "adam" : "sgd");
            all.add(i < 5 ? model.withTree(i < 3 ? "oak" : "elm") : model);
        }
        all.add(WeightFiles.lora(folder, "lora", 1).withCaption("a red circle"));
        Path damaged = folder.resolve("damaged.safetensors");
        Files.writeString(damaged, "this is no weight file");
        all.add(Model.of("damaged", damaged));
        all.add(Model.of("gone", folder.resolve("gone.safetensors")));
        return Models.of("a test", all);
    }

    @Test
    void whatIsKnownIsCounted() throws IOException {
        String text = ModelsView.of(some()).text();
        assertThat(text).startsWith("9 models from a test\n");
        assertThat(text)
                .containsPattern("trees +elm 2, oak 3, unknown of 4\n")
                .containsPattern("splits +test 2, train 4, unknown of 3\n")
                .containsPattern("classes +2 to 3 of 4 each, known of 6 models\n")
                .containsPattern("captions +1 different, known of 1 model: \"a red circle\"\n")
                .containsPattern("files +704 bytes of weights, 56 bytes to 108 bytes each\n")
                .containsPattern("architectures +2: 6 of 3 tensors with 27 numbers, 1 of 2 tensors with 14 numbers\n")
                .containsPattern("accuracy +6 +0.50 +0.75 +1.00")
                .containsPattern("optimiser +6 +- +- +- +2: adam, sgd");
    }

    @Test
    void brokenFilesAreNamedWithTheReason() throws IOException {
        assertThat(ModelsView.of(some()).text())
                .containsPattern("broken files +2: damaged \\(.*damaged.safetensors: expected .*; gone \\(.*"
                        + "gone.safetensors: expected a safetensors file, found nothing there; check the path\\)\n");
        List<Model> gone = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            gone.add(Model.of("g" + i, folder.resolve("g" + i)));
        }
        assertThat(ModelsView.of(Models.of("nowhere", gone)).text())
                .contains("; also g3, g4, g5, g6, g7, g8, and 3 more")
                .doesNotContain("architectures");
        assertThat(ModelsView.of(Models.of("nowhere", gone)).full().text())
                .contains("; g11 (")
                .doesNotContain("also");
    }

    @Test
    void aChartCountsTheTrees() throws IOException {
        BarChart chart = (BarChart) ModelsView.of(some()).drawing().orElseThrow();
        assertThat(chart.categories()).containsExactly("elm", "oak", "no known tree");
        assertThat(chart.series().get(0).values()).containsExactly(2, 3, 4); // not of every model is the split known
        Models known = some().where(model -> model.split().isPresent());
        BarChart parts = (BarChart) ModelsView.of(known).drawing().orElseThrow();
        assertThat(parts.series()).extracting(BarChart.Series::name).containsExactly("test", "train");
        assertThat(parts.series().get(0).values()).containsExactly(1, 0, 1);
        assertThat(parts.series().get(1).values()).containsExactly(1, 3, 0);
        assertThat(ModelsView.of(some().ofTree("oak")).drawing()).isEmpty();
    }

    @Test
    void noModelsAreShownToo() {
        Models none = Models.of("an empty list", List.of());
        assertThat(ModelsView.of(none).text()).isEqualTo("0 models from an empty list");
        assertThat(ModelsView.of(none).full().html()).contains("0 models from an empty list");
    }

    @Test
    void fullListsEachModel() throws IOException {
        assertThat(ModelsView.of(some()).text()).doesNotContain("m4");
        assertThat(ModelsView.of(some()).full().text()).contains("m4", "9 rows");
    }

    @Test
    void showTakesModelsAndEscapesWhatIsKnownOfThem() throws IOException {
        String evil = WeightFiles.EVIL;
        List<Model> all = new ArrayList<>();
        for (String tree : List.of(evil, "other")) {
            all.add(WeightFiles.plain(folder, tree + 1, 1)
                    .withTree(tree)
                    .withSplit(evil)
                    .withCaption(evil)
                    .withClasses(List.of(evil))
                    .withNumber(evil, 1)
                    .withField(evil + 2, evil));
        }
        all.add(Model.of(evil, folder.resolve("<b>.safetensors")));
        Payload payload = Payloads.of(Models.of(evil, all));
        assertThat(payload.data()).containsKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
        assertThat((String) payload.data().get(Payload.HTML))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "<img src=x", "<b>");
        assertThat((String) Payloads.of(ModelsView.of(Models.of(evil, all)).full())
                        .data()
                        .get(Payload.HTML))
                .doesNotContain("<script", "<img src=x", "<b>");
    }

    @Test
    void theCardOfAModelHasWhatItsFileSays() {
        Model model = WeightFiles.plain(folder, "one", 3)
                .withTree("oak")
                .withNumber("seed", 3)
                .withClasses(List.of("cat", "dog"));
        String text = ModelView.of(model).text();
        assertThat(text)
                .startsWith("Model one\n")
                .containsPattern("tree +oak\n")
                .containsPattern("classes +2: cat, dog\n")
                .containsPattern("weights +108 bytes in 3 tensors, 27 numbers\n")
                .containsPattern("file's own note +<script>")
                .doesNotContain("file's own seed") // known already
                .containsPattern("a.weight +F32 +\\[3, 4\\] +12 +48\n")
                .containsPattern("b.bias +F32 +\\[5\\] +5 +20\n");
        BarChart chart = (BarChart) ModelView.of(model).drawing().orElseThrow();
        assertThat(chart.categories()).containsExactly("a", "b", "biases and norms");
        assertThat(chart.series().get(0).values()).containsExactly(12, 10, 5);
        Payload payload = Payloads.of(model);
        assertThat((String) payload.data().get(Payload.HTML))
                .contains("<details>", "&lt;script&gt;")
                .doesNotContain("<script", "<img src=x");
    }

    @Test
    void namesAreReadWithoutTheModelsPrefixes() throws IOException {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        tensors.put("module.a.weight", Weight.of(new Seeds(3).split("a").normal(12), 3, 4));
        tensors.put("module.b.weight", Weight.of(new Seeds(3).split("b").normal(10), 5, 2));
        tensors.put("module.b.bias", Weight.of(new Seeds(3).split("c").normal(5), 5));
        Path file = folder.resolve("prefixed.safetensors");
        Safetensors.write(file, tensors, Map.of());
        Model model = Model.of("prefixed", file).withoutPrefixes(List.of("module."));
        assertThat(ModelView.of(model).text())
                .containsPattern("names read without +module\\.\n")
                .containsPattern("\na.weight +F32 +\\[3, 4\\]")
                .containsPattern("\nb.bias +it is a vector")
                .doesNotContain("module.a", "module.b");
        BarChart chart = (BarChart) ModelView.of(model).drawing().orElseThrow();
        assertThat(chart.categories()).containsExactly("a", "b", "biases and norms");
        Models both = Models.of("both", List.of(WeightFiles.plain(folder, "plain", 3), model));
        assertThat(ModelsView.of(both).text()).containsPattern("architectures +1: 2 of 3 tensors with 27 numbers\n");
        WeightView own = WeightView.of(model, "a");
        assertThat(own.weights()).isEqualTo(WeightView.of(both.get(0), "a").weights());
        assertThat(own.against(both.get(0)).difference()).containsOnly(0);
        assertThat(WeightView.of(both.get(0), "a.weight").against(model).difference())
                .containsOnly(0);
    }

    @Test
    void theCardOfABrokenModelSaysWhatIsWrong() {
        Model gone = Model.of("gone", folder.resolve("gone.safetensors")).withTree("oak");
        assertThat(ModelView.of(gone).text())
                .containsPattern("tree +oak\n")
                .containsPattern("broken file +.*expected a safetensors file, found nothing there; check the path");
        assertThat(Payloads.of(gone).data()).containsKey(Payload.HTML).doesNotContainKey(Payload.PNG);
    }
}
