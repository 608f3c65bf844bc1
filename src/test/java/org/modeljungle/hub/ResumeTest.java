package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

/** Downloads that end before their end. */
class ResumeTest extends HubCase {

    private static final int SIZE = 12_000_000; // bytes
    private static final int KILLS = 4;
    private static final int LATEST_KILL = 600; // milliseconds

    private byte[] large;
    private Path incomplete;

    private void addLarge() {
        large = new byte[SIZE];
        new Seeds(7).random().nextBytes(large);
        fake.add("someone/large", Map.of("model.safetensors", large));
        incomplete =
                cache().resolve("models--someone--large/blobs").resolve(FakeRepo.hex("SHA-256", large) + ".incomplete");
    }

    private void leave(byte[] bytes) throws IOException {
        Files.createDirectories(incomplete.getParent());
        Files.write(incomplete, bytes);
    }

    @Test
    void whatAnEarlierRunFetchedIsNotFetchedAgain() throws IOException {
        addLarge();
        leave(Arrays.copyOf(large, 5_000_000));

        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
        assertThat(asked()).last().asString().contains("range=bytes=5000000-");
        assertThat(fake.bytesSent).hasValue(SIZE - 5_000_000);
        assertThat(incomplete).doesNotExist();
    }

    @Test
    void damagedBytesOfAnEarlierRunAreFetchedAgain() throws IOException {
        addLarge();
        leave(new byte[5_000_000]);
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
        assertThat(fake.bytesSent).hasValue(2L * SIZE - 5_000_000);

        Path blob = incomplete.resolveSibling(FakeRepo.hex("SHA-256", large));
        Files.write(blob, Arrays.copyOf(large, 100)); // a disk that lost the end
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
    }

    @Test
    void moreBytesThanTheFileHasAreThrownAway() throws IOException {
        addLarge();
        leave(new byte[SIZE + 1]);
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
    }

    /** Bytes that are thrown away unread were never counted. */
    @Test
    void whatIsThrownAwayAtTheStartIsNotTakenOffTheCount() throws IOException {
        addLarge();
        leave(new byte[SIZE + 1]);
        long[] counted = {0};
        Watch counter = new Watch() {
            @Override
            public void check() {}

            @Override
            public void received(long bytes) {
                counted[0] += bytes;
            }

            @Override
            public void resumed(long bytes) {
                counted[0] += bytes;
            }
        };
        hub().repo("someone/large").weights(counter);
        assertThat(counted[0]).isEqualTo(SIZE);
    }

    /** In the moment in which the file is opened: a thread that is interrupted closes it. */
    @Test
    void aThreadThatIsInterruptedAsItWritesIsToldThatItWasStopped() throws IOException {
        addLarge();
        leave(large);
        Watch interrupting = new Watch() {
            @Override
            public void check() {}

            @Override
            public void resumed(long bytes) {
                Thread.currentThread().interrupt();
            }
        };
        Repo repo = hub().repo("someone/large");
        assertThatThrownBy(() -> repo.weights(interrupting))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stopped: downloading hub: someone/large: model.safetensors");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
        assertThat(fake.bytesSent).hasValue(0);
    }

    @Test
    void aStoppedDownloadGoesOnWhereItWas() throws Exception {
        addLarge();
        CountDownLatch half = new CountDownLatch(1);
        fake.mirrorHook = exchange -> slowly(exchange, half);
        Thread downloading = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            try {
                half.await();
            } catch (InterruptedException e) {
                return;
            }
            downloading.interrupt();
        });
        stopper.start();
        Repo repo = hub().withPatience(Patience.STANDARD).repo("someone/large");
        assertThatThrownBy(repo::weights)
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("stopped: downloading someone/large (MB)")
                .hasMessageContaining("what was saved is kept, run the same call again to resume");
        assertThat(Thread.interrupted()).isTrue();
        stopper.join();
        long there = Files.size(incomplete);
        assertThat(there).isBetween(1L, SIZE - 1L);

        fake.mirrorHook = exchange -> false;
        fake.bytesSent.set(0);
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
        assertThat(fake.bytesSent).hasValue(SIZE - there);
    }

    /** Half of what is asked for, then nothing. */
    private boolean slowly(com.sun.net.httpserver.HttpExchange exchange, CountDownLatch half) {
        try {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(large, 0, SIZE / 2);
            exchange.getResponseBody().flush();
            Thread.sleep(200); // the bytes are on their way
            half.countDown();
            Thread.sleep(60_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Test
    void aKilledDownloadEndsWithTheSameBytes() throws IOException, InterruptedException {
        addLarge();
        fake.pause = 25; // milliseconds of 48 pieces: no download ends before its kill
        var random = new Seeds(3).split("kills").random();
        for (int i = 0; i < KILLS; i++) {
            Process process = download();
            try (BufferedReader reader = process.inputReader()) {
                assertThat(reader.readLine()).isEqualTo("started");
                process.waitFor(random.nextInt(LATEST_KILL), TimeUnit.MILLISECONDS);
                process.destroyForcibly();
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(cache().resolve("models--someone--large/snapshots")).doesNotExist();
        }
        fake.pause = 0;
        assertThat(hub().repo("someone/large").weights()).hasBinaryContent(large);
        assertThat(plainFiles(cache().resolve("models--someone--large")))
                .containsExactly("blobs/" + FakeRepo.hex("SHA-256", large), "refs/main");
    }

    private Process download() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmodeljungle.progress=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubProgram.class.getName(),
                        "download",
                        fake.endpoint(),
                        cache().toString(),
                        "someone/large"))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
