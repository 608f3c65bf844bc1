package org.modeljungle.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Files of models with a layer 'q', whole or factored; a number gives the same numbers each time. */
public final class BankFiles {

    private BankFiles() {}

    /** Whole matrices. */
    public static List<Path> dense(Path folder, int models, int rows, int cols) {
        List<Path> files = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            files.add(denseFile(folder.resolve("m%04d.safetensors".formatted(model)), model, rows, cols));
        }
        return files;
    }

    /** One whole matrix, between others. */
    public static Path denseFile(Path file, int number, int rows, int cols) {
        Seeds seeds = new Seeds(number);
        Weight weight = Weight.of(seeds.normal(rows * cols), rows, cols);
        Safetensors.write(file, Map.of("p.weight", Weight.of(new float[3], 3), "q.weight", weight), Map.of());
        return file;
    }

    /** Factors of a LoRA, of these ranks. */
    public static List<Path> lora(Path folder, int rows, int cols, int... ranks) {
        List<Path> files = new ArrayList<>();
        for (int model = 0; model < ranks.length; model++) {
            files.add(loraFile(folder.resolve("l%04d.safetensors".formatted(model)), model, rows, cols, ranks[model]));
        }
        return files;
    }

    /** One pair of factors. */
    public static Path loraFile(Path file, int number, int rows, int cols, int rank) {
        Seeds seeds = new Seeds(number);
        Weight up = Weight.of(seeds.split("up").normal(rows * rank), rows, rank);
        Weight down = Weight.of(seeds.split("down").normal(rank * cols), rank, cols);
        Safetensors.write(file, Map.of("q.lora.up.weight", up, "q.lora.down.weight", down), Map.of());
        return file;
    }

    /** A file's bytes. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
