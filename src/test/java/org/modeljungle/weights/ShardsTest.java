package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.store.Models;

class ShardsTest {

    @TempDir
    Path folder;

    private Path index;
    private Path first;
    private Path second;

    @BeforeEach
    void writeTwo() throws IOException {
        first = folder.resolve("model-00001-of-00002.safetensors");
        second = folder.resolve("model-00002-of-00002.safetensors");
        index = folder.resolve("model.safetensors.index.json");
        Safetensors.write(first, Map.of("a.weight", Weight.of(new float[] {1, 2}, 1, 2)), Map.of("format", "pt"));
        Safetensors.write(second, Map.of("b.weight", Weight.of(new float[] {3, 4}, 1, 2)), Map.of());
        write("a.weight", first, "b.weight", second);
    }

    private void write(String one, Path its, String other, Path others) throws IOException {
        Files.writeString(
                index,
                "{\"metadata\": {\"total_size\": 16}, \"weight_map\": {\"%s\": \"%s\", \"%s\": \"%s\"}}"
                        .formatted(one, its.getFileName(), other, others.getFileName()));
    }

    @Test
    void areOneModelByTheIndexTheFolderOrAnyFile() {
        for (Path path : new Path[] {index, folder, first, second}) {
            Safetensors model = Safetensors.open(path);
            assertThat(model.names()).containsExactly("a.weight", "b.weight");
            assertThat(model.floats("a.weight")).containsExactly(1, 2);
            assertThat(model.floats("b.weight")).containsExactly(3, 4);
            assertThat(model.metadata()).containsEntry("format", "pt");
            assertThat(model.path()).isEqualTo(index);
        }
    }

    /** A folder that holds it lists it once: as two models it could be trained and tested on. */
    @Test
    void areListedOnce() {
        assertThat(Models.folder(folder).files()).containsExactly(first);
        assertThat(Models.folder(folder).check().toString()).startsWith("0 of 1 files are broken");
    }

    /** Its name says nothing of the files in it. */
    @Test
    void areListedOnceInAFolderThatIsCalledLikeAFirstFile() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("x-00001-of-00009"));
        for (Path file : new Path[] {first, second, index}) {
            Files.move(file, odd.resolve(file.getFileName()));
        }
        assertThat(Safetensors.isLaterShard(odd.resolve(first.getFileName()))).isFalse();
        assertThat(Safetensors.isLaterShard(odd.resolve(second.getFileName()))).isTrue();
    }

    @Test
    void aTensorInAnotherFileIsNamed() throws IOException {
        write("a.weight", second, "b.weight", second);
        assertThatThrownBy(() -> Safetensors.open(index)).hasMessageContaining("expected tensor 'a.weight' in");
        write("a.weight", first, "b.weight", first);
        assertThatThrownBy(() -> Safetensors.open(index)).hasMessageContaining("expected tensor 'b.weight' in");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(second);
        assertThatThrownBy(() -> Safetensors.open(index))
                .hasMessage(second + ": expected a safetensors file, found nothing there; check the path");
    }

    @Test
    void aDamagedIndexIsRefused() throws IOException {
        Files.writeString(index, "{");
        assertThatThrownBy(() -> Safetensors.open(index)).hasMessageContaining("expected an index in JSON, found");
        Files.writeString(index, "{}");
        assertThatThrownBy(() -> Safetensors.open(index)).hasMessageContaining("expected an index with a 'weight_map'");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"../b.safetensors\"}}");
        assertThatThrownBy(() -> Safetensors.open(index))
                .hasMessageContaining("expected names of files beside it, found '../b.safetensors'");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"b\\u0000.safetensors\"}}");
        assertThatThrownBy(() -> Safetensors.open(index))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("expected names of files beside it, found 'b\u0000.safetensors'");
    }

    @Test
    void aFileWithoutAnIndexIsItself() throws IOException {
        Files.delete(index);
        assertThat(Safetensors.open(first).names()).containsExactly("a.weight");
    }
}
