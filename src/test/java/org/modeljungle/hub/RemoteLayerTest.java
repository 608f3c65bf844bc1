package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** One layer without the file. */
class RemoteLayerTest extends HubCase {

    @Test
    void aLayerIsFetchedWithoutTheRest() {
        byte[] large = large(1);
        String commit =
                fake.add("someone/model", Map.of("model.safetensors", large)).resolved("main");

        Path file = hub().repo("someone/model").layer(LAYER);

        assertThat(asked()).hasSize(3);
        assertThat(fake.bytesSent.get()).isLessThan(large.length / 10);
        Safetensors part = Safetensors.open(file);
        assertThat(part.names()).containsExactly(LAYER + ".weight");
        assertThat(part.floats(LAYER + ".weight")).isEqualTo(values(1, LAYER));
        assertThat(part.metadata()).containsEntry("dataset_chosen_targets", "['cat', 'dog']");
        assertThat(file.toString()).contains(commit);
        assertThat(cache()).doesNotExist();
    }

    private static float[] values(long seed, String layer) {
        return new Seeds(seed).split(layer).normal(64 * 64);
    }

    /** A model whose first 64 KB are not the most of it. */
    private byte[] large(long seed) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int layer = 0; layer < 200; layer++) {
            String name = LAYER.replace(".1.", "." + layer + ".");
            weights.put(name + ".weight", Weight.of(values(seed, name), 64, 64));
            weights.put(name + ".bias", Weight.of(new float[64], 64));
        }
        return bytes(weights, Map.of("dataset_chosen_targets", "['cat', 'dog']"));
    }

    @Test
    void aLayerOnceFetchedCostsOneSmallRequest() {
        fake.add("someone/model", Map.of("model.safetensors", large(1)));
        Path file = hub().repo("someone/model").layer(LAYER);
        String commit = hub().repo("someone/model").commit();
        asked();

        assertThat(hub().repo("someone/model").layer(LAYER)).isEqualTo(file);
        assertThat(asked()).singleElement().asString().contains("/api/models/someone/model/revision/main");
        assertThat(hub().repo("someone/model@" + commit).layer(LAYER)).isEqualTo(file);
        assertThat(hub().offline().repo("someone/model").layer(LAYER)).isEqualTo(file);
        assertThat(asked()).isEmpty();

        fake.add("someone/model", Map.of("model.safetensors", large(2)));
        Path later = hub().repo("someone/model").layer(LAYER);
        assertThat(Safetensors.open(later).floats(LAYER + ".weight")).isEqualTo(values(2, LAYER));
        assertThat(Safetensors.open(file).floats(LAYER + ".weight")).isEqualTo(values(1, LAYER));
    }

    @Test
    void aHeaderLongerThanGuessedIsFetchedWhole() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int i = 0; i < 2000; i++) {
            weights.put("a.layer.with.a.long.name.%04d.weight".formatted(i), Weight.of(new float[] {i}, 1, 1));
        }
        byte[] bytes = bytes(weights, Map.of());
        for (int i = 0; i < 3; i++) {
            fake.add("someone/model" + i, Map.of("model.safetensors", bytes));
        }
        String layer = "a.layer.with.a.long.name.1234";

        Fetched layers =
                hub().withConnections(1).layer(List.of("someone/model0", "someone/model1", "someone/model2"), layer);

        assertThat(layers.complete()).isTrue();
        assertThat(asked()).as("the second time, its length is known").hasSize(4 + 3 + 3);
        assertThat(Safetensors.open(layers.files().get("someone/model2")).floats(layer + ".weight"))
                .containsExactly(1234);
    }

    @Test
    void thousandsAtOnceAndSomeOfThemBroken() {
        List<String> ids = new ArrayList<>();
        byte[] same = large(5);
        for (int i = 0; i < 200; i++) {
            ids.add("someone/model_" + i);
            fake.add(ids.get(i), Map.of("model.safetensors", same));
        }
        fake.repos.get(ids.get(17)).gated = true;
        fake.add(ids.get(40), Map.of("model.safetensors", "version https://git-lfs".getBytes(StandardCharsets.UTF_8)));
        ids.add("someone/none");

        Fetched layers = hub().layer(ids, LAYER);

        assertThat(layers.files()).hasSize(198);
        assertThat(layers.files().keySet()).isSubsetOf(ids).startsWith("someone/model_0", "someone/model_1");
        assertThat(layers.failed()).containsOnlyKeys(ids.get(17), ids.get(40), "someone/none");
        assertThat(layers.failed().get(ids.get(40))).startsWith("hub: someone/model_40: model.safetensors: expected");
        assertThat(layers.toString())
                .startsWith("198 of 201 models fetched\n  someone/model_17: hub: someone/model_17");
        assertThat(asked().size()).isLessThanOrEqualTo(3 * 201);
        assertThatThrownBy(layers::orThrow)
                .hasMessageStartingWith("hub: expected 201 models, found 198 of them; 'someone/model_17': hub: ");
        assertThatThrownBy(() -> hub().layer(List.of("a/b", "a/b"), LAYER)).hasMessage("hub: found 'a/b' twice");
    }

    @Test
    void adjacentTensorsAreOneRequest() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            weights.put("unet.block.%03d.lora.down.weight".formatted(i), Weight.of(new float[4 * 64], 4, 64));
            weights.put("unet.block.%03d.lora.up.weight".formatted(i), Weight.of(new float[64 * 4], 64, 4));
        }
        Map<String, String> scale = Map.of("lora_adapter_metadata", "{\"unet.r\": 4, \"unet.lora_alpha\": 4}");
        fake.add("someone/lora", Map.of("pytorch_lora_weights.safetensors", bytes(weights, scale)));

        Path file = hub().repo("someone/lora:pytorch_lora_weights.safetensors").layer("unet.block.250");

        assertThat(asked()).hasSize(3);
        assertThat(Adapter.open(file).rank("unet.block.250")).isEqualTo(4);
    }

    @Test
    void theScaleOfAnAdapterComesWithIt() {
        String name = "base_model.model.block.0.q";
        byte[] adapter = bytes(
                Map.of(
                        name + ".lora_A.weight", Weight.of(new float[] {1, 2}, 1, 2),
                        name + ".lora_B.weight", Weight.of(new float[] {3, 4}, 2, 1)),
                Map.of());
        byte[] config = "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 8}".getBytes(StandardCharsets.UTF_8);
        fake.add("someone/peft", Map.of("adapter_model.safetensors", adapter, "adapter_config.json", config));

        Path layer = hub().repo("someone/peft").layer("block.0.q");
        Path whole = hub().repo("someone/peft").weights();

        assertThat(Adapter.open(layer).scale("block.0.q")).isEqualTo(8);
        assertThat(Adapter.open(layer).change("block.0.q").dense())
                .isEqualTo(Adapter.open(whole).change("block.0.q").dense());
    }

    /** Whatever the file is called. */
    @Test
    void theScaleOfAnAdapterOfAnotherNameComesWithItToo() {
        byte[] adapter = bytes(
                Map.of(
                        "unet.q.lora_A.weight", Weight.of(new float[] {1, 2}, 1, 2),
                        "unet.q.lora_B.weight", Weight.of(new float[] {3, 4}, 2, 1)),
                Map.of());
        byte[] config = "{\"r\": 1, \"lora_alpha\": 4}".getBytes(StandardCharsets.UTF_8);
        fake.add("someone/lora", Map.of("pytorch_lora_weights.safetensors", adapter, "adapter_config.json", config));
        assertThat(Adapter.open(hub().repo("someone/lora").layer("unet.q")).scale("unet.q"))
                .isEqualTo(4);
        assertThat(Adapter.open(hub().repo("someone/lora").weights()).scale("unet.q"))
                .isEqualTo(4);
    }

    @Test
    void aLayerOfAModelInSeveralFilesComesFromItsOwn() {
        byte[] index =
                "{\"weight_map\": {\"a.weight\": \"m-00001-of-00002.safetensors\", \"b.weight\": \"m-00002-of-00002.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        fake.add(
                "someone/large",
                Map.of(
                        "model.safetensors.index.json", index,
                        "m-00001-of-00002.safetensors",
                                bytes(Map.of("a.weight", Weight.of(new float[] {1}, 1, 1)), Map.of()),
                        "m-00002-of-00002.safetensors",
                                bytes(Map.of("b.weight", Weight.of(new float[] {2}, 1, 1)), Map.of())));

        Path file = hub().repo("someone/large").layer("b");

        assertThat(Safetensors.open(file).floats("b.weight")).containsExactly(2);
        assertThat(asked()).noneMatch(line -> line.contains("00001"));
        assertThat(hub().offline().repo("someone/large").layer("b")).isEqualTo(file);
        assertThatThrownBy(() -> hub().offline().repo("someone/large").layer("a"))
                .as("of the whole model, the cache has the index alone")
                .isInstanceOf(HubException.class)
                .hasMessageContaining("expected m-00001-of-00002.safetensors in the cache while offline");
        assertThatThrownBy(() -> hub().offline().repo("someone/large").header())
                .hasMessageContaining("expected m-00001-of-00002.safetensors in the cache while offline");
        assertThatThrownBy(() -> hub().repo("someone/large").layer("c"))
                .hasMessage(
                        "hub: someone/large: model.safetensors.index.json: expected layer 'c' in one of its files, found it"
                                + " in none; header() lists what there is");
    }

    /** The index is in the cache once a layer was fetched; what it names is not. */
    @Test
    void anIndexInTheCacheIsNoModel() {
        byte[] index =
                "{\"weight_map\": {\"a.weight\": \"m-00001-of-00001.safetensors\"}}".getBytes(StandardCharsets.UTF_8);
        byte[] shard = bytes(Map.of("a.weight", Weight.of(new float[] {1}, 1, 1)), Map.of());
        String commit = fake.add(
                        "someone/large",
                        Map.of("model.safetensors.index.json", index, "m-00001-of-00001.safetensors", shard))
                .resolved("main");
        String id = "someone/large@" + commit + ":model.safetensors.index.json";
        Path file = hub().repo(id).layer("a");
        assertThat(hub().repo(id).layer("a")).isEqualTo(file);
        assertThat(Safetensors.open(file).floats("a.weight")).containsExactly(1);
        Path whole = hub().repo(id).weights();
        asked();
        assertThat(hub().repo(id).layer("a")).isEqualTo(whole);
        assertThat(asked()).isEmpty();
    }

    /** Its tensors take no byte, behind those that came with the header. */
    @Test
    void aChangeOfRankZeroIsFetched() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("a.other.weight", Weight.of(new float[1 << 16], 256, 256));
        weights.put("q.lora.down.weight", Weight.of(new float[0], 0, 3));
        weights.put("q.lora.up.weight", Weight.of(new float[0], 2, 0));
        fake.add("someone/pruned", Map.of("model.safetensors", bytes(weights, Map.of())));
        Path file = hub().repo("someone/pruned").layer("q");
        assertThat(Adapter.open(file).change("q").dense()).hasSize(6).containsOnly(0);
    }

    /** An empty tensor lies where another one begins. */
    @Test
    void anEmptyTensorBesideALayersOthersIsFetched() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("z.weight_scale", Weight.of(new long[0], 0)); // before all others
        weights.put("z.weight", Weight.of(new float[1 << 15], 128, 256));
        fake.add("someone/model", Map.of("model.safetensors", bytes(weights, Map.of())));
        Path file = hub().repo("someone/model").layer("z");
        assertThat(Safetensors.open(file).floats("z.weight")).hasSize(1 << 15);
    }

    @Test
    void whatWasFetchedOfAFileOfAnotherNameIsFoundOffline() {
        byte[] adapter = bytes(
                Map.of(
                        "q.lora.down.weight",
                        Weight.of(new float[2], 1, 2),
                        "q.lora.up.weight",
                        Weight.of(new float[2], 2, 1)),
                Map.of());
        fake.add("someone/lora", Map.of("pytorch_lora_weights.safetensors", adapter));
        Path layer = hub().repo("someone/lora").layer("q");
        asked();
        assertThat(hub().offline().repo("someone/lora").layer("q")).isEqualTo(layer);
        assertThatThrownBy(() -> hub().offline().repo("someone/lora").layer("k"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("while offline");
        assertThat(asked()).isEmpty();
    }

    @Test
    void aLayerThatIsNotThereIsSaidWithWhatIsLikeIt() {
        addModel("someone/model", 1);
        assertThatThrownBy(() -> hub().repo("someone/model").layer("encoder.layer.7.attention.output.dense"))
                .hasMessageStartingWith("hub: someone/model: model.safetensors: expected layer"
                        + " 'encoder.layer.7.attention.output.dense', found no tensor of it; closest: 'encoder.layer.")
                .hasMessageEndingWith("; header() lists what the file has");
        assertThat(hub().repo("someone/model").header().tensors()).containsKey(LAYER + ".weight");
    }

    @Test
    void aSignedAddressThatHasExpiredIsAskedForAgain() {
        byte[] large = large(1);
        fake.add("someone/model", Map.of("model.safetensors", large));
        int[] count = {0};
        fake.mirrorHook = exchange -> {
            try {
                if (++count[0] == 2) {
                    exchange.sendResponseHeaders(403, -1);
                    return true;
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return false;
        };
        assertThat(hub().repo("someone/model").layer(LAYER)).exists();
        assertThat(asked()).hasSize(5);
    }
}
