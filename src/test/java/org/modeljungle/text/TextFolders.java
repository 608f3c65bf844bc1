package org.modeljungle.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Folders of small text encoders, and changed copies of them. */
final class TextFolders {

    private TextFolders() {}

    /** One that {@code src/test/golden/text_encoders.py} wrote. */
    static Path golden(String name) {
        try {
            return Path.of(TextFolders.class
                    .getResource("/golden/text-encoders/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy in another folder. */
    static Path copy(String name, Path to) {
        try (Stream<Path> files = Files.list(golden(name))) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with a file written anew. */
    static Path with(Path folder, String file, String text) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), text);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a text in a file. */
    static Path replace(Path folder, String file, String from, String to) {
        try {
            String text = Files.readString(folder.resolve(file));
            if (!text.contains(from)) {
                throw new IllegalStateException(from + " is not in " + file);
            }
            return with(folder, file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renames tensors; one whose name becomes empty is left out. */
    static Path rename(Path folder, String file, UnaryOperator<String> names) {
        Safetensors from = Safetensors.open(folder.resolve(file));
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String name : from.names()) {
            String other = names.apply(name);
            if (!other.isEmpty()) {
                weights.put(other, Weight.of(from.info(name).dtype(), from.floats(name), shape(from, name)));
            }
        }
        Safetensors.write(folder.resolve(file), weights, Map.of());
        return folder;
    }

    private static long[] shape(Safetensors file, String name) {
        return file.info(name).shape().stream().mapToLong(Long::longValue).toArray();
    }
}
