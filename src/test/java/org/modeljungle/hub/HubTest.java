package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.modeljungle.weights.Safetensors;

/** Whole files, on a hub that behaves. */
class HubTest extends HubCase {

    @Test
    void aFileIsDownloadedIntoTheStandardLayout() throws IOException {
        FakeRepo repo = addModel("someone/model", 1);
        String commit = repo.resolved("main");
        String sha = FakeRepo.hex("SHA-256", weights(1));

        Path file = hub().repo("someone/model").weights();

        Path model = cache().resolve("models--someone--model");
        assertThat(file).isEqualTo(model.resolve("snapshots").resolve(commit).resolve("model.safetensors"));
        assertThat(file).hasBinaryContent(weights(1));
        assertThat(Files.readSymbolicLink(file)).isEqualTo(Path.of("..", "..", "blobs", sha));
        assertThat(model.resolve("refs").resolve("main")).hasContent(commit);
        assertThat(plainFiles(cache()))
                .containsExactly(
                        ".locks/models--someone--model/" + sha + ".lock",
                        "models--someone--model/blobs/" + sha,
                        "models--someone--model/refs/main");
    }

    @Test
    void aSmallFileInAFolderIsNamedByGitsDigest() throws IOException {
        byte[] text = "weights of nothing".getBytes(StandardCharsets.UTF_8);
        fake.add("someone/model", Map.of("notes and more/a b+c.txt", text, "empty.txt", new byte[0]));
        Repo repo = hub().repo("someone/model");

        List<Path> files = repo.download(List.of("notes and more/a b+c.txt", "empty.txt"));

        assertThat(files.get(0)).hasBinaryContent(text);
        assertThat(files.get(1)).isEmptyFile();
        assertThat(Files.readSymbolicLink(files.get(0)))
                .isEqualTo(Path.of("..", "..", "..", "blobs", FakeRepo.etag("a.txt", text)));
    }

    @Test
    void aFileOnceFetchedIsNotFetchedAgain() {
        addModel("someone/model", 1);
        Path first = hub().repo("someone/model").download("model.safetensors");
        asked();

        assertThat(hub().repo("someone/model").download("model.safetensors")).isEqualTo(first);
        assertThat(asked()).hasSize(2).noneMatch(line -> line.contains("GET /someone"));
    }

    @Test
    void filesOfTwoCommitsShareWhatIsTheSame() throws IOException {
        FakeRepo repo = addModel("someone/model", 1);
        Repo before = hub().repo("someone/model");
        before.download(List.of("model.safetensors", "README.md"));
        fake.add(
                "someone/model",
                new TreeMap<>(
                        Map.of("model.safetensors", weights(1), "README.md", "new".getBytes(StandardCharsets.UTF_8))));
        asked();

        Repo after = hub().repo("someone/model");
        List<Path> files = after.download(List.of("model.safetensors", "README.md"));

        assertThat(files.get(1)).hasContent("new");
        assertThat(asked()).filteredOn(line -> line.startsWith("files")).isEmpty();
        assertThat(before.download("README.md")).hasContent("# someone/model");
        assertThat(cache().resolve("models--someone--model/refs/main")).hasContent(repo.resolved("main"));
        assertThat(cache().resolve("models--someone--model/blobs").toFile().list())
                .hasSize(3);
    }

    @Test
    void filesAreListedOverSeveralPages() {
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            many.put("part-%02d.bin".formatted(i), new byte[i]);
        }
        fake.page = 10;
        String commit = fake.add("someone/model", many).resolved("main");

        List<HubFile> files = hub().repo("someone/model").files();

