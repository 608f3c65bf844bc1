package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Model;
import org.modeljungle.store.ModelJ;
import org.modeljungle.store.Models;

/** Models of a hub where models of a folder are. */
class HubModelsTest extends HubCase {

    @Test
    void modelsOfAHubAreReadLikeThoseOfAFolder() {
        addModel("someone/a", 1);
        addModel("someone/b", 2);
        List<String> ids = List.of("someone/a", "someone/b");

        Models whole = Models.hub(hub(), ids);
        Models layer = Models.hub(hub().withCache(folder.resolve("empty")), ids, LAYER);

        assertThat(whole.ids()).isEqualTo(ids);
        assertThat(whole.withCards().get(0).classes()).contains(List.of("cat", "dog"));
        assertThat(layer.withCards().get(1).classes()).contains(List.of("cat", "dog"));
        assertThat(LayerBank.read(layer, LAYER).matrix(1))
                .isEqualTo(LayerBank.read(whole, LAYER).matrix(1));
        assertThat(layer.check().allSound()).isTrue();
    }

    @Test
    void modelsThatCannotBeHadAreLeftOutOnRequest() {
        addModel("someone/a", 1);
        List<String> ids = List.of("someone/a", "someone/none");
        assertThatThrownBy(() -> Models.hub(hub(), ids))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith(
                        "hub: expected 2 models, found 1 of them; 'someone/none': hub: someone/none: expected a"
                                + " model, found none of its name, or a private one");
        assertThat(Models.of(hub().download(ids))).hasToString("1 model of the hub (without 1 that could not be had)");
    }

    @Test
    void modelJIsFoundByTheNamesOfItsSubsets() {
        for (int i : new int[] {2, 10, 1}) {
            addModel("ProbeX/Model-J__SupViT__model_idx_%04d".formatted(i), i);
        }
        Map<String, byte[]> loras = new TreeMap<>(Map.of("README.md", new byte[3]));
        for (String split : List.of("train", "val_holdout")) {
            loras.put(split + "/model_idx_0003/pytorch_lora_weights.safetensors", weights(3));
            loras.put(split + "/model_idx_0003/training_images/1.bin", new byte[3]);
        }
        fake.add("ProbeX/Model-J__SD_200", loras);

        assertThat(ModelJ.ids(hub(), "SupViT"))
                .containsExactly(
                        "ProbeX/Model-J__SupViT__model_idx_0001",
                        "ProbeX/Model-J__SupViT__model_idx_0002",
                        "ProbeX/Model-J__SupViT__model_idx_0010");
        assertThat(Models.modelJ(hub(), "SupViT", LAYER).trees())
                .containsOnly("SupViT")
                .hasSize(3);
        Models sd = Models.modelJ(hub(), "SD_200", LAYER);
        assertThat(sd).extracting(Model::id).containsExactly("train/model_idx_0003", "val_holdout/model_idx_0003");
        assertThat(sd.splits()).containsExactly("train", "val_holdout");
        assertThatThrownBy(() -> ModelJ.ids(hub(), "GPT"))
                .hasMessage(
                        "Model-J: expected one of the subsets [SupViT, DINO, MAE, ResNet] and [SD_200, SD_1k], found 'GPT'");
        assertThatThrownBy(() -> ModelJ.ids(hub(), "MAE"))
                .hasMessageStartingWith("Model-J: expected models of MAE at hub http://127.0.0.1:")
                .hasMessageEndingWith("found none; check the endpoint");
    }

    private void table(String split, int from, int to) {
        fake.tables.put(
                "ProbeX/Model-J/SupViT/" + split,
                IntStream.range(from, to)
                        .mapToObj(i ->
                                "{\"hf_model_id\":\"%s\",\"model_idx\":%d,\"note\":null}".formatted(classifier(i), i))
                        .toList());
    }

    private static String classifier(int index) {
        return "ProbeX/Model-J__SupViT__model_idx_%04d".formatted(index);
    }

    @Test
    void splitsOfClassifiersAreInTheDataSetsTable() {
        table("train", 0, 230);
        table("val", 230, 330);
        table("test", 330, 333);
        for (int i : new int[] {1, 229, 230, 332, 333}) {
            addModel(classifier(i), i);
        }
        Hub hub = hub().withToken("secret").withViewer(fake.endpoint());
        Map<String, String> splits = ModelJ.splits(hub, "SupViT");
        assertThat(splits).hasSize(333).containsEntry(classifier(229), "train").containsEntry(classifier(230), "val");
        assertThat(fake.log.stream().filter(line -> line.contains("/rows")))
                .hasSize(3 + 1 + 1)
                .noneMatch(line -> line.endsWith(" token"));

        Models models = Models.modelJ(hub, "SupViT", LAYER).withSplits(splits);
        assertThat(models.stream().map(Model::split))
                .containsExactly(
                        Optional.of("train"),
                        Optional.of("train"),
                        Optional.of("val"),
                        Optional.of("test"),
                        Optional.empty());
        assertThat(hub.rows("ProbeX/Model-J", "SupViT", "test").get(2))
                .isEqualTo(Map.of("hf_model_id", classifier(332), "model_idx", "332"));
        assertThatThrownBy(() -> models.ofSplit("test").withSplits(Map.of("a/b", "train")))
                .hasMessageEndingWith(
                        "expected splits of these models, found 1 of others, such as 'a/b'; ids() has the names");
    }

    @Test
    void aTableThatIsNotWholeIsRefused() {
        table("train", 0, 120);
        table("val", 119, 121);
        table("test", 0, 0);
        Hub hub = hub().withViewer(fake.endpoint());
        assertThatThrownBy(() -> ModelJ.splits(hub, "SupViT"))
                .hasMessage(
                        "Model-J: expected each model once in the column 'hf_model_id' of the splits of SupViT, found '%s'"
                                        .formatted(classifier(119))
                                + " in val");
        for (List<String> change : List.of(
                List.of("\"partial\":false", "\"partial\":true", "all rows"),
                List.of("\"num_rows_total\":120", "\"num_rows_total\":121", "the next rows"),
                List.of("\"num_rows_total\"", "\"rows_total\"", "a number of rows"),
                List.of("\"truncated_cells\":[]", "\"truncated_cells\":[\"note\"]", "whole cells"),
                List.of("\"rows\"", "\"lines\"", "the next rows"))) {
            fake.tablePage = page -> page.replace(change.get(0), change.get(1));
            assertThatThrownBy(() -> hub.rows("ProbeX/Model-J", "SupViT", "train"))
                    .isInstanceOf(HubException.class)
                    .hasMessageStartingWith("hub: data set ProbeX/Model-J, SupViT, train: expected " + change.get(2));
        }
        fake.tablePage = page -> page;
        assertThat(hub.rows("ProbeX/Model-J", "SupViT", "test")).isEmpty();
        assertThatThrownBy(() -> hub.rows("ProbeX/Model-J", "DINO", "train"))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith("hub: data set ProbeX/Model-J, DINO, train: expected ");
        assertThatThrownBy(() -> hub.offline().rows("ProbeX/Model-J", "SupViT", "train"))
                .hasMessageContaining("offline");
        assertThatThrownBy(() -> ModelJ.splits(hub, "SD_200"))
                .hasMessage(
                        "Model-J: expected one of the subsets [SupViT, DINO, MAE, ResNet], found 'SD_200'; LoRAs come"
                                + " with their splits");
    }
}
