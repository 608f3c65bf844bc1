package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.DataDigest;
import org.modeljungle.Digests;
import org.modeljungle.Seeds;

/** The stop button also ends what has no progress bar. */
class StoppedDrawingTest {

    @Test
    void drawingAndHashingStop(@TempDir Path folder) throws IOException {
        Seeds seeds = new Seeds(1);
        List<String> fonts = Glyphs.fonts(); // Java's own list takes the interrupt away
        Path file = Files.writeString(folder.resolve("file"), "text");
        Map<String, ThrowingCallable> works = Map.of(
                "drawing pictures",
                () -> ShapeWorld.of(16).draw(ShapeWorld.sampleConcepts(1, seeds), seeds),
                "drawing digits",
                () -> Glyphs.draw(1, 8, fonts, seeds),
                "drawing dead leaves",
                () -> DeadLeaves.draw(1, 3, 8, seeds),
                "hashing data",
                () -> new DataDigest().add(new float[1]),
                "hashing " + file,
                () -> Digests.ofFiles(List.of(file)));
        works.forEach((what, work) -> {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(work)
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("stopped: " + what);
            } finally {
                assertThat(Thread.interrupted()).as(what).isTrue();
            }
        });
    }
}
