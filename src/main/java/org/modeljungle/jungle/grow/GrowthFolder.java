package org.modeljungle.jungle.grow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

/**
 * A folder that is grown once and opened ever after. One run at a time grows it; a unit's files are written, each whole
 * or not at all, and then entered in the {@link Manifest}; units keep their members. Stopped or killed at any moment,
 * the same call grows the missing units and ends with the same bytes.
 */
public final class GrowthFolder {

    private final Path folder;
    private final Plan plan;

    /** A folder and what it is to hold; nothing is read yet. */
    public GrowthFolder(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
    }

    /**
     * The manifest of a folder that is whole; none where something is missing.
     *
     * @throws IllegalArgumentException if it is of another recipe
     */
    public Optional<Manifest> finished() {
        return found().filter(manifest -> missing(manifest).isEmpty() && hasFoundations());
    }

    /**
     * The manifest of a folder that must be whole.
     *
     * @throws IllegalArgumentException if something is missing, or it is of another recipe
     */
    public Manifest open() {
        Manifest manifest = checked(Manifest.read(folder, plan.kind(), plan.call()));
        List<Integer> missing = missing(manifest);
        Check.that(
                missing.isEmpty() && hasFoundations(),
                "%s %s: expected %d stacks, found %d finished; resume with %s",
                plan.kind(),
                folder,
                plan.units(),
                plan.units() - missing.size(),
                plan.call());
        return manifest;
    }

    /**
     * Opens the folder where it is whole, else grows what is missing.
     *
     * @throws IllegalStateException if another run is growing it
     * @throws IllegalArgumentException if it is of another recipe
     */
    public Manifest grow(Growing.Start growing) {
        Optional<Manifest> finished = finished();
        return finished.isPresent()
                ? finished.get()
                : FolderLock.holding(folder, plan.kind(), () -> growMissing(growing));
    }

    /** Trains the foundations under the folder's lock, unless they are there; adds the time it took. */
    void growFoundations(String part, Runnable training) {
        FolderLock.holding(folder, plan.kind(), () -> {
            AtomicFile.sweep(folder);
            readOrStart();
            if (!hasFoundations()) {
                GrowthLog.timed(folder, part, training);
            }
            return null;
        });
    }

    private Manifest growMissing(Growing.Start start) {
        AtomicFile.sweep(folder);
        Entries entries = new Entries(readOrStart());
        try (Workers workers = Workers.forDevice()) {
            Growing growing = start.start(workers);
            List<Integer> missing = missing(entries.manifest);
            long all =
                    IntStream.range(0, plan.units()).mapToLong(growing::steps).sum();
            long left = missing.stream().mapToLong(growing::steps).sum();
            try (Progress progress = Progress.of(growing.title(), all)) {
                progress.resumed(all - left);
                List<Callable<Void>> tasks = new ArrayList<>();
                for (int unit : missing) {
                    String part = "stack %d of %d".formatted(unit + 1, plan.units());
                    tasks.add(() -> {
                        try (Progress stack = progress.part(part, growing.steps(unit))) {
                            entries.enter(unit, growing.grow(unit, stack));
                        }
                        return null;
                    });
                }
                GrowthLog.timed(folder, GrowthLog.GROWING, () -> workers.run(progress, tasks));
            }
        }
        return entries.manifest;
    }

    /** What is entered so far; units are entered by several threads. */
    private final class Entries {
        private Manifest manifest;

        Entries(Manifest manifest) {
            this.manifest = manifest;
        }

        synchronized void enter(int unit, List<Manifest.Member> members) {
            manifest = manifest.with(unit, members);
            manifest.write(folder);
        }
    }

    private Manifest readOrStart() {
        Optional<Manifest> found = found();
        Manifest manifest = found.map(known -> known.with(plan)).orElseGet(() -> Manifest.start(plan));
        if (!found.equals(Optional.of(manifest))) {
            manifest.write(folder);
        }
        return manifest;
    }

    private Optional<Manifest> found() {
        return Files.exists(folder.resolve(Manifest.FILE))
                ? Optional.of(checked(Manifest.read(folder, plan.kind(), plan.call())))
                : Optional.empty();
    }

    private Manifest checked(Manifest found) {
        Check.that(
                found.type().equals(plan.type()) && found.digest().equals(plan.digest()),
                "%s %s: expected one grown from recipe %s, found %s; grow into another folder",
                plan.kind(),
                folder,
                plan.digest(),
                found.digest());
        return found;
    }

    /** The units that are not entered, or whose files are gone. */
    private List<Integer> missing(Manifest manifest) {
        return IntStream.range(0, plan.units())
                .filter(unit -> !manifest.units().containsKey(unit)
                        || !manifest.units().get(unit).stream().allMatch(member -> exists(member.file())))
                .boxed()
                .toList();
    }

    private boolean hasFoundations() {
        return plan.foundations().stream().allMatch(this::exists);
    }

    private boolean exists(String file) {
        return Files.isRegularFile(folder.resolve(file));
    }

    @Override
    public String toString() {
        return "growth in " + folder;
    }
}
