import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import org.modeljungle.tensor.Torch;

/** Asks the device for more than it has; then a {@link RandomTraining} must run as if nothing had been. */
final class OutOfMemory {

    private OutOfMemory() {}

    static Bench.Measured measure(Bench.Told told, Path folder) {
        String said = "";
        try (NDManager scope = Torch.scope()) {
            scope.create(new Shape(Long.parseLong(told.text("numbers"))));
        } catch (RuntimeException | OutOfMemoryError e) {
            said = String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
        }
        long start = System.nanoTime();
        RandomTraining.of(told).run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(
                RandomTraining.record(told),
                told.text("precision"),
                told.number("epochs"),
                seconds,
                Map.of("said", said, "refused", !said.isEmpty()));
    }
}
