package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
}
