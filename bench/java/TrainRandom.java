import java.nio.file.Path;
import java.util.Map;
import org.modeljungle.Run;

/**
 * A {@link RandomTraining}: the time of its steps without the first fifth, and of the whole. Its steps wait for the
 * device, since each reads its loss. Of a stack, a step of all is one.
 */
final class TrainRandom {

    private static final int WARM_UP = 5; // this part of the steps

    private TrainRandom() {}

    static Bench.Measured measure(Bench.Told told, Path folder) {
        RandomTraining.warmUp(told);
        RandomTraining training = RandomTraining.of(told);
        Run run = RandomTraining.record(told);
        Steps steps = Steps.listen();
        long start = System.nanoTime();
        training.run();
        double all = (System.nanoTime() - start) * 1e-9;
        int warmUp = Math.max(1, steps.count() / WARM_UP);
        return new Bench.Measured(
                run,
                told.text("precision"),
                steps.count() - warmUp,
                steps.seconds(warmUp),
                Map.of("seconds_of_all", all, "losses", steps.losses()));
    }
}
