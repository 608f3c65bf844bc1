package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class FolderSearchTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final byte[] PICKLE = {(byte) 0x80, 2, 'c', 'o', 's'};

    @TempDir
    private Path folder;

    @BeforeEach
    void aSoundFile() {
        weights("sound/a.safetensors");
    }

    private Path weights(String path) {
        Path file = folder.resolve(path);
        Safetensors.write(file, Map.of("q.weight", Weight.of(new float[4], 2, 2)), Map.of());
        return file;
    }

    private Path write(String path, byte... bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private Path write(String path, String text) throws IOException {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> broken() {
        Map<String, String> reasons = new TreeMap<>();
        Models.find(folder).broken().forEach(one -> reasons.put(one.model().id(), one.reason()));
        return reasons;
    }

    @Test
    void damagedFilesAndFilesOfOtherFormatsHaveTheirReasons() throws IOException {
        write("bad/cut.safetensors", new byte[5]);
        write("bad/pointer.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        write("pickled/pytorch_model.bin", PICKLE);
        write("sound/optimizer.pt", PICKLE); // beside weights: no model
        write("gguf/model.gguf", "GGUF....................");
        write("notes/readme.txt", "no model");
        assertThat(Models.find(folder).sound().ids()).containsExactly("sound/a");
        Map<String, String> broken = broken();
        assertThat(broken).containsOnlyKeys("bad/cut", "bad/pointer", "pickled/pytorch_model.bin", "gguf/model.gguf");
        assertThat(broken.get("bad/pointer")).contains("the pointer of Git LFS");
        assertThat(broken.get("pickled/pytorch_model.bin")).contains("a pickle, which runs code");
        assertThat(broken.get("gguf/model.gguf")).contains("found GGUF");
    }

    @Test
    void snapshotsOfTheHubsCacheAreModels() throws IOException {
        weights("cache/models--someone--main/snapshots/" + COMMIT + "/model.safetensors");
        write("cache/models--someone--main/refs/main", COMMIT);
        weights("cache/models--someone--pinned/snapshots/" + COMMIT + "/model.safetensors");
        weights("cache/models--someone--adapter/snapshots/" + COMMIT + "/adapter_model.safetensors");
        weights("cache/models--someone--twice/snapshots/" + COMMIT + "/model.safetensors");
        weights("cache/models--someone--twice/snapshots/" + COMMIT.replace('0', '9') + "/model.safetensors");
        write("cache/models--someone--pickle/snapshots/" + COMMIT + "/pytorch_model.bin", PICKLE);
        Files.createDirectories(folder.resolve("cache/models--someone--empty/blobs"));
        assertThat(Models.find(folder).sound().ids())
                .containsExactly("cache/someone/adapter", "cache/someone/main", "cache/someone/pinned", "sound/a");
        Map<String, String> broken = broken();
        assertThat(broken).containsOnlyKeys("cache/someone/empty", "cache/someone/pickle", "cache/someone/twice");
        assertThat(broken.get("cache/someone/empty")).contains("found nothing of this model");
        assertThat(broken.get("cache/someone/pickle"))
                .contains("expected weights in safetensors, found none; it has: pytorch_model.bin");
        assertThat(broken.get("cache/someone/twice")).contains("files of 2 commits", "name one of these");
    }

    /** A cache's folder is itself searched, and names that leave nothing over are still names. */
    @Test
    void oddNamesAreNamesToo() throws IOException {
        weights("models--someone--main/snapshots/" + COMMIT + "/model.safetensors");
        Path repo = folder.resolve("models--someone--main");
        assertThat(Models.find(repo).sound().ids()).containsExactly("someone/main");
        weights(" .safetensors");
        Files.createDirectories(folder.resolve("models--/blobs"));
        Checked found = Models.find(folder);
        assertThat(found.sound().ids()).containsExactlyInAnyOrder("' .safetensors'", "someone/main", "sound/a");
        assertThat(broken()).containsOnlyKeys("'models--'");
    }

    @Test
    void modelsOfOneNameAreCalledByTheirPaths() {
        weights("gpt2.safetensors");
        weights("models--gpt2/snapshots/" + COMMIT + "/model.safetensors");
        assertThat(Models.find(folder).sound().ids())
                .containsExactly(
                        "gpt2.safetensors", "models--gpt2/snapshots/" + COMMIT + "/model.safetensors", "sound/a");
    }

    @Test
    void aModelInSeveralFilesIsOneAlsoWhereOneIsMissing() throws IOException {
        String map = "{\"weight_map\":{\"q.weight\":\"model-00001-of-00002.safetensors\","
                + "\"k.weight\":\"model-00002-of-00002.safetensors\"}}";
        for (String name : new String[] {"whole", "first", "second"}) {
            write(name + "/model.safetensors.index.json", map);
        }
        for (String name : new String[] {"whole", "first"}) {
            weights(name + "/model-00001-of-00002.safetensors");
        }
        for (String name : new String[] {"whole", "second"}) {
            Safetensors.write(
                    folder.resolve(name + "/model-00002-of-00002.safetensors"),
                    Map.of("k.weight", Weight.of(new float[4], 2, 2)),
                    Map.of());
        }
        Checked found = Models.find(folder);
        assertThat(found.sound().ids()).containsExactly("sound/a", "whole/model-00001-of-00002");
        assertThat(found.broken()).hasSize(2);
        assertThat(found.broken().get(0).reason()).contains("model-00002-of-00002.safetensors");
        assertThat(found.broken().get(1).reason()).contains("model-00001-of-00002.safetensors");
    }

    @Test
    void aLinkThatLeadsBackEndsNothing() throws IOException {
        Files.createSymbolicLink(folder.resolve("sound/loop"), folder);
        Files.createSymbolicLink(folder.resolve("sound/gone.safetensors"), folder.resolve("nothing"));
        assertThat(Models.find(folder).sound().ids()).containsExactly("sound/a");
        assertThat(broken().get("sound/loop")).contains("a link that leads back");
        assertThat(broken().get("sound/gone")).contains("found nothing there");
    }

    @Test
    void noFolderIsRefused() {
        assertThatThrownBy(() -> Models.find(folder.resolve("none")))
                .hasMessageEndingWith("none: expected a folder of weight files, found nothing; check the path");
    }
}
