import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metanetwork.Targets;
import org.modeljungle.tensor.Precision;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;

/**
 * ProbeX as published for classification, trained on one layer of a folder's files by the library itself; the time of
 * the steps alone ({@code step}), from the first file to the last step ({@code end-to-end}), or from the opening of a
 * bank on disk that was built beforehand, in the precision of the training ({@code from-bank}).
 *
 * <p>The folder that it is told holds {@code models/*.safetensors} and {@code labels.safetensors}; where a peer starts
 * from is written beside them. Uncounted: the start of the engine, and of the steps the first two.
 */
final class TrainProbeX {

    private static final String LAYER = "layer";
    private static final int THREADS = 2;
    private static final int WARM_UP = 2; // steps
    private static final Seeds SEEDS = new Seeds(1);

    private TrainProbeX() {}

    static Bench.Measured measure(Bench.Told told, Path own) throws IOException {
        Path folder = Path.of(told.text("folder"));
        int epochs = told.number("epochs");
        boolean half = told.text("precision").equals("bf16");
        MetanetworkFit.Settings how = MetanetworkFit.Settings.CLASSIFICATION;
        how = how.withEpochs(epochs)
                .withBatch(told.number("batch"))
                .withEvaluateEvery(epochs)
                .withPrecision(half ? Precision.BF16 : Precision.FP32)
                .withShards(THREADS);
        warmUp();
        Path disk = own.resolve("layer.bank");
        boolean fromBank = told.text("measured").equals("from-bank");
        if (fromBank) {
            DiskBank.build(disk, files(folder), LAYER, half ? Dtype.BF16 : Dtype.F32);
        }
        Run run = Run.start(told.name(), SEEDS.value());
        Steps steps = Steps.listen();
        long start = System.nanoTime();
        LayerBank layers = fromBank ? DiskBank.open(disk).bank() : LayerBank.read(files(folder), LAYER);
        Matrices bank = layers.matrices();
        float[][] labels = labels(folder, bank.models());
        ProbeX network =
                new ProbeX(ProbeX.Settings.CLASSIFICATION, bank.rows(), bank.cols(), new Head.Labels(labels[0].length));
        new MetanetworkFit(network, how, SEEDS).run(bank, new Targets.Labels(labels), row -> 0);
        double all = (System.nanoTime() - start) * 1e-9;
        write(network, folder.resolve("start.safetensors"));
        boolean step = told.text("measured").equals("step");
        return new Bench.Measured(
                settings(run, network, bank, how),
                told.text("precision"),
                step ? steps.count() - WARM_UP : steps.count(),
                step ? steps.seconds(WARM_UP) : all,
                Map.of("losses", steps.losses()));
    }

    /** Starts the engine and trains on a few small matrices. */
    private static void warmUp() {
        ProbeX.Settings small = new ProbeX.Settings(2, 2, 2, true);
        new MetanetworkFit(
                        new ProbeX(small, 8, 8, new Head.Labels(1)),
                        MetanetworkFit.Settings.CLASSIFICATION
                                .withEpochs(2)
                                .withBatch(4)
                                .withEvaluateEvery(1),
                        SEEDS)
                .run(new Dense(4, 8, 8, new float[256]), new Targets.Labels(new float[4][1]), row -> 0);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("models"))) {
            return all.sorted().toList();
        }
    }

    /** Yes or no of each label // [models, labels] */
    private static float[][] labels(Path folder, int models) {
        float[] all = Safetensors.open(folder.resolve("labels.safetensors")).floats("labels");
        int count = all.length / models;
        float[][] rows = new float[models][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * count, (i + 1) * count));
        return rows;
    }

    /** The parameters that training starts from, for a peer. */
    private static void write(ProbeX network, Path file) {
        float[] start = network.layout().initial(SEEDS.split("parameters"));
        new MetanetworkFile(network, LAYER, start).write(file);
    }

    /** The record with what a peer has to do the same. */
    private static Run settings(Run run, ProbeX network, Matrices bank, MetanetworkFit.Settings how) {
        return run.with("models", bank.models())
                .with("rows", bank.rows())
                .with("cols", bank.cols())
                .with("probes", network.settings().probes())
                .with("projections", network.settings().projections())
                .with("representation", network.settings().representation())
                .with("epochs", how.epochs())
                .with("batch", how.batch())
                .with("rate", how.rate())
                .with("decay", how.weightDecay());
    }
}
