package org.modeljungle.jungle.grow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.AtomicFile;

/** How long each part of a folder took to grow, in seconds, over all runs: {@code run.json} next to the manifest. */
public final class GrowthLog {

    /** The part that the ancestor took. */
    public static final String ANCESTOR = "ancestor";

    /** The part that all units took. */
    public static final String GROWING = "growing";

    static final String FILE = "run.json";

    private static final JsonMapper JSON = new JsonMapper();

    private GrowthLog() {}

    /** The seconds of each part; empty where nothing was grown. */
    public static Map<String, Double> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), new TypeReference<LinkedHashMap<String, Double>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** Runs a part and adds the time it took, also where it was stopped. */
    static void timed(Path folder, String part, Runnable work) {
        long start = System.nanoTime();
        try {
            work.run();
        } finally {
            Map<String, Double> seconds = new LinkedHashMap<>(read(folder));
            seconds.merge(part, (System.nanoTime() - start) / 1e9, Double::sum);
            AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(seconds)));
        }
    }
}
