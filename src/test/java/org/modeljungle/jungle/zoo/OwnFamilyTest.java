package org.modeljungle.jungle.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.OwnParts;
import org.modeljungle.jungle.Growth;

/** A family of networks that the library does not know, with its zoo: the cells of {@code notebooks/OWN-PARTS.md}. */
class OwnFamilyTest {

    private static final String FAMILY = "A family of networks and its zoo";
    private static final String NETWORK = OwnParts.cell(FAMILY, 1);
    private static final String RECIPE = OwnParts.cell(FAMILY, 2);

    @TempDir
    Path folder;

    private JShell notebook;

    @BeforeEach
    void open() {
        notebook = JShell.builder().executionEngine(new SameThread(), Map.of()).build();
        notebook.addToClasspath(System.getProperty("java.class.path"));
        for (String name : List.of(
                "java.nio.file",
                "java.util",
                "org.modeljungle",
                "org.modeljungle.jungle.zoo",
                "org.modeljungle.nets",
                "org.modeljungle.tensor")) {
            run("import " + name + ".*;");
        }
        OwnParts.cell(FAMILY, 0).lines().forEach(this::run);
        run(NETWORK);
        run(RECIPE);
    }

    @AfterEach
    void close() {
        notebook.close();
    }

    @Test
    void itTakesUnderThirtyLines() {
        assertThat((NETWORK + RECIPE).lines()).hasSizeLessThan(30);
    }

    @Test
    void itsZooIsGrownStoppedAndOpenedAsOursAre() {
        grow("whole");
        Path stopped = folder.resolve("stopped");
        assertThat(Growth.stopAfter(30, () -> grow("stopped"))).isTrue();
        assertThat(Growth.hashes(stopped)).hasSizeLessThan(4);
        grow("stopped");
        assertThat(Growth.hashes(stopped))
                .isEqualTo(Growth.hashes(folder.resolve("whole")))
                .hasSize(4);
        String zoo = "NetworkZoo.open(Path.of(\"" + stopped + "\"), Lines.class)";
        assertThat(run(zoo + ".models()")).isEqualTo("10");
        assertThat(Double.parseDouble(run(
                        "Math.abs(" + zoo + ".groups().get(0).rows().get(9)[0] - " + zoo + ".numbers(\"slope\")[9])")))
                .isLessThan(.05);
    }

    @Test
    void anotherVersionOrSettingIsAnotherZoo() {
        assertThat(List.of(hash("1, 7, 10, 4, 200"), hash("2, 7, 10, 4, 200"), hash("1, 8, 10, 4, 200")))
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutItsClassAZooIsNotOpened() {
        grow("zoo");
        Path zoo = folder.resolve("zoo");
        assertThatThrownBy(() -> NetworkZoo.open(zoo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "zoo " + zoo + ": expected a recipe of the library's, CnnRecipe or InrRecipe, found one of a"
                                + " class Lines; open it with NetworkZoo.open(folder, Lines.class), once that class is there");
        assertThatThrownBy(() -> NetworkZoo.open(zoo, InrRecipe.class))
                .hasMessage("zoo " + zoo + ": expected a recipe of class InrRecipe, found one of class Lines");
        assertThat(Files.exists(zoo.resolve("manifest.json"))).isTrue();
    }

    private void grow(String name) {
        run("NetworkZoo.grow(new Lines(1, 7, 10, 4, 200), Path.of(\"" + folder.resolve(name) + "\"))");
    }

    private String hash(String settings) {
        return run("new Lines(" + settings + ").hash()");
    }

    private String run(String code) {
        SnippetEvent event = notebook.eval(code).get(0);
        assertThat(event.status())
                .as(() -> code
                        + notebook.diagnostics(event.snippet())
                                .map(d -> d.getMessage(null))
                                .toList())
                .isEqualTo(Snippet.Status.VALID);
        if (event.exception() != null) {
            throw new java.util.concurrent.CancellationException(
                    event.exception().getMessage());
        }
        return event.value();
    }

    /** Runs cells on the thread that gives them, so that its interrupt stops them. */
    private static final class SameThread implements ExecutionControlProvider {
        @Override
        public String name() {
            return "same thread";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return new DirectExecutionControl();
        }
    }
}
