package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Concept;
import org.modeljungle.data.Images;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.weights.Safetensors;

class ShapeClipTest {

    private static final ShapeClip.Settings TINY = settings(3, 0);

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static Path file;
    private static ShapeClip clip;

    @BeforeAll
    static void train() {
        file = shared.resolve("new folder").resolve("tiny.safetensors");
        clip = ShapeClip.get(TINY, file);
    }

    private static ShapeClip.Settings settings(int steps, long seed) {
        return new ShapeClip.Settings(ShapeWorld.of(8), steps, 8, 2, 1e-3, seed);
    }

    @Test
    void theSameSettingsGiveTheSameBytes() throws IOException {
        Path again = temp.resolve("again.safetensors");
        ShapeClip.get(TINY, again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void anotherSeedGivesAnotherEncoder() {
        ShapeClip other = ShapeClip.get(settings(3, 1), temp.resolve("other.safetensors"));
        assertThat(other.encode(List.of("red star"))[0]).isNotEqualTo(clip.encode(List.of("red star"))[0]);
    }

    @Test
    void aSavedEncoderIsReadAndNotTrainedAgain() throws IOException {
        byte[] before = Files.readAllBytes(file);
        ShapeClip read = ShapeClip.get(TINY, file);
        List<String> texts = List.of("a red striped triangle", "blue circle");
        assertThat(read.encode(texts)).isDeepEqualTo(clip.encode(texts));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> beside = Files.list(file.getParent())) {
            assertThat(beside).containsExactly(file);
        }
    }

    @Test
    void anotherSettingsFileIsRefused() throws IOException {
        byte[] before = Files.readAllBytes(file);
        ShapeClip.Settings other = settings(4, 0);
        assertMessage(
                () -> ShapeClip.get(other, file),
                "%s: expected an encoder made with {settings=%s, version=1}, found {settings=%s, version=1}; delete the file"
                        .formatted(file, other, TINY));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(temp.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ShapeClip.get(TINY, cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(cut + ": ");
    }

    @Test
    void aTrainingStoppedAtOnceLeavesNoFile() {
        Path stopped = temp.resolve("stopped.safetensors");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ShapeClip.get(TINY, stopped))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: mini-CLIP learns words, ");
        } finally {
            Thread.interrupted();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aStoppedTrainingGoesOnWithTheSameBits() throws IOException {
        Path stopped = temp.resolve("stopped.safetensors");
        Path checkpoint = temp.resolve("stopped.safetensors.checkpoint");
        for (int step = 1; step < TINY.steps(); step++) {
            assertStopped(step, stopped);
            assertThat(stopped).doesNotExist();
            assertThat(Safetensors.open(checkpoint).ints("step")).containsExactly(step);
        }
        List<Long> done = new ArrayList<>();
        listening(progress -> done.add(progress.done()), () -> ShapeClip.get(TINY, stopped));
        assertThat(done).as("the third step alone").doesNotContain(1L).contains(2L, 3L);
        assertThat(Files.readAllBytes(stopped)).isEqualTo(Files.readAllBytes(file));
        assertThat(checkpoint).doesNotExist();
    }

    private static void assertStopped(int step, Path encoder) {
        Progress.Listener stop = progress -> {
            if (progress.done() == step) {
                progress.cancel();
            }
        };
        assertThatThrownBy(() -> listening(stop, () -> ShapeClip.get(TINY, encoder)))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("stopped: mini-CLIP learns words, " + step + " of 3 steps done");
    }

    @Test
    void aKilledTrainingGoesOnFromWhatWasSavedOnTheWay() throws IOException {
        ShapeClip.Settings longer = settings(ShapeClipTraining.INTERVAL + 2, 0);
        Path whole = temp.resolve("whole.safetensors");
        Path killed = temp.resolve("killed.safetensors");
        Path checkpoint = temp.resolve("killed.safetensors.checkpoint");
        Progress.Listener kill = progress -> {
            if (progress.done() == ShapeClipTraining.INTERVAL + 1) {
                copy(temp.resolve("whole.safetensors.checkpoint"), checkpoint);
            }
        };
        listening(kill, () -> ShapeClip.get(longer, whole));
        assertThat(Safetensors.open(checkpoint).ints("step")).containsExactly(ShapeClipTraining.INTERVAL);
        ShapeClip.get(longer, killed);
        assertThat(Files.readAllBytes(killed)).isEqualTo(Files.readAllBytes(whole));
    }

    private static void listening(Progress.Listener listener, Runnable call) {
        Progress.listen(listener);
        try {
            call.run();
        } finally {
            Progress.unlisten(listener);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCheckpointOfOtherSettingsIsRefused() throws IOException {
        Path stopped = temp.resolve("stopped.safetensors");
        Path checkpoint = Files.copy(file, temp.resolve("stopped.safetensors.checkpoint"));
        assertThatThrownBy(() -> ShapeClip.get(settings(4, 0), stopped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(checkpoint + ": expected an encoder made with {device=")
                .hasMessageEndingWith("; delete the file");
    }

    /** These two seeds' settings have texts of the same 32-bit hash. */
    @Test
    void otherSettingsHaveAnotherFileInTheCache() {
        ShapeClip.Settings one = settings(3, 7466962602291733L);
        ShapeClip.Settings other = settings(3, 4027616606274329L);
        assertThat(one.toString()).hasSameHashCodeAs(other.toString());
        assertThat(ShapeClip.fileName(one)).matches("shape-clip-1-[0-9a-f]{16}\\.safetensors");
        assertThat(ShapeClip.fileName(other)).isNotEqualTo(ShapeClip.fileName(one));
    }

    @Test
    void knowsTheWorldsWords() {
        assertThat(ShapeClip.words())
                .hasSize(30)
                .doesNotHaveDuplicates()
                .containsAll(Set.copyOf(Concept.of(0).words()));
        List<String> all = ShapeWorld.concepts().stream().map(Concept::caption).toList();
        assertThat(clip.encode(all)).hasDimensions(Concept.COUNT, 128);
    }

    @Test
    void vectorsHaveLengthOne() {
        float[][] vectors = clip.encode(List.of("red", "a blue dotted heart"));
        for (float[] vector : vectors) {
            assertThat(Math.sqrt(dot(vector, vector))).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void aPictureGetsTheCaptionWhoseVectorIsNearest() {
        Images images = ShapeWorld.of(8).draw(List.of(Concept.of(0), Concept.of(555), Concept.of(999)), new Seeds(3));
        List<String> captions = List.of("red star", "blue circle", "green heart", "white square");
        float[][] pictures = clip.encodeImages(images.pixels());
        float[][] texts = clip.encode(captions);
        int[] found = clip.caption(images.pixels(), captions);
        assertThat(found).hasSize(3);
        for (int i = 0; i < found.length; i++) {
            for (float[] text : texts) {
                assertThat(dot(pictures[i], texts[found[i]])).isGreaterThanOrEqualTo(dot(pictures[i], text));
            }
        }
    }

    @Test
    void itsJobCountsThePictures() {
        List<String> heard = new ArrayList<>();
        Progress.Listener listener = job -> heard.add(job.toString());
        Images images = ShapeWorld.of(8).draw(List.of(Concept.of(0), Concept.of(1)), new Seeds(3));
        Progress.listen(listener);
        try {
            clip.encodeImages(images.pixels());
        } finally {
            Progress.unlisten(listener);
        }
        assertThat(heard)
                .containsExactly(
                        "looking at pictures: 0 of 2", "looking at pictures: 2 of 2", "looking at pictures: 2 of 2");
    }

    @Test
    void anUnknownWordIsNamed() {
        assertMessage(
                () -> clip.encode(List.of("a red elephant")),
                "text 'a red elephant': the word 'elephant' is unknown; known words are " + ShapeClip.words());
    }

    @Test
    void badSettingsAreRefused() {
        assertRefused(0, 8, 2, 1e-3, "0 steps, batch 8, 2 shards, rate 0.001");
        assertRefused(3, 1, 2, 1e-3, "3 steps, batch 1, 2 shards, rate 0.001");
        assertRefused(3, 1001, 2, 1e-3, "3 steps, batch 1001, 2 shards, rate 0.001");
        assertRefused(3, 8, 0, 1e-3, "3 steps, batch 8, 0 shards, rate 0.001");
        assertRefused(3, 8, 2, -1, "3 steps, batch 8, 2 shards, rate -1.0");
    }

    private static void assertRefused(int steps, int batch, int shards, double rate, String found) {
        assertMessage(
                () -> new ShapeClip.Settings(ShapeWorld.of(8), steps, batch, shards, rate, 0),
                "mini-CLIP: expected positive settings and a batch of 2 to 1000 concepts, found " + found);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void accuracyIsTheShareOfPicturesThatFindTheirCaption() {
        List<String> candidates = List.of("a red star", "a blue circle");
        Images images = ShapeWorld.of(8)
                .draw(List.of(Concept.of(1), Concept.of(2), Concept.of(3), Concept.of(4)), new Seeds(5));
        int[] named = clip.caption(images.pixels(), candidates);
        List<String> right = Arrays.stream(named).mapToObj(candidates::get).toList();
        assertThat(clip.accuracy(images.pixels(), right, candidates)).isEqualTo(1);
        List<String> one = List.of(candidates.get(1 - named[0]), right.get(1), right.get(2), right.get(3));
        assertThat(clip.accuracy(images.pixels(), one, candidates)).isEqualTo(.75);
        long stars = Arrays.stream(named, 0, 2).filter(i -> i == 0).count();
        long circles = Arrays.stream(named, 2, 4).filter(i -> i == 1).count();
        assertThat(clip.accuracy(images.pixels(), candidates, candidates)).isEqualTo((stars + circles) / 4.0);
        assertThatThrownBy(() -> clip.accuracy(images.pixels(), List.of("a", "b", "c"), candidates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mini-CLIP: expected equally many pictures of each of 3 captions, found 4 pictures");
    }
}
