package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Check;
import org.modeljungle.Version;

class ArtifactTest {

    /** Settings as a reader may have them. */
    record Settings(int width, double rate, String name, boolean relu, Artifact.Part inner) {
        Settings {
            Check.that(width > 0, "settings: expected a width of 1 or more, found %d", width);
        }
    }

    record Inner(List<String> words) {}

    /** What {@link Settings} are read as: what the inner one is, is left to {@link ArtifactFile#part}. */
    record Opened(int width, double rate, String name, boolean relu, Map<String, Object> inner) {
        Opened {
            Check.that(width > 0, "settings: expected a width of 1 or more, found %d", width);
        }
    }

    private static final Artifact.About ABOUT = new Artifact.About(
            List.of(new LayerSize("b", 2, 3), new LayerSize("a", 1, 4)), List.of("cat", "dög"), "0123");

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() {
        path = folder.resolve("thing.safetensors");
        artifact(3).write(path);
    }

    private static Artifact artifact(int width) {
        Artifact.Part inner = new Artifact.Part("list", new Inner(List.of("x", "y")));
        return new Artifact(
                "thing",
                new Settings(width, .1, "n", true, inner),
                ABOUT,
                Map.of(
                        "map", Weight.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                        "exact", Weight.of(new double[] {1e-300, .1}, 2),
                        "counts", Weight.of(new long[] {-7}, 1)),
                Map.of("network", "Thing"));
    }

