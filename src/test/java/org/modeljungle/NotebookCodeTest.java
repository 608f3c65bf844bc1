package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookCodeTest {

    private static final String OF_TWO_CELLS = "c0d35eb84995a502b0a1b3a05b689acd877da0abed9b219058707af494c71eea";

    @TempDir
    private Path folder;

    @Test
    void codeAloneCounts() throws IOException {
        String code = "{\"cell_type\": \"code\", \"source\": [\"int x = 1;\\n\", \"x\"], \"outputs\": []}";
        String same = "{\"cell_type\": \"code\", \"source\": \"int x = 1;\\nx\", \"outputs\": [{\"text\": \"1\"}]}";
        String words = "{\"cell_type\": \"markdown\", \"source\": [\"Some words\"]}";
        String other = "{\"cell_type\": \"code\", \"source\": [\"\\\"é\\\"\"]}";
        String found = NotebookCode.sha256(notebook(code, words, other));
        assertThat(found).isEqualTo(OF_TWO_CELLS);
        assertThat(NotebookCode.sha256(notebook(same, other))).isEqualTo(found);
        assertThat(NotebookCode.sha256(notebook(other, code))).isNotEqualTo(found);
        assertThat(NotebookCode.sha256(notebook(code))).isNotEqualTo(found);
    }

    @Test
    void aRunKnowsItsNotebook() throws IOException {
        Path notebook = notebook("{\"cell_type\": \"code\", \"source\": \"1\"}");
        assertThat(NotebookCode.input(Map.of(NotebookCode.VARIABLE, notebook.toString())))
                .isEqualTo(Map.of("notebook-code", NotebookCode.sha256(notebook)));
    }

    @Test
    void nothingOutsideANotebook() throws IOException {
        assertThat(NotebookCode.input(Map.of())).isEmpty();
        assertThat(NotebookCode.input(Map.of(NotebookCode.VARIABLE, "console-1")))
                .isEmpty();
        assertThat(NotebookCode.input(Map.of(
                        NotebookCode.VARIABLE, folder.resolve("none.ipynb").toString())))
                .isEmpty();
        assertThat(NotebookCode.input(Map.of(NotebookCode.VARIABLE, "a\0b.ipynb")))
                .as("a name that is no file's")
                .isEmpty();
        Path broken = Files.writeString(folder.resolve("broken.ipynb"), "{\"cells\": [");
        assertThat(NotebookCode.input(Map.of(NotebookCode.VARIABLE, broken.toString())))
                .isEmpty();
    }

    private Path notebook(String... cells) throws IOException {
        Path file = Files.createTempFile(folder, "notebook", ".ipynb");
        return Files.writeString(file, "{\"cells\": [" + String.join(",", cells) + "], \"nbformat\": 4}");
    }
}
