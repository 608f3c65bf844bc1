import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MetanetworkTraining;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metanetwork.Targets;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.tensor.Precision;

/**
 * A metanetwork as published ({@code probex} or {@code mvprobe}), trained on random matrices or LoRAs that are made
 * here: speed does not depend on what they hold, and no file has to be carried.
 *
 * @param bank of all models
 * @param labels yes or no // [models, LABELS]
 * @param trainings how many are trained in one stack, each from seeds of its own; 1 for one by itself
 */
record RandomTraining(
        Metanetwork network, MetanetworkFit.Settings how, Matrices bank, float[][] labels, int trainings) {

    private static final int LABELS = 100;
    private static final Seeds SEEDS = new Seeds(1);

    /** As told: network, models, rows, cols, rank (0 for whole matrices), batch, epochs, precision, trainings. */
    static RandomTraining of(Bench.Told told) {
        int models = told.number("models");
        Matrices bank = bank(models, told.number("rows"), told.number("cols"), told.number("rank", 0));
        Metanetwork.Architecture architecture =
                told.text("network").equals("mvprobe") ? MvProbe.Settings.PUBLISHED : ProbeX.Settings.CLASSIFICATION;
        int epochs = told.number("epochs");
        MetanetworkFit.Settings how = MetanetworkFit.Settings.CLASSIFICATION
                .withEpochs(epochs)
                .withBatch(told.number("batch"))
                .withEvaluateEvery(epochs)
                .withPrecision(told.text("precision").equals("bf16") ? Precision.BF16 : Precision.FP32)
                .withShards(1);
        return new RandomTraining(
                architecture.of(bank.rows(), bank.cols(), new Head.Labels(LABELS)),
                how,
                bank,
                labels(models),
                told.number("trainings", 1));
    }

    /** Trains; the parameters, of the first of a stack. */
    float[] run() {
        if (trainings == 1) {
            return new MetanetworkFit(network, how, SEEDS)
                    .run(bank, new Targets.Labels(labels), row -> 0)
                    .parameters();
        }
        List<Stackable<float[]>> stack = new ArrayList<>();
        for (int i = 0; i < trainings; i++) {
            stack.add(training(SEEDS.split("training", i)));
        }
        try (Progress progress = Progress.of("training " + network.name(), how.steps(bank.models()))) {
            return stack.get(0)
                    .trainAll(stack, progress, Checkpoints.NONE)
                    .get(0)
                    .get();
        }
    }

    private MetanetworkTraining<float[]> training(Seeds seeds) {
        int[] all = IntStream.range(0, bank.models()).toArray();
        return new MetanetworkTraining<>(
                network,
                how,
                seeds,
                new MetanetworkTraining.Models(bank, all, new int[] {0}),
                new Targets.Labels(labels),
                (row, chosenBy) -> 0,
                UnaryOperator.identity(),
                Epochs.Best::parameters);
    }

    /** What times steps: one small training starts the engine and warms up. */
    static void warmUp(Bench.Told told) {
        Map<String, String> small = Map.of(
                "network",
                told.text("network"),
                "models",
                "8",
                "rows",
                "32",
                "cols",
                "32",
                "batch",
                "4",
                "epochs",
                "2",
                "precision",
                told.text("precision"));
        of(new Bench.Told(told.name(), small)).run();
    }

    /** The record, with what it was told. */
    static Run record(Bench.Told told) {
        Run run = Run.start(told.name(), SEEDS.value());
        for (Map.Entry<String, String> setting : told.settings().entrySet()) {
            run = run.with(setting.getKey(), setting.getValue());
        }
        return run;
    }

    private static Matrices bank(int models, int rows, int cols, int rank) {
        return rank == 0
                ? new Dense(models, rows, cols, random((long) models * rows * cols, 3))
                : new LowRank(
                        models,
                        rows,
                        cols,
                        rank,
                        random((long) models * rows * rank, 3),
                        random((long) models * rank * cols, 4));
    }

    private static float[] random(long count, long seed) {
        float[] numbers = new float[Math.toIntExact(count)];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextDouble() - .5) * .04f;
        }
        return numbers;
    }

    private static float[][] labels(int models) {
        SplittableRandom random = new SplittableRandom(7);
        float[][] labels = new float[models][LABELS];
        for (float[] row : labels) {
            for (int i = 0; i < LABELS; i++) {
                row[i] = random.nextInt(2);
            }
        }
        return labels;
    }
}
