import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modeljungle.Progress;
import org.modeljungle.Results;
import org.modeljungle.Run;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;

/**
 * What {@code bench/files.py} runs: {@code adapters FOLDER} compares what is read of each golden adapter with the
 * change that its own package computed, {@code bank FILES BANK LAYER} builds a bank on disk, {@code record FOLDER
 * KILLS} writes the record of the run.
 */
final class FilesOfOthers {

    private FilesOfOthers() {}

    public static void main(String[] args) throws IOException {
        Progress.console(false);
        switch (args[0]) {
            case "adapters" -> System.out.println(new JsonMapper().writeValueAsString(errors(Path.of(args[1]))));
            case "bank" -> {
                Progress.listen(job -> System.out.println("step " + job.done()));
                DiskBank.build(Path.of(args[2]), Models.folder(Path.of(args[1])), args[3], Dtype.F32);
                System.out.println("built");
            }
            default ->
                Results.of(Run.start("files", 1).with("kills", Integer.parseInt(args[2])))
                        .write(Path.of(args[1]).resolve("record.json"));
        }
    }

    /** The largest difference of each folder's adapter, in units of the largest number of its layer. */
    private static Map<String, Double> errors(Path golden) throws IOException {
        Map<String, Double> errors = new TreeMap<>();
        for (Path folder : list(golden)) {
            Path expected = folder.resolve("expected.safetensors");
            if (Files.exists(expected)) {
                double error = error(adapter(folder), Safetensors.open(expected));
                if (error >= 0) {
                    errors.put(folder.getFileName().toString(), error);
                }
            }
        }
        return errors;
    }

    private static Adapter adapter(Path folder) throws IOException {
        Path file = list(folder).stream()
                .filter(path -> path.toString().endsWith(".safetensors"))
                .filter(path -> !path.endsWith("expected.safetensors") && !path.endsWith("base.safetensors"))
                .findFirst()
                .orElseThrow();
        Path base = folder.resolve("base.safetensors");
        Adapter adapter = Adapter.open(file);
        return Files.exists(base) ? adapter.withBase(Safetensors.open(base)) : adapter;
    }

    /** Below 0 for an adapter whose method is not read. */
    private static double error(Adapter adapter, Safetensors expected) {
        double most = -1;
        for (String layer : adapter.layers()) {
            if (adapter.refusal(layer).isPresent()) {
                continue;
            }
            float[] found = adapter.change(layer).dense();
            float[] wanted = expected.floats(layer);
            double largest = 0;
            double apart = 0;
            for (int i = 0; i < wanted.length; i++) {
                largest = Math.max(largest, Math.abs(wanted[i]));
                apart = Math.max(apart, Math.abs(wanted[i] - found[i]));
            }
            most = Math.max(most, apart / largest);
        }
        return most;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
