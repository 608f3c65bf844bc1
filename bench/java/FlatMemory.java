import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.GpuMemory;
import org.modeljungle.Progress;
import org.modeljungle.Run;
import org.modeljungle.tensor.Torch;

/**
 * A {@link RandomTraining}: how much more memory is held at its end than after a fifth of its steps; on a GPU that of
 * the device, else that of the process.
 */
final class FlatMemory implements Progress.Listener {

    private static final int WARM_UP = 5; // this part of the steps

    private int steps;
    private long early;
    private long late;

    static Bench.Measured measure(Bench.Told told, Path folder) {
        RandomTraining training = RandomTraining.of(told);
        Run run = RandomTraining.record(told);
        FlatMemory memory = new FlatMemory();
        Progress.listen(memory);
        long start = System.nanoTime();
        training.run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(
                run,
                told.text("precision"),
                memory.steps,
                seconds,
                Map.of("megabytes", memory.late / 1e6, "more_megabytes", (memory.late - memory.early) / 1e6));
    }

    @Override
    public void changed(Progress progress) {
        if (progress.title().startsWith("training") && progress.done() > steps) {
            steps++;
            early = steps == progress.total() / WARM_UP ? held() : early;
            late = steps == progress.total() ? held() : late;
        }
    }

    private static long held() {
        if (Torch.isOnGpu()) {
            List<GpuMemory> gpus = GpuMemory.now();
            Check.that(!gpus.isEmpty(), "expected nvidia-smi to say how much memory is in use, found no answer");
            return gpus.stream().mapToLong(GpuMemory::used).sum();
        }
        try {
            String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1]; // of 4 KiB
            return Long.parseLong(pages) << 12;
        } catch (IOException e) {
            throw new IllegalStateException("expected a Linux that says what memory a process holds", e);
        }
    }
}
