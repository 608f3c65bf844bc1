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
import org.modeljungle.jungle.Growth;

/** A family of networks that the library does not know, with its zoo: in a notebook's cell, in under 30 lines. */
class OwnFamilyTest {

    private static final String NETWORK = """
            record Line(int version) implements Network {       // y = slope * x
                public ParameterLayout layout() { return new ParameterLayout().add("slope", new Initialiser.Normal(1), 1); }
                public List<Integer> input() { return List.of(1); }
                public int outputs() { return 1; }
                public int hidden() { return 1; }
                public long flops() { return 2; }
                public String script() { return \"""
                    def hidden_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
                      return x * torch.unsqueeze(parts[0], 2)
                    def respond_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
                      return self.hidden_of(parts, x)
                    \"""; }
            }
            """;

    private static final String RECIPE = """
            record Lines(int version, long seed, int count, int stack, int steps) implements ZooRecipe {
                public List<Network> networks() { return List.of(new Line(1)); }
                public int steps(int stackNumber) { return steps; }
                public Training training() { return this::train; }
                ZooStack train(int stackNumber, Progress progress) {
                    float[] slopes = new Seeds(seed).split("slopes", stackNumber).normal(size(stackNumber));
                    try (NDManager scope = Torch.scope()) {
                        NDArray rows = Torch.tensor(scope, new float[slopes.length], new Shape(slopes.length, 1));
                        NDArray x = Torch.tensor(scope, new float[] {1}, new Shape(1, 1, 1));
                        NDArray y = Torch.tensor(scope, slopes, new Shape(slopes.length, 1, 1));
                        new Fit(rows, Fit.Settings.of(steps, .1)).run(steps, progress,
                                (inner, leaf, step, shard) -> new SquaredError(new Line(1)).of(inner, leaf, x, y));
                        return ZooStack.of(Torch.floats(rows), slopes.length, Map.of("slope", slopes));
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private JShell notebook;

    @BeforeEach
    void open() {
        notebook = JShell.builder().executionEngine(new SameThread(), Map.of()).build();
        notebook.addToClasspath(System.getProperty("java.class.path"));
        for (String name : List.of(
                "ai.djl.ndarray",
                "ai.djl.ndarray.types",
                "java.nio.file",
                "java.util",
                "org.modeljungle",
                "org.modeljungle.jungle.zoo",
                "org.modeljungle.nets",
                "org.modeljungle.tensor")) {
            run("import " + name + ".*;");
        }
        run("import org.modeljungle.nets.ParameterLayout.Initialiser;");
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
