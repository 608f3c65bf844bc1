package org.modeljungle.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Digests;

/** What is kept of a trial beside its own file, which has the digest of it. */
final class KeptFile {

    /** Instead of a digest: it has no outputs, or no form as a file. */
    static final String NOTHING = "";

    private KeptFile() {}

    /** The SHA-256 of a file, or of all files of a folder; {@link #NOTHING} if there is none. */
    static String sum(Path file) {
        if (!Files.exists(file)) {
            return NOTHING;
        }
        try (Stream<Path> files = Files.walk(file)) {
            return Digests.ofFiles(files.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** Checks that it is the one that was kept. */
    static void check(Path file, String sum) {
        String found = sum(file);
        Check.that(
                found.equals(sum),
                "%s: expected what was kept of a trial, SHA-256 '%s', found another content, '%s'; delete it and run"
                        + " again, or force()",
                file,
                sum,
                found);
    }
}
