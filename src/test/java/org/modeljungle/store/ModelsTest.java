package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;
import tech.tablesaw.api.Table;

class ModelsTest {

    @TempDir
    Path folder;

    @Test
    void theFirstOnesAndAnOrderDrawnBySeed() {
        Models models = Models.of(
                "some",
                IntStream.range(0, 9)
                        .mapToObj(i -> Model.of("m" + i, Path.of("m" + i)))
                        .toList());
        assertThat(models.first(2).ids()).containsExactly("m0", "m1");
        assertThat(models.shuffled(new Seeds(1)).ids())
                .containsExactlyInAnyOrderElementsOf(models.ids())
                .isNotEqualTo(models.ids())
                .isEqualTo(models.shuffled(new Seeds(1)).ids());
        assertThat(models.first(0).isEmpty()).isTrue();
        assertThatThrownBy(() -> models.first(10))
                .hasMessage("some: expected at most its 9 models to be asked for, found 10");
        assertThatThrownBy(() -> models.first(-1))
                .hasMessage("some: expected at most its 9 models to be asked for, found -1");
    }

    @Test
    void numbersAreSummedUpForEachTree() {
        double[] accuracies = {.5, .75, .25, 1};
        List<Model> all = IntStream.range(0, 4)
                .mapToObj(i -> Model.of("m" + i, Path.of("m" + i))
                        .withTree(i == 1 ? "elm" : "oak")
                        .withNumber("accuracy", accuracies[i])
                        .withNumber("steps", 10 * i))
                .toList();
        Table table = Models.of("some", all).summary("accuracy", "steps");
        assertThat(table.column("tree").asList()).isEqualTo(List.of("elm", "elm", "oak", "oak"));
        assertThat(table.column("number").asList()).isEqualTo(List.of("accuracy", "steps", "accuracy", "steps"));
        assertThat(table.longColumn("models").asList()).containsExactly(1L, 1L, 3L, 3L);
        assertThat(table.doubleColumn("mean").asList()).containsExactly(.75, 10.0, 1.75 / 3, 50 / 3.0);
        assertThat(table.doubleColumn("lowest").asList()).containsExactly(.75, 10.0, .25, 0.0);
        assertThat(table.doubleColumn("highest").asList()).containsExactly(.75, 10.0, 1.0, 30.0);
        assertThat(table.doubleColumn("std").get(0)).isZero();
        assertThat(table.doubleColumn("std").get(2)).isCloseTo(Math.sqrt(7 / 48.0), within(1e-12));
    }

    @Test
    void aFolderIsItsWeightFilesInNaturalOrder() throws IOException {
        for (String name : List.of("b/m10", "b/m9", "a")) {
            write(name, Map.of());
        }
        Files.writeString(folder.resolve("notes.txt"), "no model");

        Models models = Models.folder(folder);
        assertThat(models.ids()).containsExactly("a", "b/m9", "b/m10");
        assertThat(models.files().get(1)).isEqualTo(folder.resolve("b").resolve("m9.safetensors"));
        assertThat(models.get("a").split()).isEmpty();
        assertThat(models).hasToString("3 models of " + folder);
    }

    @Test
    void aFolderThatLeadsBackIsNamed() throws IOException {
        write("a", Map.of());
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThatThrownBy(() -> Models.folder(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        folder + ": cannot be read: " + loop
                                + " is a link that leads back to a folder above it; Models.find(folder) takes what can be read");
        assertThat(Models.find(folder).sound().ids()).containsExactly("a");
    }

    @Test
    void lookingThroughAFolderCanBeStopped() {
        write("a", Map.of());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Models.folder(folder))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: looking for weight files in " + folder);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void filesOfOneNameAreCalledByTheirPaths() {
        List<Path> files = List.of(folder.resolve("a/w.safetensors"), folder.resolve("b/w.safetensors"));
        assertThat(Models.of(files).ids()).containsExactly("a/w", "b/w");
        assertThat(Models.of(files.subList(0, 1)).ids()).containsExactly("w");
        assertThatThrownBy(() -> Models.of(List.of(files.get(0), files.get(0))))
                .hasMessage("a list of 2 files: expected a name of its own for each model, found 'w' twice: "
                        + files.get(0) + " and " + files.get(0));
    }

