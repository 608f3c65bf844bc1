package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class DataSourceTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final PerClass SOME = new PerClass(3, 2, 1);

    @Test
    void theJsonOfShapeClassesIsFixed() throws JsonProcessingException {
        check(
                new ShapeClasses(new ShapeWorld(16, .6, .32, .42, 8, .4, .03), 3, 2, 1),
                "{\"world\":{\"size\":16,\"place\":0.6,\"smallest\":0.32,\"largest\":0.42,\"tilt\":8.0,"
                        + "\"variation\":0.4,\"noise\":0.03},\"shapes\":10,\"colours\":10,\"pretraining\":3,\"train\":2,\"test\":1}");
    }

    @Test
    void filesAreNamedByTheirContentAlone() throws JsonProcessingException {
        check(
                new Cifar(CifarFormat.CIFAR_10, new PictureFiles(Path.of("here"), HASH, TinyCifar.TEN), 16, SOME),
                "{\"format\":\"CIFAR_10\",\"files\":{\"sha256\":\"" + HASH + "\",\"classes\":[\""
                        + String.join("\",\"", TinyCifar.TEN)
                        + "\"]},\"side\":16,\"perClass\":{\"pretraining\":3,\"train\":2,\"test\":1},\"type\":\"cifar\"}");
        check(
                new ImageFolder(new PictureFiles(Path.of("here"), HASH, List.of("cat")), 16, SOME),
                "{\"files\":{\"sha256\":\"" + HASH + "\",\"classes\":[\"cat\"]},\"side\":16,"
                        + "\"perClass\":{\"pretraining\":3,\"train\":2,\"test\":1},\"type\":\"folder\"}");
    }

    @Test
    void whatWasReadFromJsonAsksForTheFolder() throws JsonProcessingException {
        ImageFolder source = new ImageFolder(new PictureFiles(Path.of("here"), HASH, List.of("cat")), 16, SOME);
        DataSource read = JSON.readValue(JSON.writeValueAsString(source), DataSource.class);
        assertThat(read.names()).containsExactly("cat");
        assertThatThrownBy(() -> read.draw(new Seeds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures with SHA-256 " + HASH + ": expected their folder, found none, for a jungle's file"
                        + " names pictures by their content alone; open the jungle with ClassifierJungle.grow and a recipe"
                        + " that says where they are");
    }

    @Test
    void anUnknownSourceIsRefused() throws JsonProcessingException {
        String known = JSON.writeValueAsString(new ShapeClasses(ShapeWorld.of(16), 1, 1, 1));
        assertThatThrownBy(() -> JSON.readValue(known.replaceFirst("\\{", "{\"type\":\"web\","), DataSource.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Unrecognized field \"type\"");
    }

    @Test
    void filesOfTheSameContentAreEqualWhereverTheyLie() {
        PictureFiles here = new PictureFiles(Path.of("here"), HASH, List.of("cat"));
        PictureFiles there = new PictureFiles(Path.of("there"), HASH, List.of("cat"));
        assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
        assertThat(here).isNotEqualTo(new PictureFiles(Path.of("here"), HASH, List.of("dog")));
        assertThat(here).isNotEqualTo(new PictureFiles(Path.of("here"), "0".repeat(64), List.of("cat")));
        assertThat(here.folder()).isAbsolute();
        assertThatThrownBy(() -> new PictureFiles(null, "abc", List.of("cat")))
                .hasMessage("picture files: expected a SHA-256 of 64 hexadecimal digits, found 'abc'");
        assertThatThrownBy(() -> new PictureFiles(null, HASH, List.of("cat", "cat")))
                .hasMessage("picture files: expected classes with different names, found [cat, cat]");
    }

    private static void check(DataSource source, String json) throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(source)).isEqualTo(json);
        assertThat(JSON.readValue(json, DataSource.class)).isEqualTo(source);
    }
}
