import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Progress;

/** When each step of a training ended, and what it said of its loss. */
final class Steps implements Progress.Listener {

    private final List<Long> ends = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Listens from now on. */
    static Steps listen() {
        Steps steps = new Steps();
        Progress.listen(steps);
        return steps;
    }

    @Override
    public synchronized void changed(Progress progress) {
        if (progress.title().startsWith("training") && progress.done() > ends.size()) {
            ends.add(System.nanoTime());
            notes.add(progress.note());
        }
    }

    synchronized int count() {
        return ends.size();
    }

    /** What all steps behind the first took, that many left out as a warm-up. */
    double seconds(int warmUp) {
        return (ends.get(ends.size() - 1) - ends.get(warmUp - 1)) * 1e-9;
    }

    List<Double> losses() {
        return notes.stream()
                .map(note -> Double.valueOf(note.replaceAll("[^0-9.]", "")))
                .toList();
    }
}
