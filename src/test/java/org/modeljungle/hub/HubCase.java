package org.modeljungle.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** What the tests on a {@link FakeHub} share. */
abstract class HubCase {

    static final String LAYER = "encoder.layer.1.attention.output.dense";

    /** Asks again soon, but takes no busy machine for a silent server. */
    static final Patience PATIENT =
            new Patience(Duration.ofSeconds(20), 3, Duration.ofMillis(5), Duration.ofSeconds(2));

    /** Takes a silent server for one soon, too. */
    static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(700), 3, Duration.ofMillis(5), Duration.ofSeconds(2));

    @TempDir
    Path folder;

    FakeHub fake;

    @BeforeEach
    void startHub() throws IOException {
        fake = new FakeHub();
    }

    @AfterEach
    void stopHub() {
        fake.close();
    }

    Path cache() {
        return folder.resolve("cache");
    }

    Hub hub() {
        return Hub.at(fake.endpoint())
                .withCache(cache())
                .withLayerCache(folder.resolve("layers"))
                .withPatience(PATIENT);
    }

    /** The bytes of a model with four layers and their biases, of the same numbers for the same seed. */
    byte[] weights(long seed) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (int layer = 0; layer < 4; layer++) {
            String name = LAYER.replace(".1.", "." + layer + ".");
            weights.put(name + ".weight", Weight.of(new Seeds(seed).split(name).normal(64 * 64), 64, 64));
            weights.put(
                    name + ".bias", Weight.of(new Seeds(seed).split(name + "b").normal(64), 64));
        }
        return bytes(weights, Map.of("dataset_chosen_targets", "['cat', 'dog']"));
    }

    byte[] bytes(Map<String, Weight> weights, Map<String, String> metadata) {
        try {
            Path file = Files.createTempFile(folder, "weights", ".tmp");
            Safetensors.write(file, weights, metadata);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A model as most are. */
    FakeRepo addModel(String repo, long seed) {
        return fake.add(
                repo,
                Map.of(
                        "model.safetensors", weights(seed),
                        "README.md", ("# " + repo).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "config.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** What the hub was asked since the last call. */
    List<String> asked() {
        List<String> log = List.copyOf(fake.log);
        fake.log.clear();
        return log;
    }

    /** Every file below a folder that is no link, by its path. */
    static List<String> plainFiles(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
