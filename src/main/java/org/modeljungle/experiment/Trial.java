package org.modeljungle.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/**
 * One finished training.
 *
 * @param experiment the name of the experiment that it was shown in
 * @param settings what was varied, by name, in the order of the grid: numbers, or the names of what they stand for
 * @param repeat from 0
 * @param seed the training's
 * @param provenance how it was trained
 * @param outcome what came out
 */
public record Trial(
        String experiment,
        Map<String, Object> settings,
        int repeat,
        long seed,
        Provenance provenance,
        Outcome outcome) {

    /**
     * How a trial was trained: what its file says.
     *
     * @param digest of all that the outcome depends on; the trial is found again by it
     * @param data the digest of the data
     * @param commit the git commit at which it was trained, followed by "-dirty" where there were changes
     * @param at when it was finished, in UTC
     * @param device where
     * @param versions of Java, the library and the engine
     */
    public record Provenance(
            String digest, String data, String commit, String at, String device, Map<String, String> versions) {

        /** Copies the map. */
        public Provenance {
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        }
    }

    /** Copies the map. */
    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** What is varied and the repeat, as text: {@code probes 64, rate 0.001, repeat 2}. */
    public String name() {
        String varied = settings.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Numbers.label(entry.getValue()) + ", ")
                .collect(Collectors.joining());
        return varied + "repeat " + repeat;
    }

    /**
     * The value of what was varied.
     *
     * @throws IllegalArgumentException if there is no such setting
     */
    public Object setting(String name) {
        Check.that(
                settings.containsKey(name),
                "trial: expected one of the settings %s, found '%s'",
                settings.keySet(),
                name);
        return settings.get(name);
    }
}
