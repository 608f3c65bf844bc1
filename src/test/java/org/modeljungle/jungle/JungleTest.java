package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.store.Models;
import org.modeljungle.weights.ModelCard;

class JungleTest {

    /** 12 LoRAs of 4 concepts in 3 stacks; 1 concept held out. */
    static final Recipe TINY = new Recipe(
            1,
            7,
            ShapeWorld.of(16),
            new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2),
            new Recipe.AncestorSettings(20, 8, 2, 1e-3),
            new Recipe.LoraSettings(4, 5, 2, 1e-2, 5),
            4,
            3,
            1);

    @TempDir
    Path temp;

    @Test
    void theSameRecipeGivesTheSameBytesTwice() {
        Jungle a = Jungle.grow(TINY, temp.resolve("a"));
        Jungle b = Jungle.grow(TINY, temp.resolve("b"));
        assertThat(a.sha256()).isEqualTo(b.sha256()).hasSize(64);
        assertThat(Growth.hashes(temp.resolve("a")))
                .isEqualTo(Growth.hashes(temp.resolve("b")))
                .hasSize(12 + 1 + 10 + 1);
    }

    @Test
    void anotherSeedGivesOtherModels() {
        Jungle a = Jungle.grow(TINY, temp.resolve("a"));
        Jungle b = Jungle.grow(TINY.withSeed(8), temp.resolve("b"));
        assertThat(b.ancestor()).isNotEqualTo(a.ancestor());
        assertThat(b.sha256()).isNotEqualTo(a.sha256());
        assertThat(b.recipe().hash()).isNotEqualTo(a.recipe().hash());
    }

    @Test
    void stoppedAtAnyMomentItGoesOnAndEndsWithTheSameBytes() {
        Jungle.grow(TINY, temp.resolve("whole"));
        int stops = 0;
        Path folder = temp.resolve("stopped");
        for (int after = 1; !isComplete(folder); after += 3) {
            if (stopAfter(folder, after)) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(Growth.hashes(folder)).isEqualTo(Growth.hashes(temp.resolve("whole")));
    }

    @Test
    void aStackWhoseFilesAreHalfWrittenGrowsAnew() throws IOException {
        Path folder = temp.resolve("jungle");
        Jungle.grow(TINY, folder);
        Map<String, String> whole = Growth.hashes(folder);
        Manifest manifest = Manifest.read(folder);
        Path victim = folder.resolve(manifest.members().get(3).file());
        new Manifest(manifest.recipe(), manifest.hash(), manifest.members().subList(5, 12)).write(folder);
        Files.writeString(victim, "half"); // what a kill before the manifest's entry may leave
        Jungle.grow(TINY, folder);
        assertThat(Growth.hashes(folder)).isEqualTo(whole);
    }

    @Test
    void theLayoutIsModelJs() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        assertThat(Models.modelJ(jungle.folder()))
                .hasToString(
                        "12 models of " + jungle.folder() + ": 3 train, 3 val, 3 test, 1 val_holdout, 2 test_holdout");
        ModelTree.Model model = jungle.tree().models().get(11);
        assertThat(model.file())
                .isEqualTo(jungle.folder().resolve("test/model_idx_0011/pytorch_lora_weights.safetensors"));
        assertThat(ModelCard.read(model.file()).caption()).isEqualTo(model.caption());
        assertThat(ModelCard.read(model.file()).number("steps")).isEqualTo(5);
    }

    @Test
    void banksHoldEveryModelsLayer() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        LayerBank bank = jungle.tree().bank("blocks.0.attn.to_q");
        assertThat(bank.models()).isEqualTo(12);
        assertThat(bank.rows()).isEqualTo(16);
        assertThat(jungle.tree().banks().keySet())
                .containsExactlyInAnyOrderElementsOf(jungle.net().loraLayers());
        assertThatThrownBy(() -> jungle.tree().bank("blocks.7.attn.to_q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks.7.attn.to_q");
    }

    @Test
    void aModelDrawsWhatItsWeightsSay() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        float[] both = jungle.draw(new int[] {2, 5}, 1, 3, new Seeds(1));
        float[] one = jungle.draw(new int[] {5}, 1, 3, new Seeds(1));
        assertThat(both).hasSize(2 * 768);
        assertThat(Arrays.copyOfRange(both, 768, 1536)).isEqualTo(one);
        assertThatThrownBy(() -> jungle.draw(new int[] {12}, 1, 3, new Seeds(1)))
                .hasMessage("jungle: expected models 0 to 11, found 12");
    }

    @Test
    void aJungleThatAnotherRunGrowsIsLeftAlone() {
        Path folder = temp.resolve("jungle");
        JungleLock lock = JungleLock.take(folder);
        try {
            assertThatThrownBy(() -> Jungle.grow(TINY, folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "jungle " + folder + ": expected to grow it alone, found another run that is growing it;"
                                    + " nothing was changed: wait for that run or stop it, then try again");
            assertThat(Files.exists(folder.resolve("jungle.json"))).isFalse();
        } finally {
            lock.close();
        }
        assertThat(Jungle.grow(TINY, folder).tree().models()).hasSize(12);
    }

    @Test
    void anEmptyFolderIsNoJungle() {
        assertThatThrownBy(() -> Jungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        temp + ": expected a jungle, found no jungle.json in it; grow one with Jungle.grow, or check"
                                + " the path");
    }

    @Test
    void anUnfinishedJungleSaysHowToGoOn() {
        Path folder = temp.resolve("jungle");
        assertThat(stopAfter(folder, 2)).isTrue();
        assertThatThrownBy(() -> Jungle.open(folder))
                .hasMessage("jungle " + folder + ": expected 12 models, found 0 finished; go on with Jungle.grow");
    }

    @Test
    void anotherRecipesFolderIsRefused() {
        Path folder = temp.resolve("jungle");
        Jungle.grow(TINY, folder);
        Map<String, String> before = Growth.hashes(folder);
        assertThatThrownBy(() -> Jungle.grow(TINY.withSeed(9), folder))
                .hasMessage("jungle " + folder + ": expected one grown from recipe "
                        + TINY.withSeed(9).hash() + ", found " + TINY.hash() + "; grow into another folder");
        assertThat(Growth.hashes(folder)).isEqualTo(before);
    }

    @Test
    void aBrokenManifestIsNamed() throws IOException {
        Files.writeString(temp.resolve("jungle.json"), "{\"recipe\": ");
        assertThatThrownBy(() -> Jungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(temp.resolve("jungle.json") + ": expected a jungle's manifest, found");
    }

    private static boolean isComplete(Path folder) {
        return Files.exists(folder.resolve("jungle.json"))
                && Manifest.read(folder).isComplete();
    }

    private static boolean stopAfter(Path folder, int steps) {
        return Growth.stopAfter(steps, () -> Jungle.grow(TINY, folder));
    }
}
