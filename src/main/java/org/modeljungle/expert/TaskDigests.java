package org.modeljungle.expert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import org.modeljungle.Digests;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.tensor.Torch;

/** What a trial's outcome depends on, as one number; each bank's weights are gone through once. Safe for several threads. */
final class TaskDigests {

    /** Raised when the same trial comes to another outcome. */
    private static final int VERSION = 1;

    private static final int CHUNK = 1 << 14; // numbers

    private final IdentityHashMap<Matrices, byte[]> known = new IdentityHashMap<>();

    /** A hash in hexadecimal digits. */
    String of(Trial trial) {
        WeightTask task = trial.task();
        MessageDigest digest = Digests.sha256();
        text(digest, VERSION + " " + Torch.deviceName() + " " + trial.expert().recipe());
        text(digest, Long.toString(trial.seeds().value()));
        for (String layer : trial.expert().layers(task)) {
            text(digest, layer);
            digest.update(weights(task.bank(layer)));
        }
        for (float[] labels : task.labels()) {
            numbers(digest, labels);
        }
        for (int[] part : new int[][] {task.train(), task.val(), task.test()}) {
            text(digest, Arrays.toString(part));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private synchronized byte[] weights(LayerBank bank) {
        return known.computeIfAbsent(bank.matrices(), matrices -> {
            MessageDigest digest = Digests.sha256();
            text(digest, matrices.toString());
            if (matrices instanceof LowRank factors) {
                numbers(digest, factors.up());
                numbers(digest, factors.down());
            } else {
                numbers(digest, ((Dense) matrices).values());
            }
            return digest.digest();
        });
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static void numbers(MessageDigest digest, float[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(CHUNK, numbers.length) * Float.BYTES);
        for (int from = 0; from < numbers.length; from += CHUNK) {
            int count = Math.min(CHUNK, numbers.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(numbers, from, count);
            buffer.limit(count * Float.BYTES);
            digest.update(buffer);
        }
    }
}
