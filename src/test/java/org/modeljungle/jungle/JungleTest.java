package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Digests;
import org.modeljungle.Profile;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.data.Looks;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.grow.LoraGrower;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;

class JungleTest {

    /** 12 LoRAs of 4 concepts in 3 stacks; 1 concept held out. */
    static final Recipe TINY = Recipe.of(Profile.QUICK)
            .withSeed(7)
            .withWorld(ShapeWorld.of(16), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 2))
            .withAncestor(new Recipe.AncestorSettings(20, 8, 2, 1e-3))
            .withLora(new Recipe.LoraSettings(4, 5, 2, 1e-2, 5))
            .withConcepts(4, 3, 1);

    private static final JsonMapper JSON = new JsonMapper();

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
    void itsDigestIsThatOfAllItsBytes() throws IOException {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("one"));
        MessageDigest digest = Digests.sha256();
        digest.update(Files.readAllBytes(temp.resolve("one/ancestor/model.safetensors")));
        for (Model model : jungle.models().list()) {
            digest.update(Files.readAllBytes(model.file()));
        }
        assertThat(jungle.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        Path gone = jungle.models().list().get(3).file();
        Files.delete(gone);
        assertThatThrownBy(jungle::sha256).hasMessage(gone + ": cannot be read");
    }

    @Test
    void theUsersDigitsMakeNoDifference() {
        Jungle usual = Jungle.grow(TINY, temp.resolve("usual"));
        Growth.inOtherDigits(() -> Jungle.grow(TINY, temp.resolve("other")));
        assertThat(Growth.hashes(temp.resolve("other"))).isEqualTo(Growth.hashes(usual.folder()));
    }

    @Test
    void eachModelHasItsOwnRankAndSteps() {
        Recipe varied = TINY.withLora(TINY.lora().withRanks(1, 2, 3).withStepCounts(4, 6));
        Jungle jungle = Jungle.grow(varied, temp.resolve("jungle"));
        Models models = jungle.models();
        assertThat(models.size()).isEqualTo(12);
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            assertThat(model.id()).endsWith("%04d".formatted(i)); // in the order of their numbers, not of the stacks
            ModelCard card = ModelCard.read(model.file());
            int rank = model.numbers().get("rank").intValue();
            assertThat(card.text("rank")).contains(Integer.toString(rank));
            assertThat(Safetensors.open(model.file()).floats("blocks.0.attn.to_q.lora.down.weight"))
                    .hasSize(rank * 16);
            assertThat(model.numbers().get("steps")).isIn(4.0, 6.0);
        }
        assertThat(models.numbers("rank")).contains(1, 2, 3);
        assertThat(models.numbers("steps")).contains(4, 6);
        int[] things = jungle.things(0, 5, 11);
        assertThat(things)
                .containsExactly(varied.chosenThings()[0], varied.chosenThings()[1], varied.chosenThings()[3]);
        assertThat(models.get(5).caption()).contains(varied.world().captions().get(things[1]));
        assertThat(jungle.draw(new int[] {0, 5, 11}, 2, 2, new Seeds(1))).hasSize(3 * 2 * 3 * 16 * 16);
        assertThat(LayerBank.read(models, "blocks.0.attn.to_q").models()).isEqualTo(12);
        assertThat(Jungle.open(jungle.folder()).models().ids()).isEqualTo(models.ids());
    }

    @Test
    void whatAModelWasTaughtIsTheMeanOfItsPictures() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        Images taught = jungle.taught();
        assertThat(taught.count()).isEqualTo(12);
        assertThat(taught.captions()).isEqualTo(jungle.models().captions());
        float[] own = jungle.pictures(7); // four pictures
        float expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += own[i * 768 + 300] / 4;
        }
        assertThat(taught.get(7)[300]).isEqualTo(expected);
        Looks looks = jungle.taughtLooks();
        assertThat(looks.each()).isEqualTo(4);
        assertThat(looks.means().pixels()).isEqualTo(taught.pixels());
        assertThat(looks.means().captions()).isEqualTo(taught.captions());
    }

    @Test
    void whatAModelDrawsIsTheMeanOfItsPictures() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        Images drawn = jungle.drawn(2, 3, new Seeds(1));
        assertThat(drawn.captions()).isEqualTo(jungle.models().captions());
        float[] own = jungle.draw(new int[] {7}, 2, 3, new Seeds(1));
        assertThat(drawn.get(7)[300]).isEqualTo(own[300] / 2 + own[768 + 300] / 2);
        assertThat(drawn.get(7)).isNotEqualTo(drawn.get(8));
        assertThat(jungle.drawnLooks(2, 3, new Seeds(1)).means().pixels()).isEqualTo(drawn.pixels());
    }

    @Test
    void theAncestorsHistoryIsByTheStepsDone() {
        Recipe twelve = TINY.withAncestor(new Recipe.AncestorSettings(12, 8, 2, 1e-3)); // saved after every second
        Jungle jungle = Jungle.grow(twelve, temp.resolve("jungle"));
        Map<Integer, float[]> history = jungle.ancestorHistory();
        assertThat(history.keySet()).containsExactly(2, 4, 6, 8, 10, 12);
        assertThat(history.get(12)).isEqualTo(jungle.ancestor()).isNotEqualTo(history.get(10));
    }

    @Test
    void whatDivergesIsNotKept() {
        Recipe wild = TINY.withLora(new Recipe.LoraSettings(4, 5, 2, 1e30, 5));
        Path folder = temp.resolve("jungle");
        assertThatThrownBy(() -> Jungle.grow(wild, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("model_idx_\\d{4}: expected finite weights, found (NaN|-?Infinity); its training"
                        + " diverged: take a lower learning rate");
        Recipe ancestor = TINY.withAncestor(new Recipe.AncestorSettings(20, 8, 2, 1e30));
        assertThatThrownBy(() -> Jungle.grow(ancestor, temp.resolve("other")))
                .hasMessageStartingWith("the ancestor of LoRAs at step 2: expected finite weights, found ");
        assertThat(temp.resolve("other").resolve("ancestor")).doesNotExist();
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
    void anAncestorThatWasStoppedLosesNoStep() {
        Recipe slow =
                TINY.withAncestor(new Recipe.AncestorSettings(40, 8, 2, 1e-3)); // keeps every fourth step's weights
        Path folder = temp.resolve("stopped");
        List<Long> done = new ArrayList<>();
        Thread caller = Thread.currentThread();
        Progress.Listener stop = progress -> {
            if (progress.title().startsWith("ancestor") && progress.done() > 0) {
                done.add(progress.done());
                if (done.size() == 6) {
                    caller.interrupt();
                }
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> Jungle.grow(slow, folder)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            Jungle.grow(slow, folder);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(done.subList(0, 6)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(done.subList(6, done.size())).contains(7L, 40L).allMatch(step -> step >= 6);
    }

    @Test
    void aStackWhoseFilesAreHalfWrittenGrowsAnew() throws IOException {
        Path folder = temp.resolve("jungle");
        Jungle.grow(TINY, folder);
        Map<String, String> whole = Growth.hashes(folder);
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(folder.resolve(Manifest.FILE).toFile());
        JsonNode unit = ((ObjectNode) manifest.get("units")).remove("0");
        JSON.writeValue(folder.resolve(Manifest.FILE).toFile(), manifest);
        Path victim = folder.resolve(unit.get(3).get("file").asText());
        Files.writeString(victim, "half"); // what a kill before the manifest's entry may leave
        Jungle.grow(TINY, folder);
        assertThat(Growth.hashes(folder)).isEqualTo(whole);
    }

    @Test
    void aModelWhoseFileIsGoneGrowsAnewWithItsStack() throws IOException {
        Path folder = temp.resolve("jungle");
        Jungle jungle = Jungle.grow(TINY, folder);
        Map<String, String> whole = Growth.hashes(folder);
        Files.delete(jungle.models().get(7).file());
        assertThatThrownBy(() -> Jungle.open(folder))
                .hasMessage("jungle " + folder + ": expected 3 stacks, found 2 finished; resume with Jungle.grow");
        Jungle.grow(TINY, folder);
        assertThat(Growth.hashes(folder)).isEqualTo(whole);
    }

    @Test
    void theNextRunSweepsWhatAKilledOneLeft() throws IOException {
        Path folder = temp.resolve("jungle");
        assertThat(stopAfter(folder, 2)).isTrue();
        UUID any = UUID.randomUUID();
        Path beside = Files.writeString(folder.resolve(".manifest.json." + any + ".tmp"), "{");
        Files.createDirectories(folder.resolve("ancestor"));
        Path below = Files.writeString(folder.resolve("ancestor/.model.safetensors." + any + ".tmp"), "half");
        Path own = Files.writeString(folder.resolve("notes.tmp"), "mine");
        Jungle.grow(TINY, folder);
        assertThat(beside).doesNotExist();
        assertThat(below).doesNotExist();
        assertThat(own).hasContent("mine");
    }

    @Test
    void theLayoutIsModelJs() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        assertThat(Models.modelJ(jungle.folder()))
                .hasToString(
                        "12 models of " + jungle.folder() + ": 3 train, 3 val, 3 test, 1 val_holdout, 2 test_holdout");
        Model model = jungle.models().get(11);
        assertThat(model.file())
                .isEqualTo(jungle.folder().resolve("test/model_idx_0011/pytorch_lora_weights.safetensors"));
        assertThat(model.isOfSplit("test") && model.isOfTree(Jungle.TREE)).isTrue();
        assertThat(model.caption()).hasValue(ModelCard.read(model.file()).caption());
        assertThat(model.numbers()).containsExactly(Map.entry("learning_rate", 1e-2), Map.entry("steps", 5.0));
        assertThat(ModelCard.read(model.file()).number("steps")).isEqualTo(5);
    }

    @Test
    void banksHoldEveryModelsLayer() {
        Jungle jungle = Jungle.grow(TINY, temp.resolve("jungle"));
        LayerBank bank = LayerBank.read(jungle.models(), "blocks.0.attn.to_q");
        assertThat(bank.models()).isEqualTo(12);
        assertThat(bank.rows()).isEqualTo(16);
        assertThat(LayerBank.readAll(jungle.models()).keySet())
                .containsExactlyInAnyOrderElementsOf(jungle.net().loraLayers());
        assertThatThrownBy(() -> LayerBank.read(jungle.models(), "blocks.7.attn.to_q"))
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
        assertThat(jungle.pictures(11)).hasSize(4 * 768);
        assertThatThrownBy(() -> jungle.pictures(-1)).hasMessage("jungle: expected models 0 to 11, found -1");
    }

    @Test
    void aJungleThatAnotherRunGrowsIsLeftAlone() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("jungle"));
        try (FileChannel other =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue();
            assertThatThrownBy(() -> Jungle.grow(TINY, folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "jungle " + folder + ": expected to grow it alone, found another run that is growing it;"
                                    + " nothing was changed: wait for that run or stop it, then try again");
            assertThat(Files.exists(folder.resolve(Manifest.FILE))).isFalse();
        }
        assertThat(Jungle.grow(TINY, folder).models()).hasSize(12);
    }

    @Test
    void anEmptyFolderIsNoJungle() {
        assertThatThrownBy(() -> Jungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        temp + ": expected a jungle, found no manifest.json in it; grow one with Jungle.grow, or check"
                                + " the path");
    }

    @Test
    void anUnfinishedJungleSaysHowToGoOn() {
        Path folder = temp.resolve("jungle");
        assertThat(stopAfter(folder, 2)).isTrue();
        assertThatThrownBy(() -> Jungle.open(folder))
                .hasMessage("jungle " + folder + ": expected 3 stacks, found 0 finished; resume with Jungle.grow");
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
        Files.writeString(temp.resolve(Manifest.FILE), "{\"recipe\": ");
        assertThatThrownBy(() -> Jungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(temp.resolve(Manifest.FILE) + ": expected the manifest of a jungle, found");
        Files.writeString(temp.resolve(Manifest.FILE), "null");
        assertThatThrownBy(() -> Jungle.open(temp))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(temp.resolve(Manifest.FILE)
                        + ": expected the manifest of a jungle, found null; move the folder away and grow it anew");
    }

    private static boolean isComplete(Path folder) {
        return new LoraGrower(TINY, folder).folder().finished().isPresent();
    }

    private static boolean stopAfter(Path folder, int steps) {
        return Growth.stopAfter(steps, () -> Jungle.grow(TINY, folder));
    }
}
