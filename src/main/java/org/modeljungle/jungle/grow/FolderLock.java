package org.modeljungle.jungle.grow;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.modeljungle.ExclusiveFile;

/** One run at a time grows a folder; the operating system frees the lock of a run that was killed. */
final class FolderLock {

    private FolderLock() {}

    /**
     * Does something while no other run may.
     *
     * @param kind what the folder holds, for the message
     * @throws IllegalStateException if another run, in this process or another one, holds the lock
     */
    static <T> T holding(Path folder, String kind, Supplier<T> work) {
        return ExclusiveFile.holding(
                folder.resolve(".lock"),
                kind + " " + folder + ": expected to grow it alone, found another run that is growing it; nothing was"
                        + " changed: wait for that run or stop it, then try again",
                work);
    }
}
