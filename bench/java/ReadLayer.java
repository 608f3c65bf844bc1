import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeljungle.Run;
import org.modeljungle.layers.LayerBank;

/**
 * Reads one layer of many files into one array in single precision. The folder that it is told holds the files, and in
 * {@code warm-up} others, which are read first, so that what is counted runs on compiled code.
 */
final class ReadLayer {

    private static final int WARM_UP = 4_000; // files, the same ones again and again

    private ReadLayer() {}

    static Bench.Measured measure(Bench.Told told, Path own) throws IOException {
        Path folder = Path.of(told.text("folder"));
        String layer = told.text("layer");
        int repeats = told.number("repeats");
        List<Path> others = files(folder.resolve("warm-up"));
        for (int read = 0; read < told.number("warm_up", WARM_UP); read += others.size()) {
            LayerBank.read(others, layer);
        }
        List<Path> files = files(folder);
        Run run = Run.start(told.name(), 1).with("models", files.size()).with("layer", layer);
        long cpu = cpu();
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            LayerBank.read(files, layer);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        double cpuSeconds = (cpu() - cpu) * 1e-9;
        return new Bench.Measured(
                run, told.text("side"), repeats * files.size(), seconds, Map.of("cpu_seconds", cpuSeconds));
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Of all threads of the process, its compiler's and its garbage collector's too, in nanoseconds. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