    @Test
    void everythingComesBack() {
        ArtifactFile file = ArtifactFile.open(path);
        assertThat(file.kind()).isEqualTo("thing");
        assertThat(file.about()).isEqualTo(ABOUT);
        Opened settings = file.settings(Opened.class);
        assertThat(settings.width()).isEqualTo(3);
        assertThat(settings.rate()).isEqualTo(.1);
        assertThat(settings.relu()).isTrue();
        assertThat(file.part("inner").kind()).isEqualTo("list");
        assertThat(file.part("inner").settings(Inner.class).words()).containsExactly("x", "y");
        assertThat(file.length("map", 1)).isEqualTo(3);
        assertThat(file.floats("map", 2, 3)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(file.doubles("exact", 2)).containsExactly(1e-300, .1);
        assertThat(file.part("inner").longs("counts", 1)).containsExactly(-7);
        file.end();
    }

    @Test
    void metadataIsCanonicalAndNamesTheLibrary() {
        Map<String, String> metadata = Safetensors.open(path).metadata();
        assertThat(metadata)
                .containsEntry("form", "2")
                .containsEntry("kind", "thing")
                .containsEntry(
                        "layers", "[{\"cols\":3,\"name\":\"b\",\"rows\":2},{\"cols\":4,\"name\":\"a\",\"rows\":1}]")
                .containsEntry("modeljungle", Version.current())
                .containsEntry("network", "Thing")
                .containsEntry("outputs", "[\"cat\",\"dög\"]")
                .containsEntry("training_set", "0123")
                .containsEntry(
                        "settings",
                        "{\"inner\":{\"kind\":\"list\",\"settings\":{\"words\":[\"x\",\"y\"]}},\"name\":\"n\","
                                + "\"rate\":0.1,\"relu\":true,\"width\":3}");
    }

    @Test
    void theSameArtifactGivesTheSameBytes() throws IOException {
        byte[] once = Files.readAllBytes(path);
        artifact(3).write(path);
        assertThat(Files.readAllBytes(path)).isEqualTo(once);
        artifact(4).write(path);
        assertThat(Files.readAllBytes(path)).isNotEqualTo(once);
    }

    @Test
    void aChangeThatLeavesEverythingInItsFormIsRefused() {
        Map<String, String> metadata = Safetensors.open(path).metadata();
        Tamper.tensors(path, all -> all.put("map", Weight.of(new float[] {1, 2, 3, 4, 5, 7}, 2, 3)));
        takeAll(); // without its digest there is nothing to compare
        String content = metadata.get("content");
        Tamper.metadata(path, all -> all.put("form", "2"));
        refused(this::takeAll)
                .hasMessageStartingWith(
                        path + ": expected a file of something trained, whose metadata has 'content', found");
        Tamper.metadata(path, all -> all.put("content", content));
        refused(this::takeAll)
                .hasMessageStartingWith(path + ": expected a content of SHA-256 " + content.substring(0, 60))
                .hasMessageEndingWith("; it is damaged or was changed: save it again");
        artifact(3).write(path);
        Tamper.metadata(path, "settings", "0.1", "0.2");
        Tamper.metadata(path, all -> all.putAll(Map.of("form", "2", "content", content)));
        refused(this::takeAll).hasMessageContaining(": expected a content of SHA-256 ");
    }

    private void takeAll() {
        ArtifactFile file = ArtifactFile.open(path);
        file.floats("map", 2, 3);
        file.doubles("exact", 2);
        file.longs("counts", 1);
        file.end();
    }

    @Test
    void tensorsThatAreNotAsTheyMustBeAreRefused() {
        ArtifactFile file = ArtifactFile.open(path);
        refused(() -> file.floats("mop", 2, 3))
                .hasMessage("thing in " + path + ": expected a tensor 'mop', found [counts, exact, map]");
        refused(() -> file.floats("map", 3, 2))
                .hasMessage("tensor 'map' of thing in " + path + ": expected F32 [3, 2], found F32 [2, 3]");
        refused(() -> file.floats("exact", 2))
                .hasMessage("tensor 'exact' of thing in " + path + ": expected F32 [2], found F64 [2]");
        refused(() -> file.length("counts", 1))
                .hasMessage(
                        "tensor 'counts' of thing in " + path + ": expected a length on axis 1, found the shape [1]");
        file.floats("map", 2, 3);
        refused(file::end)
                .hasMessage("thing in " + path + ": expected the tensors [map], found [counts, exact] too; it was"
                        + " written by something else");
        Tamper.tensors(path, all -> all.put("map", Weight.of(new float[] {0, 0, 0, 0, Float.NaN, 0}, 2, 3)));
        refused(() -> ArtifactFile.open(path).floats("map", 2, 3))
                .hasMessage("tensor 'map' of thing in " + path + ": expected finite numbers, found NaN at element 4");
        Tamper.tensors(path, all -> all.put("exact", Weight.of(new double[] {1, 1 / 0.}, 2)));
        refused(() -> ArtifactFile.open(path).doubles("exact", 2))
                .hasMessage("tensor 'exact' of thing in " + path
                        + ": expected finite numbers, found Infinity at element" + " 1");
    }

    @Test
    void settingsThatAreNotAsTheyMustBeAreRefused() {
        Tamper.metadata(path, "settings", "\"width\":3", "\"width\":0");
        refused(this::settings)
                .hasMessage("thing in " + path
                        + ": expected its settings, found settings: expected a width of 1 or more, found 0");
        Tamper.metadata(path, "settings", "\"width\":0", "\"width\":1,\"wide\":1");
        refused(this::settings).hasMessage("thing in " + path + ": expected its settings, found an unknown 'wide'");
        Tamper.metadata(path, "settings", ",\"width\":1,\"wide\":1", "");
        refused(this::settings).hasMessage("thing in " + path + ": expected its settings, found no 'width'");
        Tamper.metadata(path, "settings", "{\"inner\"", "{\"width\":1.5,\"inner\"");
        refused(this::settings)
                .hasMessageContaining(": expected its settings, found Cannot coerce Floating-point value (1.5)");
        Tamper.metadata(path, "settings", "1.5", "\"1\"");
        refused(this::settings)
                .hasMessageContaining(": expected its settings, found Cannot coerce String value (\"1\")");
        Tamper.metadata(path, "settings", "}}", "}");
        refused(this::settings).hasMessageStartingWith("settings in " + path + ": expected JSON, found Unexpected");
        refused(() -> ArtifactFile.open(plain(Map.of("form", "1", "settings", "{}", "kind", "k"))))
                .hasMessage(folder.resolve("plain.safetensors")
                        + ": expected a file of something trained, whose metadata has 'layers', found [form,"
                        + " kind, settings]");
    }

    @Test
    void aMissingPartIsNamed() {
        Tamper.metadata(path, "settings", "\"kind\":\"list\",", "");
        refused(() -> ArtifactFile.open(path).part("inner"))
                .hasMessage("thing in " + path + ": expected the kind and settings of its 'inner', found"
                        + " {\"settings\":{\"words\":[\"x\",\"y\"]}}");
        refused(() -> ArtifactFile.open(path).part("outer"))
                .hasMessage("thing in " + path + ": expected the kind and settings of its 'outer', found none");
    }

    @Test
    void laterFormsAndOtherFilesAreRefused() {
        Tamper.metadata(path, "form", "1", "3");
        Tamper.metadata(path, all -> all.put("modeljungle", "9.1"));
        refused(() -> ArtifactFile.open(path))
                .hasMessage(path + ": expected a file of form 2 or earlier, found form 3, written by Model Jungle 9.1;"
                        + " take that version or a later one");
        Tamper.metadata(path, "form", "3", "one");
        refused(() -> ArtifactFile.open(path))
                .hasMessage(path + ": expected the version of its form, a number from 1 on, found 'one'");
        refused(() -> ArtifactFile.open(plain(Map.of())))
                .hasMessage(folder.resolve("plain.safetensors")
                        + ": expected a file of something trained, whose metadata has 'form', found []");
        assertThat(ArtifactFile.isArtifact(Safetensors.open(plain(Map.of())))).isFalse();
        assertThat(ArtifactFile.isArtifact(Safetensors.open(path))).isTrue();
    }

    @Test
    void settingsThatAreNoPlainDataAreRefused() {
        Artifact odd = new Artifact("odd", new Object[] {new Object(), path.getFileSystem()}, ABOUT, Map.of());
        refused(() -> odd.write(path)).hasMessageStartingWith("artifact: expected plain data");
        refused(() -> new Artifact(" ", "", ABOUT, Map.of())).hasMessage("artifact: expected a kind, found a blank");
    }

    private Opened settings() {
        return ArtifactFile.open(path).settings(Opened.class);
    }

    private Path plain(Map<String, String> metadata) {
        Path plain = folder.resolve("plain.safetensors");
        Safetensors.write(plain, Map.of("x", Weight.of(new float[1], 1)), metadata);
        return plain;
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
