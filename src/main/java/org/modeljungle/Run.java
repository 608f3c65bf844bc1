package org.modeljungle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * How a result was made: settings, seed, input hashes, versions, machine, time. It stands beside every figure and
 * jungle. Unlike weight files, which are reproducible byte for byte, a run record is not: it holds the time.
 *
 * @param name what was run
 * @param settings every setting, by name, in the order given
 * @param seed the seed everything was split from
 * @param inputs the SHA-256 of each input, by name
 * @param versions Java, library and engine
 * @param machine operating system and cores
 * @param commit the git commit of the working tree, "-dirty" behind it where it has changes; "unknown" outside one
 * @param started when, in UTC
 * @param seconds how long it took
 */
public record Run(
        String name,
        Map<String, Object> settings,
        long seed,
        Map<String, String> inputs,
        Map<String, String> versions,
        Map<String, String> machine,
        String commit,
        String started,
        double seconds) {

    /** Starts the record of a run; call {@link #finished()} at its end. */
    public static Run start(String name, Map<String, ?> settings, long seed) {
        return new Run(
                name,
                new LinkedHashMap<>(settings),
                seed,
                Map.of(),
                libraryVersions(),
                thisMachine(),
                GitCommit.current(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                0);
    }

    /** The same record with one more input. */
    public Run withInput(String input, String sha256) {
        Map<String, String> all = new LinkedHashMap<>(inputs);
        all.put(input, sha256);
        return new Run(name, settings, seed, all, versions, machine, commit, started, seconds);
    }

    /** The same record with the time since its start. */
    public Run finished() {
        double passed = Instant.parse(started).until(Instant.now(), ChronoUnit.MILLIS) / 1000.0;
        return new Run(name, settings, seed, inputs, versions, machine, commit, started, passed);
    }

    private static Map<String, String> libraryVersions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.version"));
        Properties own = new Properties();
        try (InputStream in = Run.class.getResourceAsStream("versions.properties")) {
            own.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String library : List.of("modeljungle", "djl", "pytorch")) {
            versions.put(library, own.getProperty(library));
        }
        return versions;
    }

    private static Map<String, String> thisMachine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return machine;
    }
}
