package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.modeljungle.Progress;

/** What tests of growing share: stopping it, and comparing its bytes. */
public final class Growth {

    private Growth() {}

    /** Grows until {@code steps} steps of progress were heard, then presses stop; whether it was still growing. */
    public static boolean stopAfter(int steps, Runnable grow) {
        int[] heard = new int[1];
        Thread caller = Thread.currentThread();
        Progress.Listener stop = progress -> {
            if (progress.done() > 0 && ++heard[0] == steps) {
                caller.interrupt();
            }
        };
        Progress.listen(stop);
        try {
            grow.run();
            return false;
        } catch (CancellationException e) {
            return true;
        } finally {
            Progress.unlisten(stop);
            Thread.interrupted();
        }
    }

    /** Does something where numbers are written in other digits, as in Iran. */
    public static void inOtherDigits(Runnable work) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertThat("%d".formatted(1)).isNotEqualTo("1");
            work.run();
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The SHA-256 of every file below a folder, but for the lock and the times. */
    public static Map<String, String> hashes(Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(".lock") && !file.endsWith("run.json")) {
                    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    hashes.put(
                            folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return hashes;
    }
}
