import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.layers.Blocks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Dtype;

/**
 * A bank on disk: building it from a file for each model, or going through all its matrices, or through as many in
 * memory. Each of two threads copies its matrices, one after the other, to one place.
 *
 * <p>{@code build}: from the first file to the bank's name, what the disk takes included. {@code scan} and {@code
 * memory}: the last rounds of several; before them the numbers are in the system's memory and their checksums are
 * compared.
 */
final class BankOnDisk {

    private static final int THREADS = 2;

    private BankOnDisk() {}

    static Bench.Measured measure(Bench.Told told, Path own) throws IOException {
        List<Path> files = ReadLayer.files(Path.of(told.text("folder")));
        Dtype dtype = Dtype.valueOf(told.text("dtype"));
        Path path = own.resolve("bank.safetensors");
        Run run = Run.start(told.name(), 1).with("models", files.size());
        String layer = told.text("layer");
        return switch (told.text("what")) {
            case "build" -> build(told, run, files, layer, dtype, path);
            case "scan" ->
                scan(told, run, DiskBank.build(path, files, layer, dtype).bank(), Files.size(path));
            default -> {
                LayerBank bank = LayerBank.read(files, layer);
                yield scan(told, run, bank, (long) Float.BYTES * bank.models() * bank.rows() * bank.cols());
            }
        };
    }

    private static Bench.Measured build(
            Bench.Told told, Run run, List<Path> files, String layer, Dtype dtype, Path path) throws IOException {
        List<Path> some = files.subList(0, Math.min(files.size(), 100));
        DiskBank.build(path.resolveSibling("warm-up"), some, layer, dtype);
        long start = System.nanoTime();
        DiskBank.build(path, files, layer, dtype);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(run, told.text("side"), files.size(), seconds, rate(Files.size(path), seconds));
    }

    private static Bench.Measured scan(Bench.Told told, Run run, LayerBank bank, long bytes) {
        Blocks blocks = ((Dense) bank.matrices()).blocks();
        int repeats = told.number("repeats");
        try (Workers workers = Workers.of(THREADS)) {
            scan(blocks, repeats, workers);
            long start = System.nanoTime();
            scan(blocks, repeats, workers);
            double seconds = (System.nanoTime() - start) * 1e-9;
            int matrices = repeats * bank.models();
            return new Bench.Measured(run, told.text("side"), matrices, seconds, rate(repeats * bytes, seconds));
        }
    }

    private static void scan(Blocks blocks, int repeats, Workers workers) {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            tasks.add(() -> {
                float[] one = new float[blocks.size()];
                for (int i = 0; i < repeats; i++) {
                    IntStream.iterate(first, model -> model < blocks.models(), model -> model + THREADS)
                            .forEach(model -> blocks.copy(model, 1, 0, one.length, one, 0));
                }
                return null;
            });
        }
        try (Progress progress = Progress.of("scanning", THREADS)) {
            workers.run(progress, tasks);
        }
    }

    private static Map<String, Object> rate(long bytes, double seconds) {
        return Map.of("gigabytes_per_second", bytes / seconds * 1e-9);
    }
}
