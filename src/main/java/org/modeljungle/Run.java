package org.modeljungle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a result was made: settings, seed, input hashes, versions, machine, time. Every figure and jungle
 * has one. Unlike weight files, which are reproducible byte for byte, a run record is not: it holds the time.
 *
 * <pre>{@code
 * Run run = Run.start("03-why-trees", recipe.seed()).with("profile", profile).with("epochs", 500);
 * }</pre>
 *
 * @param name what was run
 * @param settings every setting, by name, in the order given
 * @param seed the seed everything was split from
 * @param inputs the SHA-256 of each input, by name, in the order given
 * @param trainedAt the commits at which the trials shown were trained, each once, sorted; empty where none were shown
 * @param versions Java, library and engine
 * @param machine operating system, cores, the processor's model, and the instruction set that the engine uses, on which
 *     the last bits of a number depend
 * @param commit the git commit of the working tree, followed by "-dirty" where it has changes or git cannot tell;
 *     "unknown" outside one
 * @param started when, in UTC
 * @param seconds how long it took
 */
public record Run(
        String name,
        Map<String, Object> settings,
        long seed,
        Map<String, String> inputs,
        List<String> trainedAt,
        Map<String, String> versions,
        Map<String, String> machine,
        String commit,
        String started,
        double seconds) {

    /** Copies the maps in their order, and sorts the commits. */
    public Run {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        trainedAt = List.copyOf(new TreeSet<>(trainedAt));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
    }

    /**
     * Starts the record of a run without settings: add them; call {@link #finished()} at its end. In a notebook, the
     * notebook's code is its first input.
     */
    public static Run start(String name, long seed) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        return new Run(
                name,
                Map.of(),
                seed,
                NotebookCode.input(System.getenv()),
                List.of(),
                libraryVersions(),
                thisMachine(),
                GitCommit.current(),
                now,
                0);
    }

    /**
     * The same record with one more setting, after those that it has.
     *
     * @param value a number, a text, or anything that can be written as JSON
     * @throws IllegalArgumentException if there is a setting of that name already
     */
    public Run with(String setting, Object value) {
        Check.that(
                !settings.containsKey(setting),
                "run %s: expected each setting once, found a second '%s'",
                name,
                setting);
        return new Run(
                name,
                more(settings, setting, value),
                seed,
                inputs,
                trainedAt,
                versions,
                machine,
                commit,
                started,
                seconds);
    }

    /**
     * The same record with one more input.
     *
     * @throws IllegalArgumentException if there is another input of that name
     */
    public Run withInput(String input, String sha256) {
        Check.that(
                inputs.getOrDefault(input, sha256).equals(sha256),
                "run %s: expected each input once, found a second '%s'",
                name,
                input);
        return new Run(
                name,
                settings,
                seed,
                more(inputs, input, sha256),
                trainedAt,
                versions,
                machine,
                commit,
                started,
                seconds);
    }

    /**
     * The same record with the commits at which the trials shown were trained: those that were found in the cache may
     * be older than this run.
     *
     * @param commits in any order, also repeated; they are added to those that are there
     */
    public Run withTrainedAt(Collection<String> commits) {
        TreeSet<String> all = new TreeSet<>(trainedAt);
        all.addAll(commits);
        return new Run(name, settings, seed, inputs, List.copyOf(all), versions, machine, commit, started, seconds);
    }

    /** The same record with the time since its start. */
    public Run finished() {
        double passed = Instant.parse(started).until(Instant.now(), ChronoUnit.MILLIS) / 1000.0;
        return new Run(name, settings, seed, inputs, trainedAt, versions, machine, commit, started, passed);
    }

    private static <T> Map<String, T> more(Map<String, T> some, String key, T value) {
        Map<String, T> all = new LinkedHashMap<>(some);
        all.put(key, value);
        return all;
    }

    private static Map<String, String> libraryVersions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.version"));
        for (String library : List.of("modeljungle", "djl")) {
            versions.put(library, Version.of(library));
        }
        versions.put("pytorch", Version.pytorch(System::getenv));
        return versions;
    }

    private static Map<String, String> thisMachine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        Processor processor = Processor.current();
        machine.put("cpu", processor.model());
        machine.put("instructions", processor.instructions());
        machine.putAll(NvidiaDriver.describe());
        return machine;
    }
}
