import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.modeljungle.Progress;
import org.modeljungle.Results;
import org.modeljungle.Run;
import org.modeljungle.ridge.AdapterProducts;

/**
 * What {@code bench/large_adapter.py} runs: {@code compare ADAPTER SMALL OTHER...} prints how long an adapter's row of
 * inner products takes and how much memory beside mapped files, after a first row against the small one as a warm-up;
 * {@code record FILE ROUNDS} writes the record of the run.
 */
final class LargeAdapter {

    private LargeAdapter() {}

    public static void main(String[] args) throws Exception {
        Progress.console(false);
        if (args[0].equals("record")) {
            Results.of(Run.start("large-adapter", 1).with("rounds", Integer.parseInt(args[2])))
                    .write(Path.of(args[1]));
            return;
        }
        List<Path> paths = Arrays.stream(args).skip(1).map(Path::of).toList();
        AdapterProducts.of(paths.get(1), List.of(paths.get(1)));
        List<Path> others = paths.subList(2, paths.size());
        Peak peak = new Peak();
        long before = anonymous();
        long start = System.nanoTime();
        double[] cosines = AdapterProducts.of(paths.get(0), others).cosines();
        double seconds = (System.nanoTime() - start) * 1e-9;
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("seconds", seconds);
        said.put("megabytes", (peak.end() - before) * 1e-6);
        said.put("cosines", cosines);
        System.out.println(new JsonMapper().writeValueAsString(said));
    }

    /** The process's memory that is no file's, in bytes, as Linux counts it. */
    private static long anonymous() {
        try {
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(of -> of.startsWith("RssAnon"))
                    .findFirst()
                    .orElseThrow();
            return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The most of it from now on, looked at every twentieth of a second. */
    private static final class Peak {

        private final AtomicLong most = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread = new Thread(this::watch, "peak of memory");

        Peak() {
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            try {
                do {
                    most.accumulateAndGet(anonymous(), Math::max);
                } while (!ended.await(50, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        long end() throws InterruptedException {
            ended.countDown();
            thread.join();
            return most.get();
        }
    }
}
