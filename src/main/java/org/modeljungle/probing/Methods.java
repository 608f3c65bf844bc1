package org.modeljungle.probing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import org.modeljungle.Digests;
import org.modeljungle.Progress;
import org.modeljungle.experiment.Job;
import org.modeljungle.experiment.Jobs;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/**
 * Trains many methods side by side, as many at a time as the machine has cores; what comes out is the same as one after the
 * other.
 */
public final class Methods {

    /**
     * To be raised when the same trial comes to another outcome. Twice it was not: when a number that scales losses was mended, and
     * when architectures with the same weights but other starts began to be scaled together. Outcomes of several architectures,
     * with L1 or with shards, that were kept from before may differ from what the same trial comes to now.
     */
    private static final int VERSION = 1;

    private Methods() {}

    /**
     * Trains and judges; each finished trial is a small file in {@code folder}, so that the same call goes on where it was
     * stopped. A trial is found again by its name and by its method, settings, seed and task (the networks, goal, targets and
     * parts): the same under two names trains twice.
     *
     * @param trials of different names
     * @return in the trials' order
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<MethodOutcome> fitAll(List<MethodTrial> trials, Path folder) {
        IdentityHashMap<Zoo, byte[]> known = new IdentityHashMap<>();
        List<Job<MethodOutcome>> jobs = trials.stream()
                .map(trial -> new Job<>(
                        trial.name(),
                        recipe(trial),
                        trial.seeds().value(),
                        hash(trial, known.computeIfAbsent(trial.task().zoo(), Methods::digest)),
                        trial.how().steps(trial.task().train().length),
                        progress -> fit(trial, progress)))
                .toList();
        try (Workers workers = Workers.perCore()) {
            return Jobs.run("training %d methods".formatted(jobs.size()), jobs, folder, MethodOutcome.class, workers);
        }
    }

    private static MethodOutcome fit(MethodTrial trial, Progress progress) {
        long start = System.nanoTime();
        MethodFit.Fitted fitted = new MethodFit(trial.method(), trial.how(), trial.seeds()).run(trial.task(), progress);
        return MethodOutcome.of(trial, fitted, (System.nanoTime() - start) * 1e-9);
    }

    private static String recipe(MethodTrial trial) {
        return trial.method() + " " + trial.how() + " " + trial.task().goal();
    }

    private static String hash(MethodTrial trial, byte[] zoo) {
        ZooTask task = trial.task();
        MessageDigest digest = Digests.sha256();
        digest.update(zoo);
        text(digest, VERSION + " " + Torch.deviceName() + " " + recipe(trial));
        text(digest, Long.toString(trial.seeds().value()));
        numbers(digest, task.wanted());
        for (int[] part : new int[][] {task.train(), task.val(), task.test()}) {
            text(digest, Arrays.toString(part));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] digest(Zoo zoo) {
        MessageDigest digest = Digests.sha256();
        for (Zoo.Group group : zoo.groups()) {
            List<Integer> input = group.network().input();
            text(
                    digest,
                    (input.size() > 1 ? input.toString() : "") + group.network().script()); // no script names sizes
            group.rows().forEach(row -> numbers(digest, row));
        }
        return digest.digest();
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static void numbers(MessageDigest digest, float[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
        buffer.asFloatBuffer().put(numbers);
        digest.update(buffer);
    }
}