    @Test
    void oneDamagedFileAmongManyIsNamedAndCanBeLeftOut() throws IOException {
        for (int i = 0; i < 30; i++) {
            write("m" + i, Map.of());
        }
        Files.writeString(folder.resolve("m17.safetensors"), "cut");
        Models models = Models.folder(folder).map(model -> model.withSplit("train"));

        Checked checked = models.check();
        assertThat(checked.allSound()).isFalse();
        assertThat(checked.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.model().id()).isEqualTo("m17");
            assertThat(broken.reason()).startsWith(folder.resolve("m17.safetensors") + ": expected ");
        });
        assertThat(checked.toString()).startsWith("1 of 30 files are broken\n  m17: ");
        assertThat(models.sound().ids()).hasSize(29).doesNotContain("m17");
        assertThat(models.sound()).hasToString("29 models of " + folder + " (without 1 broken): 29 train");
    }

    @Test
    void whatFilesSayOfThemselvesIsTakenOver() {
        write("a", Map.of("dataset_chosen_targets", "['cat', 'dog']", "rate", "0.1", "note", "7"));
        write("b", Map.of("caption", "a red circle", "rate", "1e-3", "note", "seven"));
        Models models =
                Models.folder(folder).map(model -> model.withNumber("rate", .5)).withCards();
        assertThat(models.get("a").classes()).contains(List.of("cat", "dog"));
        assertThat(models.get("a").caption()).isEmpty();
        assertThat(models.get("b").caption()).contains("a red circle");
        assertThat(models.numbers("rate")).containsExactly(.5, .5); // what was known stays
        assertThat(models.fields("note")).containsExactly("7", "seven");
    }

    @Test
    void whatIsUnknownIsNamed() {
        Models models = Models.of(
                "mine",
                List.of(
                        Model.of("a", Path.of("a")).withTree("oak").withClasses(List.of()),
                        Model.of("b", Path.of("b")).withTree("elm"),
                        Model.of("c", Path.of("c")).withTree("oak")));
        assertThat(models.ofTree("oak").ids()).containsExactly("a", "c");
        assertThat(models.get("a").classes()).contains(List.of());
        assertThat(models.get("b").classes()).isEmpty();
        assertThatThrownBy(models::classes)
                .hasMessage("mine: expected the classes of each model, found it unknown for 2 of 3, such as b, c;"
                        + " where(...) leaves models out");
        assertThatThrownBy(() -> models.ofTree("ash"))
                .hasMessage("mine: expected models of one tree of [oak, elm], found 'ash'");
        assertThatThrownBy(() -> models.get("d"))
                .hasMessage("mine: expected one of its 3 models, found 'd'; ids() has all");
        assertThatThrownBy(() -> models.select(0, 3)).hasMessage("mine: expected places from 0 to 2, found 3");
        assertThatThrownBy(() -> models.and(models.ofTree("elm")))
                .hasMessage("mine and mine: expected a name of its own for each model, found 'b' twice: b and b");
    }

    @Test
    void aTableHasALineForEach() {
        Models models = Models.of(
                "mine",
                List.of(
                        Model.of("a", Path.of("a.s")).withNumber("accuracy", .5),
                        Model.of("b", Path.of("b.s"))
                                .withClasses(List.of("x", "y"))
                                .withField("note", "good")));
        assertThat(models.table().columnNames()).containsExactly("id", "file", "classes", "accuracy", "note");
        assertThat(models.table().getString(1, "classes")).isEqualTo("x; y");
        assertThat(models.table().doubleColumn("accuracy").isMissing(1)).isTrue();
    }

    /** Tables tell capitals and small letters not apart. */
    @Test
    void namesThatATableHasAlreadyAreNumbered() {
        Models models = Models.of(
                "mine",
                List.of(
                        Model.of("a", Path.of("a.s")).withTree("oak").withField("Tree", "an oak"),
                        Model.of("b", Path.of("b.s")).withNumber("rate", .5).withField("tree", "elm"),
                        Model.of("c", Path.of("c.s")).withField("rate", "fast")));
        Table table = models.table();
        assertThat(table.columnNames())
                .containsExactly("id", "file", "tree", "rate", "Tree (2)", "tree (3)", "rate (2)");
        assertThat(table.getString(0, "tree")).isEqualTo("oak");
        assertThat(table.getString(1, "tree (3)")).isEqualTo("elm");
    }

    @Test
    void aModelHoldsFiniteNumbersAndEachClassOnce() {
        Model model = Model.of("a", Path.of("a"));
        assertThatThrownBy(() -> model.withNumber("rate", Double.NaN))
                .hasMessage("model 'a': expected a finite number 'rate', found NaN; leave it out where it is unknown");
        assertThatThrownBy(() -> model.withClasses(List.of("x", "x")))
                .hasMessage("model 'a': expected each class once, found [x, x]");
        assertThatThrownBy(() -> model.withId(" ")).hasMessage("model a: expected a name, found ' '");
    }

    private void write(String name, Map<String, String> remarks) {
        Safetensors.write(folder.resolve(name + ".safetensors"), Map.of("w", Weight.of(new float[] {1}, 1)), remarks);
    }
}
