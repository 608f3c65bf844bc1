package org.modeljungle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a result was made: settings, seed, input hashes, versions, machine, time. It stands beside every figure and
 * jungle. Unlike weight files, which are reproducible byte for byte, a run record is not: it holds the time.
 *
 * @param name what was run
 * @param settings every setting, by name, in the order given
 * @param seed the seed everything was split from
 * @param inputs the SHA-256 of each input, by name
 * @param versions Java, library and engine
 * @param machine operating system, cores and device
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
                versions(),
                machine(),
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

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.version"));
        String library = Run.class.getPackage().getImplementationVersion();
        versions.put("modeljungle", library == null ? "development" : library);
        versions.put("djl", "0.35.1");
        versions.put("pytorch", "2.7.1");
        return versions;
    }

    private static Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return machine;
    }
}
