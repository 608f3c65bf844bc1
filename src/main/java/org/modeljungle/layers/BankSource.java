package org.modeljungle.layers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.modeljungle.weights.FileStamp;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.WeightFileException;

/**
 * Which file a model of a {@link DiskBank} was read from, and how it was then.
 *
 * @param file its path, relative to the bank's folder where it can be, with slashes
 * @param bytes its size, with that of an adapter's configuration beside it; of a model in several files, of all of them
 * @param modified when it was last written, in milliseconds since 1970 began; of several files, the last one
 * @param prefixes what its tensors' names were read without
 */
record BankSource(String file, long bytes, long modified, List<String> prefixes) {

    private static final String CONFIG = "adapter_config.json"; // holds the scale of an adapter's change

    BankSource {
        prefixes = List.copyOf(prefixes);
    }

    /** Of a file that is open. */
    static BankSource of(Path bank, Safetensors file, List<String> prefixes) {
        FileStamp stamp = file.stamp();
        Path config = file.path().resolveSibling(CONFIG);
        FileStamp all = Files.isRegularFile(config) ? stamp.and(FileStamp.of(config)) : stamp;
        return new BankSource(name(bank, file.path()), all.bytes(), all.modified(), prefixes);
    }

    /** Whether the file is there as it was. */
    boolean isCurrent(Path bank) {
        try {
            return equals(of(bank, Safetensors.open(path(bank)), prefixes));
        } catch (WeightFileException e) { // gone, or something else by now
            return false;
        }
    }

    private static String name(Path bank, Path file) {
        Path folder = bank.toAbsolutePath().normalize().getParent();
        Path whole = file.toAbsolutePath().normalize();
        boolean together = whole.getRoot().equals(folder.getRoot());
        return (together ? folder.relativize(whole) : whole).toString().replace(File.separatorChar, '/');
    }

    /** The file, for a bank that lies there. */
    Path path(Path bank) {
        return bank.toAbsolutePath().normalize().resolveSibling(file).normalize();
    }
}
