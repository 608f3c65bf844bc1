package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class LocalHubTest {

    private static final int SIZE = 64;
    private static final String LAYER = "blocks.7.q";

    @TempDir
    Path folder;

    private Path served;
    private LocalHub local;
    private Hub hub;

    @BeforeEach
    void serve() throws IOException {
        served = folder.resolve("served");
        model("ann/one", 1);
        model("ann/two", 2);
        model("bob/one", 3);
        text("ann/pointer/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
        local = LocalHub.serve(served);
        hub = Hub.at(local.address())
                .withCache(folder.resolve("cache"))
                .withLayerCache(folder.resolve("layers"))
                .withPatience(HubCase.PATIENT);
    }

    @AfterEach
    void close() {
        local.close();
    }

    private void model(String id, long seed) throws IOException {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int block = 0; block < 30; block++) {
            float[] values = new Seeds(seed).split("block", block).normal(SIZE * SIZE);
            weights.put("blocks." + block + ".q.weight", Weight.of(values, SIZE, SIZE));
        }
        Safetensors.write(served.resolve(id).resolve("model.safetensors"), weights, Map.of("caption", id));
        text(id + "/README.md", "# " + id);
        text(id + "/extra/notes.txt", "");
    }

    private void text(String file, String text) throws IOException {
        Files.createDirectories(served.resolve(file).getParent());
        Files.writeString(served.resolve(file), text);
    }

    @Test
    void modelsAreListedByOwnerAndName() {
        assertThat(local.ids()).containsExactly("ann/one", "ann/pointer", "ann/two", "bob/one");
        assertThat(hub.find("ann", "")).containsExactly("ann/one", "ann/pointer", "ann/two");
        assertThat(hub.find("ann", "two")).containsExactly("ann/two");
        assertThat(hub.find("cleo", "")).isEmpty();
        assertThat(local).hasToString("4 models of " + served + " at " + local.address());
    }

    @Test
    void filesAreListedAndDownloadedWhole() throws IOException {
        Repo repo = hub.repo("ann/one");
        assertThat(repo.files().stream().map(HubFile::path))
                .containsExactly("README.md", "extra/notes.txt", "model.safetensors");
        assertThat(repo.commit())
                .matches("[0-9a-f]{40}")
                .isNotEqualTo(hub.repo("ann/two").commit());
        for (Path file : repo.download(List.of("model.safetensors", "README.md", "extra/notes.txt"))) {
            Path original = served.resolve("ann/one")
                    .resolve(file.toString().contains("extra") ? "extra/notes.txt" : "" + file.getFileName());
            assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(original));
        }
        assertThat(hub.repo("ann/one@" + repo.commit()).file("README.md").size())
                .isEqualTo(9);
    }

    @Test
    void oneLayerTakesThreeRequestsAndAPartOfTheBytes() {
        List<String> ids = List.of("ann/one", "bob/one");
        Fetched fetched = hub.layer(ids, LAYER).orThrow();
        LayerBank bank = LayerBank.read(List.copyOf(fetched.files().values()), LAYER);
        assertThat(bank.matrix(1)).isEqualTo(new Seeds(3).split("block", 7).normal(SIZE * SIZE));
        assertThat(local.traffic(ids).requests()).isEqualTo(6);
        assertThat(local.traffic(ids).bytes())
                .isGreaterThan(2 * 4 * SIZE * SIZE)
                .isLessThan(local.bytes(ids) / 4);
        assertThat(local.traffic(List.of("ann/two"))).isEqualTo(new LocalHub.Traffic(0, 0));
        local.forgetTraffic();
        assertThat(local.traffic(ids)).isEqualTo(new LocalHub.Traffic(0, 0));
    }

    @Test
    void whatIsNoWeightFileIsCalledByItsNameBeforeItIsDownloaded() {
        assertThat(hub.layer(List.of("ann/pointer"), LAYER).failed().get("ann/pointer"))
                .isEqualTo(
                        "hub: ann/pointer: model.safetensors: expected a safetensors file, found the pointer of Git LFS"
                                + " that stands for the file; fetch the file itself: git lfs pull");
    }

    @Test
    void whatIsNotThereIsAnError() {
        assertThatThrownBy(() -> hub.repo("ann/three").files())
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith("hub: ann/three: expected a model");
        assertThatThrownBy(() -> hub.repo("ann/one@v2").files()).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> hub.repo("ann/one").download("config.json"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("expected this file");
        assertThatThrownBy(() -> local.bytes(List.of("ann/three")))
                .hasMessage("local hub: expected one of its models, found 'ann/three'; ids() lists them");
    }

    @Test
    void onlyWhatIsServedIsSent() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        assertThat(status("/ann/one/resolve/main/../../../secret.txt", "")).isEqualTo(404);
        assertThat(status("/ann/one/resolve/main/%2e%2e/%2e%2e/%2e%2e/secret.txt", ""))
                .isEqualTo(404);
        assertThat(status("/elsewhere", "")).isEqualTo(404);
        assertThat(status("/ann/one/resolve/main/README.md", "bytes=2-3")).isEqualTo(206);
        assertThat(status("/ann/one/resolve/main/README.md", "bytes=9-")).isEqualTo(416);
        assertThat(status("/ann/one/resolve/main/README.md", "lines=1-2")).isEqualTo(200);
    }

    private int status(String path, String range) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(local.address() + path));
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void aFolderWithoutModelsIsRefused() {
        Path empty = folder.resolve("cache-of-nothing");
        assertThatThrownBy(() -> LocalHub.serve(empty))
                .hasMessage("local hub: expected a folder of owner/name/files, found none at " + empty);
        assertThatThrownBy(() -> LocalHub.serve(served.resolve("bob/one/extra")))
                .hasMessage("local hub: expected folders owner/name in " + served.resolve("bob/one/extra")
                        + ", found none");
    }

    /** Such as a notebook server makes beside what it opens. */
    @Test
    void hiddenFoldersArePassedOver() throws IOException {
        text(".cache/one/model.safetensors", "");
        text("ann/.ipynb_checkpoints/README.md", "");
        try (LocalHub again = LocalHub.serve(served)) {
            assertThat(again.ids()).isEqualTo(local.ids());
        }
    }

    @Test
    void aSearchMayHaveAnySigns() {
        assertThat(hub.find("ann", "one&search=two")).isEmpty();
        assertThat(hub.find("ann", "one")).containsExactly("ann/one");
    }

    @Test
    void closedItAnswersNoMore() {
        local.close();
        assertThatThrownBy(() -> hub.find("ann", "")).isInstanceOf(HubException.class);
    }
}
