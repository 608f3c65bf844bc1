import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LowRank;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metanetwork.Targets;
import org.modeljungle.weights.Safetensors;

/**
 * A metanetwork as published ({@code probex} or {@code mvprobe}) trained on the factors of LoRAs, which are never
 * multiplied out; the time of the steps, and the most memory that the process had.
 *
 * <p>The folder that it is told holds {@code models.safetensors}: {@code up [models, rows, rank]},
 * {@code down [models, rank, cols]} and {@code labels [models, labels]}; where a peer starts from is written beside it.
 * Uncounted: the start of the engine and the first two steps.
 */
final class TrainOnLoras {

    private static final int THREADS = 2;
    private static final int WARM_UP = 2; // steps
    private static final Seeds SEEDS = new Seeds(1);

    private TrainOnLoras() {}

    static Bench.Measured measure(Bench.Told told, Path own) throws IOException {
        Path folder = Path.of(told.text("folder"));
        Safetensors models = Safetensors.open(folder.resolve("models.safetensors"));
        LowRank bank = bank(models);
        float[][] labels = rows(models.floats("labels"), bank.models());
        Metanetwork network =
                architecture(told.text("network")).of(bank.rows(), bank.cols(), new Head.Labels(labels[0].length));
        MetanetworkFit.Settings how = how(told, bank.models());
        write(network, folder);
        Run run = settings(Run.start(told.name(), SEEDS.value()), bank, how);
        Steps steps = Steps.listen();
        new MetanetworkFit(network, how, SEEDS).run(bank, new Targets.Labels(labels), row -> 0);
        return new Bench.Measured(
                run,
                told.text("side"),
                steps.count() - WARM_UP,
                steps.seconds(WARM_UP),
                Map.of("losses", steps.losses(), "peak_gigabytes", peak()));
    }

    private static Metanetwork.Architecture architecture(String name) {
        return name.equals("mvprobe") ? MvProbe.Settings.PUBLISHED : ProbeX.Settings.ALIGNMENT;
    }

    /** Every step sees all models. */
    private static MetanetworkFit.Settings how(Bench.Told told, int models) {
        int epochs = told.number("epochs");
        return MetanetworkFit.Settings.CLASSIFICATION
                .withEpochs(epochs)
                .withBatch(models)
                .withEvaluateEvery(epochs)
                .withShards(THREADS);
    }

    private static LowRank bank(Safetensors file) {
        List<Long> up = file.info("up").shape();
        int models = Math.toIntExact(up.get(0));
        int rows = Math.toIntExact(up.get(1));
        int rank = Math.toIntExact(up.get(2));
        int cols = Math.toIntExact(file.info("down").shape().get(2));
        return new LowRank(models, rows, cols, rank, file.floats("up"), file.floats("down"));
    }

    private static float[][] rows(float[] all, int count) {
        int length = all.length / count;
        float[][] rows = new float[count][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * length, (i + 1) * length));
        return rows;
    }

    /** The parameters that training starts from, for a peer. */
    private static void write(Metanetwork network, Path folder) {
        float[] start = network.layout().initial(SEEDS.split("parameters"));
        new MetanetworkFile(network, "layer", start).write(folder.resolve("start.safetensors"));
    }

    /** The most memory that the process held so far, as Linux counts it. */
    private static double peak() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        String line = status.stream()
                .filter(each -> each.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024e-9;
    }

    private static Run settings(Run run, LowRank bank, MetanetworkFit.Settings how) {
        return run.with("models", bank.models())
                .with("rows", bank.rows())
                .with("cols", bank.cols())
                .with("epochs", how.epochs())
                .with("rate", how.rate())
                .with("decay", how.weightDecay());
    }
}
