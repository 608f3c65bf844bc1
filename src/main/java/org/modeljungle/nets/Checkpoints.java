package org.modeljungle.nets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Digests;

/**
 * Where trainings save their state, about once a minute and when they are stopped, so that the same call resumes them
 * with the same bits as an unbroken run.
 *
 * <p>Each training has a file of its own, named by all that it depends on: it never finds that of another. A file that
 * is damaged, or that was renamed, is refused with an error that names it; delete it to train from the beginning. A
 * long training's file stays when it has finished, so that a job of several trainings need not repeat it:
 * {@link #delete} removes the files once the job's outcome is kept elsewhere.
 *
 * <pre>{@code
 * Checkpoints checkpoints = Checkpoints.in(Caches.folder().resolve("my-training"), "digits, 800 models");
 * new MetanetworkFit(network, how, seeds).saving(checkpoints).run(train, targets, validation);
 * checkpoints.delete();
 * }</pre>
 */
public final class Checkpoints {

    /** Nothing is saved. */
    public static final Checkpoints NONE = new Checkpoints(Optional.empty(), List.of(), Duration.ofMinutes(1));

    private static final String ENDING = ".checkpoint.safetensors";

    private final Optional<Path> folder;
    private final List<String> keys;
    private final Duration interval;

    private Checkpoints(Optional<Path> folder, List<String> keys, Duration interval) {
        this.folder = folder;
        this.keys = keys;
        this.interval = interval;
    }

    /**
     * In a folder, which is made with the first file.
     *
     * @param key what the trainings depend on apart from their settings, seeds and sizes: the data, or a digest of it
     */
    public static Checkpoints in(Path folder, String key) {
        return new Checkpoints(Optional.of(folder), List.of(key), NONE.interval);
    }

    /** The same for trainings that depend on something more. */
    public Checkpoints keyed(String more) {
        return new Checkpoints(
                folder, Stream.concat(keys.stream(), Stream.of(more)).toList(), interval);
    }

    /** The same with another time between two files of one training, at least. */
    public Checkpoints withInterval(Duration other) {
        Check.that(!other.isNegative(), "checkpoints: expected an interval of 0 or more, found %s", other);
        return new Checkpoints(folder, keys, other);
    }

    /** Whether anything is saved. */
    public boolean isNone() {
        return folder.isEmpty();
    }

    Duration interval() {
        return interval;
    }

    /** The file of one training; empty where nothing is saved. */
    Optional<CheckpointFile> of(String name, List<String> dependencies) {
        String training = Digests.ofJson(List.of(keys, name, dependencies));
        String safe = name.replaceAll("[^A-Za-z0-9-]", "-");
        return folder.map(
                found -> new CheckpointFile(found.resolve(safe + "-" + training.substring(0, 16) + ENDING), training));
    }

    /** Deletes all checkpoints in the folder, and the folder if nothing else is in it. */
    public void delete() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return;
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder.get());
        } catch (DirectoryNotEmptyException e) {
            // it holds something else, which is not ours
        } catch (IOException e) {
            throw new UncheckedIOException(folder.get() + ": checkpoints cannot be deleted", e);
        }
    }

    @Override
    public String toString() {
        return folder.map(path -> "checkpoints in " + path).orElse("no checkpoints");
    }
}
