package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CellErrorTest {

    private static Optional<String> place(String place) {
        return place.equals("39:2") ? Optional.of("cell [7], line 4: train(task);") : Optional.empty();
    }

    @Test
    void anErrorHasItsOwnNameAndTheNotebooksLines() {
        CellError error = CellError.of(
                "RuntimeException",
                "java.lang.IllegalArgumentException, expected 2 rows, found 3",
                List.of(
                        "\u001b[1m\u001b[31mjava.lang.IllegalArgumentException: expected 2 rows, found 3\u001b[0m",
                        "\u001b[1m\u001b[31m\tat org.modeljungle.Check.that(Check.java:25)\u001b[0m",
                        "\tat java.base/java.util.List.of(List.java:3)",
                        "\tat java.base/java.util.Deep.of(Deep.java:3)",
                        "\tat .f(#39:2)",
                        "\tat .(#40:1)"),
                CellErrorTest::place);
        assertThat(error.name()).isEqualTo("IllegalArgumentException");
        assertThat(error.message()).isEqualTo("expected 2 rows, found 3");
        assertThat(error.trace())
                .containsExactly(
                        "\u001b[1m\u001b[31mjava.lang.IllegalArgumentException: expected 2 rows, found 3\u001b[0m",
                        "    at org.modeljungle.Check.that(Check.java:25)",
                        "    at java.util.List.of(List.java:3)",
                        "    at cell [7], line 4: train(task); (f)",
                        "    at the notebook",
                        "    ... and 1 more");
    }

    @Test
    void aDeepRecursionIsAFewLines() {
        List<String> trace = new ArrayList<>(List.of("java.lang.StackOverflowError: null"));
        for (int i = 0; i < 1024; i++) {
            trace.add("\tat .f(#39:2)");
        }
        CellError error =
                CellError.of("RuntimeException", "java.lang.StackOverflowError, null", trace, CellErrorTest::place);
        assertThat(error.name()).isEqualTo("StackOverflowError");
        assertThat(error.message()).isEmpty();
        assertThat(error.trace()).hasSize(3).endsWith("    ... and 1,023 more");
    }

    @Test
    void whatTheCompilerSaysIsTheMessage() {
        List<String> trace = List.of("|   int x = \"a\";", "\u001b[1mincompatible types: no\u001b[0m", "");
        CellError error = CellError.of(
                "CompilationException", "[snippet: [int x = \"a\";], status: REJECTED]", trace, CellErrorTest::place);
        assertThat(error.message()).isEqualTo("incompatible types: no");
        assertThat(error.trace()).isEqualTo(trace);
    }

    @Test
    void aStopIsALine() {
        CellError error = CellError.of(
                "EvaluationInterruptedException",
                "Evaluator was interrupted while executing: 'train();'",
                List.of("|   train();", "Evaluation interrupted."),
                CellErrorTest::place);
        assertThat(error.message()).isEqualTo("stopped");
        assertThat(error.trace()).containsExactly("Stopped. What was saved is kept: run the cell again to go on.");
    }

    @Test
    void anythingElseStaysAsItIs() {
        CellError error =
                CellError.of("UndefinedMagicException", "no %such", List.of("no %such"), CellErrorTest::place);
        assertThat(error).isEqualTo(new CellError("UndefinedMagicException", "no %such", List.of("no %such")));
    }
}
