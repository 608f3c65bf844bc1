package org.modeljungle.jungle.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeljungle.Digests;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.hub.Fetched;
import org.modeljungle.hub.Hub;
import org.modeljungle.hub.LocalHub;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

class PublicationTest {

    private static final Recipe TINY = Recipe.of(Profile.QUICK)
            .withSeed(7)
            .withWorld(ShapeWorld.of(16), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2))
            .withAncestor(new Recipe.AncestorSettings(20, 8, 2, 1e-3))
            .withLora(new Recipe.LoraSettings(4, 5, 2, 1e-2, 5))
            .withConcepts(4, 3, 1);

    @TempDir
    static Path grown;

    private static Jungle jungle;
    private static FineTuned child;
    private static String layer;

    @TempDir
    Path folder;

    @BeforeAll
    static void grow() {
        jungle = Jungle.grow(TINY, grown.resolve("jungle"));
        FineTuned base = FineTuned.base(jungle.ancestorFile());
        child = base.with(jungle.models().get(3).file());
        layer = jungle.net().loraLayers().get(1);
    }

    private static Release release(Dialect dialect, Dtype dtype, Optional<Damage> damage) {
        return new Release(dialect, dtype, 8, Dialect.PARALLEL, false, Optional.of("a red circle"), damage);
    }

    private static String name(Dialect dialect) {
        return switch (dialect) {
            case KOHYA, LOHA, LOKR -> "lora_unet_" + layer.replace('.', '_');
            case WRAPPED -> "module." + layer;
            default -> layer;
        };
    }

    @ParameterizedTest
    @EnumSource
    void theSameChangeStandsBehindEveryDialect(Dialect dialect) {
        Path base = release(Dialect.WHOLE, Dtype.F32, Optional.empty())
                .write(folder.resolve("base"), FineTuned.base(jungle.ancestorFile()));
        float[] wanted = child.changes().get(layer).dense();
        Map<Dtype, Float> errors = Map.of(Dtype.F32, 1e-6f, Dtype.F16, 2e-3f, Dtype.BF16, 2e-2f);
        float largest =
                largest(dialect.isWhole() ? child.whole().get(layer + ".weight").values() : wanted);
        errors.forEach((dtype, error) -> {
            Path file = release(dialect, dtype, Optional.empty()).write(folder.resolve("model-" + dtype), child);
            LayerBank bank = LayerBank.read(List.of(file), name(dialect));
            LayerBank change = dialect.isWhole() ? bank.less(LayerBank.read(List.of(base), layer)) : bank;
            assertThat(change.matrix(0)).containsExactly(wanted, within(error * largest));
            assertThat(ModelCard.read(file).caption()).isEqualTo("a red circle");
        });
        List<Path> lora = List.of(jungle.models().get(3).file());
        assertThat(LayerBank.read(lora, layer).matrix(0)).containsExactly(wanted, within(1e-9f));
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Test
    void theWholeModelComputesWhatTheLoraDoes() {
        // the network takes x W with W [in, out], q, k and v beside one another
        String block = layer.substring(0, layer.lastIndexOf('.'));
        FineTuned base = FineTuned.base(jungle.ancestorFile());
        Tensor fused = fused(block);
        int width = fused.rows();
        List<String> parts = List.of(".to_q", ".to_k", ".to_v");
        for (int part = 0; part < 3; part++) {
            Tensor weight = child.whole().get(block + parts.get(part) + ".weight"); // [out, in]
            LayerChange.LowRank change = child.changes().get(block + parts.get(part));
            for (int in = 0; in < width; in++) {
                for (int out = 0; out < width; out++) {
                    float stored = fused.values()[in * 3 * width + part * width + out];
                    float added = change.dense()[out * width + in];
                    assertThat(weight.values()[out * width + in]).isEqualTo(stored + added, within(1e-6f));
                }
            }
        }
        assertThat(base.whole()).hasSameSizeAs(child.whole());
    }

    private static Tensor fused(String block) {
        Safetensors file = Safetensors.open(jungle.ancestorFile());
        String name = block + ".to_qkv.weight";
        return Tensor.of(file.floats(name), file.info(name).shape());
    }

    @Test
    void aShardedModelIsRead() {
        Release sharded = new Release(Dialect.WHOLE, Dtype.F32, 1, "", true, Optional.empty(), Optional.empty());
        Path index = sharded.write(folder.resolve("model"), child);
        assertThat(index).hasFileName("model.safetensors.index.json");
        assertThat(LayerBank.read(List.of(index), layer).matrix(0))
                .isEqualTo(child.whole().get(layer + ".weight").values());
        assertThat(Models.find(folder.resolve("model")).sound().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyDamageIsFound(Damage damage) {
        Path whole = folder.resolve("hub/strangers/sound");
        release(damage.dialect(), Dtype.F32, Optional.empty()).write(whole, child);
        release(damage.dialect(), Dtype.F32, Optional.empty()).write(folder.resolve("hub/strangers/too"), child);
        release(damage.dialect(), Dtype.F16, Optional.of(damage)).write(folder.resolve("hub/strangers/bad"), child);
        try (LocalHub local = LocalHub.serve(folder.resolve("hub"))) {
            Hub hub =
                    Hub.at(local.address()).withCache(folder.resolve("cache")).withLayerCache(folder.resolve("layers"));
            Fetched fetched = hub.layer(local.ids(), layer);
            Checked checked = LayerBank.check(Models.of(fetched), List.of(layer));
            assertThat(checked.sound().ids()).containsExactly("strangers/sound", "strangers/too");
            assertThat(fetched.failed().size() + checked.broken().size()).isEqualTo(1);
        }
    }

    @Test
    void aPublicationIsTheSameTwiceAndSaysWhatIsTrue() throws IOException {
        Publication published = Publication.write(folder.resolve("a"), List.of(jungle), new Seeds(5));
        Publication again = Publication.write(folder.resolve("b"), List.of(jungle), new Seeds(5));
        assertThat(digests(folder.resolve("b"))).isEqualTo(digests(folder.resolve("a")));
        assertThat(digests(Publication.write(folder.resolve("c"), List.of(jungle), new Seeds(6))
                        .folder()))
                .isNotEqualTo(digests(folder.resolve("a")));
        assertThat(again.models().ids()).isEqualTo(published.models().ids());
        assertThat(published.bases()).containsExactly("workshop/base-a");
        Models models = published.models();
        assertThat(models.size()).isEqualTo(jungle.models().size());
        assertThat(models.captions())
                .containsExactlyInAnyOrderElementsOf(jungle.models().captions());
        assertThat(models.trees()).containsOnly("workshop/base-a");
        assertThat(models.fields(Publication.DAMAGE))
                .filteredOn(damage -> !damage.equals("none"))
                .hasSize(1);
        for (Model model : models.where(model -> model.field(Publication.DAMAGE).equals(Optional.of("none")))) {
            boolean card = ModelCard.read(model.file()).find(ModelCard.CAPTION).equals(model.caption());
            assertThat(card ? "yes" : "no")
                    .isEqualTo(model.field(Publication.CARD).orElseThrow());
        }
        assertThatThrownBy(() -> Publication.write(folder, List.of(), new Seeds(5)))
                .hasMessage("publication: expected 1 jungle or more, found none");
    }

    private static Map<String, String> digests(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> digests.put(root.relativize(file).toString(), Digests.ofFiles(List.of(file))));
        }
        return new LinkedHashMap<>(digests);
    }
}
