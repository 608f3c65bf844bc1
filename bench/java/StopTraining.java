import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link RandomTraining} that is stopped in the midst, as the stop button does: the seconds until it has ended. */
final class StopTraining {

    private static final int STEPS = 5; // before it is stopped
    private static final long LONGEST = 20; // seconds

    private StopTraining() {}

    static Bench.Measured measure(Bench.Told told, Path folder) throws Exception {
        RandomTraining.warmUp(told);
        RandomTraining training = RandomTraining.of(told);
        Steps steps = Steps.listen();
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                training.run();
                stopped.complete(false);
            } catch (CancellationException e) {
                stopped.complete(true);
            } catch (RuntimeException | Error e) {
                stopped.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (steps.count() < STEPS && !stopped.isDone()) {
            Thread.sleep(1);
        }
        long start = System.nanoTime();
        thread.interrupt();
        boolean inTheMidst = stopped.get(LONGEST, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(
                RandomTraining.record(told), told.text("precision"), 1, seconds, Map.of("stopped", inTheMidst));
    }
}
