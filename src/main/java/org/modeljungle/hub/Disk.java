package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** What a failure of a file means. */
final class Disk {

    private Disk() {}

    /** The error for a failure; a thread that was interrupted closes the file that it reads or writes. */
    static RuntimeException failed(Path file, String what, IOException e) {
        return e instanceof ClosedByInterruptException
                ? new CancellationException("stopped: " + file)
                : new UncheckedIOException(file + ": " + what, e);
    }
}
