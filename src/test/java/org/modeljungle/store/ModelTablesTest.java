package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of models, whole and malformed. */
class ModelTablesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void twoFiles() throws IOException {
        Files.createFile(folder.resolve("a.safetensors"));
        Files.createDirectory(folder.resolve("b"));
        Files.createFile(folder.resolve("b/c.safetensors"));
    }

    @Test
    void aCsvFileSaysWhatIsKnown() throws IOException {
        List<String> lines = List.of(
                "\uFEFFfile,split,tree,classes,caption,accuracy,note,version",
                "a.safetensors,train,oak,cat; dog,\"a \"\"red\"\" one,\nin two lines\",.93,007,1",
                "",
                "b/c.safetensors,,,\"['cat', \"\"it's\"\"]\",,,seven,1.1-beta");
        Path table = table("models.csv", String.join("\r\n", lines));
        Models models = Models.folder(folder, table);
        assertThat(models).hasToString("2 models of " + table + ": 1 train; 1 tree");
        Model a = models.get("a");
        assertThat(a.tree()).contains("oak");
        assertThat(a.classes()).contains(List.of("cat", "dog"));
        assertThat(a.caption()).contains("a \"red\" one,\nin two lines");
        assertThat(a.number("accuracy")).hasValue(.93);
        assertThat(a.field("note")).contains("007");
        assertThat(a.field("version")).contains("1");
        Model c = models.get("b/c");
        assertThat(c.file()).isEqualTo(folder.resolve("b").resolve("c.safetensors"));
        assertThat(c.split()).isEmpty();
        assertThat(c.caption()).isEmpty();
        assertThat(c.number("accuracy")).isEmpty();
        assertThat(c.classes()).contains(List.of("cat", "it's"));
    }

    @Test
    void aJsonFileSaysWhatIsKnown() throws IOException {
        Path table = table("models.json", "\uFEFF" + """
                [{"id": "a", "classes": ["x", "y"], "rate": 1e-3, "caption": "", "deep": true, "tree": 3},
                 {"id": "b/c", "classes": [], "split": null, "rate": 2, "note": "12"}]""");
        Models models = Models.folder(folder, table);
        assertThat(models.numbers("rate")).containsExactly(1e-3, 2);
        assertThat(models.classes()).containsExactly(List.of("x", "y"), List.of());
        assertThat(models.get("a").caption()).contains(""); // empty, not unknown
        assertThat(models.get("a").tree()).contains("3");
        assertThat(models.get("a").field("deep")).contains("true");
        assertThat(models.get("b/c").field("note")).as("a text stays one").contains("12");
        assertThat(models.get("b/c").split()).isEmpty();
    }

    @Test
    void namesMayDifferFromFiles() throws IOException {
        Path table = table("models.csv", "id,file\nfirst,b/c.safetensors\nsecond,gone.safetensors\n");
        Models models = Models.table(table);
        assertThat(models.ids()).containsExactly("first", "second");
        assertThat(models.check().broken()).hasSize(2); // an empty file, and none
        assertThat(models.check().broken().get(1).reason()).endsWith("found nothing there; check the path");
    }

    /** As a script writes them that was started elsewhere. */
    @Test
    void filesMayHaveTheirWholePath() throws IOException {
        Path whole = folder.resolve("b/c.safetensors").toAbsolutePath();
        Path table = table("models.csv", "file\na.safetensors\n" + whole + "\n");
        Path here = Path.of("").toAbsolutePath();
        for (Path from : List.of(folder.toAbsolutePath(), here.relativize(folder.toAbsolutePath()))) {
            Models models = Models.table(from.resolve("models.csv"));
            assertThat(models.ids()).containsExactly("a", "b/c");
            assertThat(models.files().get(1)).isEqualTo(whole);
            assertThat(Models.folder(from, table).ids()).containsExactly("a", "b/c");
        }
    }

    @Test
    void rowsWithoutFilesAndFilesWithoutRowsAreNamed() throws IOException {
        Path one = table("one.csv", "file\na.safetensors\n");
        assertThatThrownBy(() -> Models.folder(folder, one))
                .hasMessage(
                        one + ": expected a row for each weight file in " + folder + ", found none for 1 of 2, such as "
                                + folder.resolve("b/c.safetensors")
                                + "; add rows, or let Models.table take the models alone that it"
                                + " names");
        assertThat(Models.table(one).ids()).containsExactly("a");
        Path three = table("three.csv", "id\na\nb/c\nd\n");
        assertThatThrownBy(() -> Models.folder(folder, three))
                .hasMessage(three + ": expected a weight file in " + folder
                        + " for each row, found none for 1 of 3, such as '"
                        + folder.resolve("d.safetensors") + "' in " + three + " line 4; correct their names, or let"
                        + " Models.table take them and check() leave them out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name,split#a,train|TABLE line 1: expected a column 'file' or 'id', found [name, split]; columns are separated by commas
            id;split#a;train|TABLE line 1: expected a column 'file' or 'id', found [id;split]; columns are separated by commas
            id,id#a,b|TABLE line 1: expected each column once, found 'id' twice
            id,#a,b|TABLE line 1: expected a name for each column, found [id, ]
            id,split#a,train,x|TABLE line 2: expected 2 cells as in its first line, found 3; put a cell with a comma in quotes
            id,split#a|TABLE line 2: expected 2 cells as in its first line, found 1; put a cell with a comma in quotes
            id,note#a,"open|TABLE line 2: expected a closing '"' of the cell that starts there, found the file's end
            id,note#a,"shut"x|TABLE line 2: expected ',' or the end of the line behind a closing quote
            id#|TABLE: expected a row for each model, found none
            id#a##b#a|TABLE line 5: expected each model once, found 'a', which is in TABLE line 2 too
            file,split#,train|TABLE line 2: expected a 'file' or an 'id', found neither; every model has one
            id,classes#a,x;;y|TABLE line 2, column 'classes': expected names separated by ';', or a list of them, found 'x;;y'; correct it, or leave it empty where it is unknown
            id,classes#a,x;x|TABLE line 2, column 'classes': expected each class once, found 'x;x'; correct it, or leave it empty where it is unknown
            id,classes#a,[x]|TABLE line 2, column 'classes': expected a Python list of strings such as ['apple', 'pear'], with a string in quotes, found 'x]' at character 1
            id,rate#a,1#b,2#c,fast|TABLE line 4, column 'rate': expected a finite number as in most of its rows, found 'fast'; correct it, or leave it empty where it is unknown
            id,rate#a,1#b,NaN#c,3|TABLE line 3, column 'rate': expected a finite number as in most of its rows, found 'NaN'; correct it, or leave it empty where it is unknown
            """)
    void aMalformedCsvFileIsRefused(String text, String message) throws IOException {
        Path table = table("models.csv", text.replace('#', '\n'));
        assertThatThrownBy(() -> Models.table(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace("TABLE", table.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id": "a"}|TABLE: expected an array with an object for each model, such as [{"file": "a.safetensors"}], found an object
            [3]|TABLE entry 1: expected an object, found the number 3
            [{"id": "a", "note": {}}]|TABLE entry 1, column 'note': expected a text, a number or a list of texts, found an object
            [{"id": "a", "note": ["x"]}]|TABLE entry 1, column 'note': expected a text or a number, found '[x]'; correct it, or leave it empty where it is unknown
            [{"id": "a", "classes": [1]}]|TABLE entry 1, column 'classes': expected a text, a number or a list of texts, found an array
            [{"id": "a"}, {"split": "x"}]|TABLE entry 2: expected a 'file' or an 'id', found neither; every model has one
            """)
    void aMalformedJsonFileIsRefused(String text, String message) throws IOException {
        Path table = table("models.json", text);
        assertThatThrownBy(() -> Models.table(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace("TABLE", table.toString()));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path broken = table("models.json", "[{\"id\": \"a\",\n}]");
        assertThatThrownBy(() -> Models.table(broken))
                .hasMessageStartingWith(broken + " line 2, column 1: expected JSON, found ");
        Path text = table("models.txt", "id\na\n");
        assertThatThrownBy(() -> Models.table(text))
                .hasMessage(text + ": expected a table that ends in .csv or .json; save it as one of them");
        Path none = folder.resolve("none.csv");
        assertThatThrownBy(() -> Models.table(none))
                .hasMessage(none + ": expected a table of models, found no file; check the path");
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "id,note\na,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Models.table(latin))
                .hasMessage(latin + ": expected text in UTF-8, found other bytes; save it in UTF-8");
    }

    private Path table(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
