import java.nio.file.Path;
import java.util.Map;

/** A {@link RandomTraining}, twice: how many parameters differ in any bit. */
final class TrainTwice {

    private TrainTwice() {}

    static Bench.Measured measure(Bench.Told told, Path folder) {
        RandomTraining training = RandomTraining.of(told);
        long start = System.nanoTime();
        float[] first = training.run();
        float[] second = training.run();
        int differ = 0;
        for (int i = 0; i < first.length; i++) {
            differ += Float.floatToIntBits(first[i]) == Float.floatToIntBits(second[i]) ? 0 : 1;
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(
                RandomTraining.record(told),
                told.text("precision"),
                2,
                seconds,
                Map.of("parameters", first.length, "differing", differ));
    }
}
