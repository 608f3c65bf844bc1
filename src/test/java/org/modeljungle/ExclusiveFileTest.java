package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.layers.OtherJvm;

class ExclusiveFileTest {

    @TempDir
    private Path folder;

    /** Whether another process gets the lock: its exit code says so. */
    static final class Other {
        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.exit(channel.tryLock() == null ? 3 : 0);
            }
        }
    }

    private static boolean isFreeElsewhere(Path file) throws Exception {
        int exit = OtherJvm.start(Other.class, List.of(), file).waitFor();
        assertThat(exit).isIn(0, 3);
        return exit == 0;
    }

    /** On POSIX, closing any channel on a file frees the process's locks on it. */
    @Test
    void whoIsRefusedDoesNotFreeTheLock() throws Exception {
        Path file = folder.resolve("a");
        try (ExclusiveFile held = ExclusiveFile.tryOpen(file).orElseThrow()) {
            assertThat(held.channel().isOpen()).isTrue();
            assertThat(ExclusiveFile.tryOpen(file)).isEmpty();
            assertThat(ExclusiveFile.tryOpen(folder.resolve("../" + folder.getFileName() + "/a")))
                    .isEmpty();
            assertThat(isFreeElsewhere(file)).isFalse();
        }
        assertThat(isFreeElsewhere(file)).isTrue();
        ExclusiveFile.tryOpen(file).orElseThrow().close();
    }
}