        assertThat(files).hasSize(25).allMatch(file -> file.commit().equals(commit));
        assertThat(files.get(24).size()).isEqualTo(24);
        assertThat(files.get(24).sha256()).contains(FakeRepo.hex("SHA-256", new byte[24]));
        assertThat(asked()).hasSize(4);
    }

    @Test
    void aRevisionIsABranchATagOrACommit() throws IOException {
        FakeRepo repo = addModel("someone/model", 1);
        String old = repo.resolved("main");
        repo.revisions.put("refs/pr/3", old);
        addModel("someone/model", 2);

        assertThat(hub().repo("someone/model@refs/pr/3").weights()).hasBinaryContent(weights(1));
        assertThat(hub().repo("someone/model@" + old).weights()).hasBinaryContent(weights(1));
        assertThat(hub().repo("someone/model").weights()).hasBinaryContent(weights(2));
        assertThat(hub().repo("someone/model").commit()).isEqualTo(repo.resolved("main"));
        assertThat(cache().resolve("models--someone--model/refs/refs/pr/3")).hasContent(old);
        asked();
        hub().repo("someone/model@" + old).commit();
        assertThat(asked()).isEmpty();
    }

    @Test
    void theTokenGoesToTheHubAlone() {
        addModel("someone/secret", 1).hidden = true;
        fake.token = "hf_secret";

        Path file = hub().withToken("hf_secret").repo("someone/secret").weights();

        assertThat(file).hasBinaryContent(weights(1));
        assertThat(asked())
                .filteredOn(line -> line.startsWith("hub"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" token"));
        hub().withToken("hf_secret").repo("someone/secret").layer(LAYER);
        assertThat(asked()).filteredOn(line -> line.startsWith("files")).noneMatch(line -> line.contains("token"));
        assertThat(hub().withToken("hf_secret").toString()).doesNotContain("hf_secret");
    }

    /** Files of one object are of one commit, whatever the branch is by then. */
    @Test
    void theHeaderIsOfTheCommitThatIsKnown() {
        addModel("someone/model", 1);
        Repo repo = hub().repo("someone/model:model.safetensors");
        String commit = repo.commit();
        fake.add("someone/model", Map.of("model.safetensors", one("a.weight")));
        assertThat(repo.header().tensors()).hasSize(8);
        Repo fresh = hub().repo("someone/model:model.safetensors");
        assertThat(fresh.header().tensors()).containsOnlyKeys("a.weight");
        addModel("someone/model", 1);
        assertThat(fresh.commit()).isNotEqualTo(commit);
        assertThat(fresh.header().tensors()).containsOnlyKeys("a.weight");
    }

    @Test
    void aModelThatWasRenamedIsFound() {
        addModel("someone/model", 1);
        fake.add("someone/old", Map.of("x", new byte[0])).movedTo = "someone/model";
        assertThat(hub().repo("someone/old").layer(LAYER)).exists();
    }

    @Test
    void aModelInSeveralFilesIsOne() {
        byte[] index =
                "{\"weight_map\": {\"a.weight\": \"m-00001-of-00002.safetensors\", \"b.weight\": \"m-00002-of-00002.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        fake.add(
                "someone/large",
                Map.of(
                        "model.safetensors.index.json",
                        index,
                        "m-00001-of-00002.safetensors",
                        one("a.weight"),
                        "m-00002-of-00002.safetensors",
                        one("b.weight"),
                        "pytorch_model.bin",
                        new byte[100]));

        Path whole = hub().repo("someone/large").weights();

        assertThat(Safetensors.open(whole).names()).containsExactly("a.weight", "b.weight");
        assertThat(asked()).noneMatch(line -> line.contains("pytorch_model"));
        assertThat(hub().repo("someone/large").header().tensors()).containsOnlyKeys("a.weight", "b.weight");
    }

    private byte[] one(String name) {
        return bytes(Map.of(name, org.modeljungle.weights.Weight.of(new float[] {1, 2}, 1, 2)), Map.of());
    }

    @Test
    void whichFileIsMeantIsSaid() {
        fake.add("someone/two", Map.of("a.safetensors", one("a"), "b.safetensors", one("b")));
        fake.add("someone/pickle", Map.of("pytorch_model.bin", new byte[9]));

        assertThatThrownBy(() -> hub().repo("someone/two").weights())
                .hasMessage(
                        "hub: someone/two: expected one file of weights, found 2: a.safetensors, b.safetensors; name"
                                + " the one that is meant behind a colon: owner/name:FILE");
        assertThatThrownBy(() -> hub().repo("someone/pickle").weights())
                .hasMessage(
                        "hub: someone/pickle: expected weights in safetensors, found none; it has: pytorch_model.bin");
        assertThat(hub().repo("someone/two:b.safetensors").weights()).hasBinaryContent(one("b"));
    }

    @Test
    void modelsOfAnOwnerAreFound() {
        for (int i = 0; i < 5; i++) {
            addModel("someone/jungle_" + i, i);
        }
        addModel("someone/other", 9);
        addModel("another/jungle_7", 9);
        fake.page = 2;

        assertThat(hub().find("someone", "jungle_"))
                .containsExactly(
                        "someone/jungle_0",
                        "someone/jungle_1",
                        "someone/jungle_2",
                        "someone/jungle_3",
                        "someone/jungle_4");
    }

    @Test
    void offlineTheCacheAloneIsUsed() {
        FakeRepo repo = addModel("someone/model", 1);
        String commit = repo.resolved("main");
        Path file = hub().repo("someone/model").weights();
        asked();
        Hub offline = hub().offline();

        assertThat(offline.repo("someone/model").commit()).isEqualTo(commit);
        assertThat(offline.repo("someone/model").weights()).isEqualTo(file);
        assertThat(offline.repo("someone/model").download("model.safetensors")).isEqualTo(file);
        assertThat(offline.repo("someone/model").layer(LAYER)).isEqualTo(file);
        assertThat(offline.repo("someone/model").header())
                .isEqualTo(Safetensors.open(file).header());
        assertThatThrownBy(() -> offline.repo("someone/model@" + commit + ":other.safetensors")
                        .layer(LAYER))
                .hasMessageContaining("expected other.safetensors in the cache while offline");
        assertThat(offline.repo("someone/model").files())
                .containsExactly(new HubFile(
                        "model.safetensors", weights(1).length, FakeRepo.hex("SHA-256", weights(1)), commit));
        assertThatThrownBy(() -> offline.repo("someone/model").download("README.md"))
                .isInstanceOf(HubException.class)
                .hasMessage(
                        "hub: someone/model: expected README.md in the cache while offline, found of this commit only"
                                + " model.safetensors; fetch it once online (in "
                                + cache().resolve("models--someone--model") + ")");
        assertThatThrownBy(() -> offline.repo("someone/model@v2").weights())
                .hasMessage(
                        "hub: someone/model@v2: expected the revision 'v2' in the cache while offline, found no such one,"
                                + " and files of 1 commits, such as " + commit + "; name one of these: someone/model@"
                                + commit
                                + " (in " + cache().resolve("models--someone--model") + ")");
        assertThatThrownBy(() -> offline.repo("someone/other").weights())
                .hasMessage(
                        "hub: someone/other: expected the revision 'main' in the cache while offline, found nothing of"
                                + " this model; fetch it once online (in " + cache().resolve("models--someone--other")
                                + ")");
        assertThatThrownBy(() -> offline.find("someone", "m")).hasMessageContaining("offline");
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsMissingOrClosedIsSaidOnce() {
        addModel("someone/gated", 1).gated = true;
        addModel("someone/model", 1);
        String at = " at " + fake.endpoint();

        assertThatThrownBy(() -> hub().repo("someone/gated").weights())
                .isInstanceOf(HubException.class)
                .hasMessage("hub: someone/gated: expected access, found a gated model (HTTP 403: Access to model"
                        + " someone/gated is restricted" + at
                        + "/api/models/someone/gated/revision/main); accept its terms on"
                        + " its page" + at + ", and give a token that may read it: HF_TOKEN, or Hub.withToken(...)");
        assertThatThrownBy(() -> hub().repo("someone/none").weights())
                .hasMessage("hub: someone/none: expected a model, found none of its name, or a private one (HTTP 401:"
                        + " Repository not found" + at
                        + "/api/models/someone/none/revision/main); check the name, or give a"
                        + " token that may read it: HF_TOKEN, or Hub.withToken(...)");
        assertThatThrownBy(() -> hub().repo("someone/model@v9").weights())
                .hasMessage(
                        "hub: someone/model@v9: expected this revision, found none of its name (HTTP 404: Invalid rev id:"
                                + " v9" + at
                                + "/api/models/someone/model/revision/v9); check what stands behind the @");
        assertThatThrownBy(() -> hub().repo("someone/model").download("no.txt"))
                .hasMessageStartingWith(
                        "hub: someone/model: no.txt: expected this file, found none of its name (HTTP 404: Entry"
                                + " not found at ")
                .hasMessageEndingWith("/no.txt); files() lists what the model has");
        assertThat(fake.log).noneMatch(line -> line.startsWith("files"));
    }
}
