package org.modeljungle.hub;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a list of models: the files of those that could be had, and why not of each other.
 *
 * @param files of each model its file, by its id, in the order asked for
 * @param failed of each other one the reason, by its id
 */
public record Fetched(Map<String, Path> files, Map<String, String> failed) {

    /** Keeps the order of both maps. */
    public Fetched {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    /** Whether all could be had. */
    public boolean complete() {
        return failed.isEmpty();
    }

    /**
     * The same, if all could be had.
     *
     * @throws HubException if not, naming the first that could not
     */
    public Fetched orThrow() {
        if (!complete()) {
            Map.Entry<String, String> first = failed.entrySet().iterator().next();
            throw new HubException("hub: expected %d models, found %d of them; '%s': %s"
                    .formatted(files.size() + failed.size(), files.size(), first.getKey(), first.getValue()));
        }
        return this;
    }

    /** {@code 198 of 200 models fetched}, then each other with the reason on a line of its own. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("%d of %d models fetched".formatted(files.size(), files.size() + failed.size()));
        failed.forEach(
                (id, reason) -> text.append("\n  ").append(id).append(": ").append(reason));
        return text.toString();
    }
}
