package org.modeljungle.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/** Unpacks an encoder's zip: the folder is there whole, or not at all. */
final class Unpacking {

    private static final List<String> NEEDED = List.of("config.json", "tokenizer.json", "model.safetensors");
    private static final List<String> USED =
            List.of("tokenizer_config.json", "sentence_bert_config.json", "modules.json", "1_Pooling/config.json");
    private static final int CHUNK = 1 << 20; // bytes

    private Unpacking() {}

    /**
     * Unpacks the files that an encoder is read from, under a hidden name that is changed at the end.
     *
     * @throws IllegalArgumentException if one that is needed is missing
     * @throws java.util.concurrent.CancellationException if stopped; nothing is left
     */
    static void unpack(Path zip, Path folder) {
        Path temporary = folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try (ZipFile file = new ZipFile(zip.toFile())) {
            List<ZipEntry> entries = Stream.concat(NEEDED.stream(), USED.stream())
                    .map(file::getEntry)
                    .filter(entry -> entry != null)
                    .toList();
            NEEDED.forEach(
                    name -> Check.that(file.getEntry(name) != null, "%s: expected %s in it, found none", zip, name));
            long chunks = entries.stream().mapToLong(Unpacking::chunks).sum();
            try (Progress progress = Progress.of("unpacking " + folder.getFileName(), chunks)) {
                for (ZipEntry entry : entries) {
                    AtomicFile.write(temporary.resolve(entry.getName()), out -> copy(file, entry, out, progress));
                }
            }
            move(temporary, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(zip + ": cannot be unpacked into " + folder, e);
        } finally {
            delete(temporary);
        }
    }

    private static long chunks(ZipEntry entry) {
        return (Math.max(0, entry.getSize()) + CHUNK - 1) / CHUNK;
    }

    private static void copy(ZipFile file, ZipEntry entry, OutputStream out, Progress progress) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                out.write(chunk);
                progress.step();
            }
        }
    }

    /** Another process may have been faster: its folder holds the same. */
    private static void move(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted", e);
        }
    }
}
