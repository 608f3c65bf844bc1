package org.modeljungle.nets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;
import org.modeljungle.weights.WeightFileException;

/**
 * The file that holds the state of one training.
 *
 * @param path of the file
 * @param training a digest of all that the training depends on
 */
record CheckpointFile(Path path, String training) {

    private static final String TRAINING = "training";
    private static final String CHECKSUM = "crc32c";

    /** Replaces the file. */
    void write(Map<String, Weight> weights) {
        Map<String, Weight> sorted = new TreeMap<>(weights);
        Safetensors.write(path, sorted, Map.of(TRAINING, training, CHECKSUM, checksum(sorted)));
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    /**
     * Opens the file.
     *
     * @throws IllegalArgumentException if it is damaged or of another training
     */
    Safetensors read() {
        Safetensors file = open();
        String found = file.metadata().getOrDefault(TRAINING, "none");
        Check.that(
                found.equals(training),
                "checkpoint %s: expected that of training %s, found %s; delete it to train from the beginning",
                path,
                training,
                found);
        Map<String, Weight> weights = new TreeMap<>();
        file.names().forEach(name -> weights.put(name, Weight.of(file, name)));
        Check.that(
                checksum(weights).equals(file.metadata().get(CHECKSUM)),
                "checkpoint %s: expected a whole file, found other numbers than were written; delete it to train from the"
                        + " beginning",
                path);
        return file;
    }

    private Safetensors open() {
        try {
            return Safetensors.open(path);
        } catch (WeightFileException e) {
            throw new IllegalArgumentException(
                    "checkpoint %s: expected a whole file, found a damaged one (%s); delete it to train from the beginning"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    private static String checksum(Map<String, Weight> sorted) {
        CRC32C sum = new CRC32C();
        sorted.values().forEach(weight -> sum.update(weight.bytes()));
        return Long.toHexString(sum.getValue());
    }
}
