import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.router.Dendrogram;
import org.modeljungle.router.Distances;
import org.modeljungle.router.Fingerprinter;
import org.modeljungle.router.Fingerprints;
import org.modeljungle.router.Linkage;
import org.modeljungle.router.Router;
import org.modeljungle.router.Trees;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * How long it takes to find the trees of many models, part by part: 20 trees, and one tenth of all unrelated.
 *
 * <p>Reading is timed on up to 500 files of 1 MB (a small ViT's 65 tensors), each read as often as it takes; they were
 * just written, so they are in the system's memory. The fingerprints that are clustered are drawn at random instead,
 * all different.
 */
final class FindTrees {

    private static final int FILES = 500;
    private static final int TREES = 20;
    private static final int SIZE = Fingerprinter.DEFAULT.size();

    private FindTrees() {}

    static Bench.Measured measure(Bench.Told told, Path folder) throws IOException {
        int models = told.number("models");
        Run run = Run.start(told.name(), 1).with("models", models);
        double all;
        try (Workers workers = Workers.perCore()) {
            all = read(models, folder, workers);
            Fingerprints fingerprints = drawn(models);
            long start = System.nanoTime();
            Distances distances = Distances.euclidean(fingerprints, workers, Progress.of("comparing", models));
            all += say("all distances", start);
            start = System.nanoTime();
            Dendrogram dendrogram = Linkage.AVERAGE.cluster(distances, Progress.of("clustering", models));
            all += say("linkage", start);
            start = System.nanoTime();
            Trees trees = Trees.find(dendrogram);
            all += say("finding trees", start);
            start = System.nanoTime();
            Router router = Router.fit(Fingerprinter.DEFAULT, fingerprints, trees.labels());
            all += say("fitting a router", start);
            int[] some = IntStream.range(0, Math.min(1000, models)).toArray();
            start = System.nanoTime();
            router.route(fingerprints.select(some));
            say("routing up to 1000 models (not in the sum)", start);
        }
        return new Bench.Measured(run, "library", models, all, Map.of());
    }

    private static double say(String what, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf("%-45s %8.2f s%n", what, seconds);
        return seconds;
    }

    private static double read(int models, Path folder, Workers workers) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < Math.min(FILES, models); i++) {
            files.add(write(folder, i));
        }
        List<Path> all = IntStream.range(0, models)
                .mapToObj(i -> files.get(i % files.size()))
                .toList();
        long start = System.nanoTime();
        Fingerprinter.DEFAULT.fingerprint(all, workers, Progress.of("reading", models));
        return say("reading " + models + " files of " + Files.size(files.get(0)) / 1000 + " kB", start);
    }

    /** Five blocks of width 64, with norms, biases, a patch embedding and a head. */
    private static Path write(Path folder, int model) {
        Map<String, Weight> weights = new HashMap<>();
        for (int block = 0; block < 5; block++) {
            String name = "blocks." + block + ".";
            for (String part : List.of("q", "k", "v", "out")) {
                put(weights, name + part, model, 64, 64);
            }
            put(weights, name + "mlp.0", model, 256, 64);
            put(weights, name + "mlp.1", model, 64, 256);
        }
        put(weights, "patch", model, 64, 48);
        put(weights, "head", model, 50, 64);
        weights.put("position", Weight.of(new Seeds(model).normal(17 * 64), 17, 64));
        Path file = folder.resolve(model + ".safetensors");
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    private static void put(Map<String, Weight> weights, String name, int model, int rows, int cols) {
        Seeds seeds = new Seeds(model).split(name);
        weights.put(name + ".weight", Weight.of(seeds.normal(rows * cols), rows, cols));
        weights.put(name + ".bias", Weight.of(seeds.normal(rows), rows));
    }

    private static Fingerprints drawn(int models) {
        float[] values = new float[models * SIZE];
        for (int i = 0; i < models; i++) {
            boolean alone = i % 10 == 0;
            float[] ancestor = new Seeds(alone ? i : -1 - i / 10 % TREES).normal(SIZE);
            float[] own = new Seeds(i).split("own").normal(SIZE);
            for (int k = 0; k < SIZE; k++) {
                values[i * SIZE + k] = (float) ((.9 * ancestor[k] + .43 * own[k]) / Math.sqrt(SIZE));
            }
        }
        return new Fingerprints(models, SIZE, values);
    }
}
