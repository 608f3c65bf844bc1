package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockStoreTest {

    @TempDir
    Path folder;

    @Test
    void blocksInAFileAreThereUntilItIsClosed() {
        try (BlockStore store = BlockStore.in(folder)) {
            Blocks blocks = store.keep(2, 3, sink -> {
                sink.add(1, 2, 3);
                sink.add(4, 5, 6);
            });
            assertThat(blocks.inMemory()).isFalse();
            assertThat(blocks.one(1)).containsExactly(4, 5, 6);
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whoeverIsStoppedLeavesNothingBehind() {
        try (BlockStore store = BlockStore.in(folder)) {
            assertThatThrownBy(() -> store.keep(2, 3, sink -> {
                        sink.add(1, 2, 3);
                        throw new CancellationException("stopped");
                    }))
                    .hasMessage("stopped");
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }
}
