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
    void aCellsOwnErrorHasTheNameThatTheCellGaveIt() {
        CellError error = CellError.of(
                "RuntimeException",
                "REPL.$JShell$11B$Bad$Worse, class REPL.$JShell$12$Own is no number",
                List.of(
                        "\u001b[1mREPL.$JShell$11B$Bad$Worse: class REPL.$JShell$12$Own is no number",
                        "\tat REPL.$JShell$12$Own.run(#5:1)",
                        "\tat .lambda$do_it$$0(#39:2)"),
                CellErrorTest::place);
        assertThat(error.name()).isEqualTo("Bad.Worse");
        assertThat(error.message()).isEqualTo("class Own is no number");
        assertThat(error.trace())
                .containsExactly(
                        "\u001b[1mBad$Worse: class Own is no number",
                        "    at the notebook (Own.run)",
                        "    at cell [7], line 4: train(task); (lambda)");
    }

    @Test
    void theOldestJjavasOwnFramesAreLeftOut() {
        String bar = "\u001b[39m\u001b[1m|   \u001b[1m\u001b[31m";
        List<String> trace = List.of(
                "\u001b[1m\u001b[31m----------------\u001b[0m",
                bar + "java.lang.RuntimeException: java.lang.IllegalStateException, no rows\u001b[0m",
                bar + "\tat org.dflib.jjava.kernel.execution.CodeEvaluator.evalSingle(CodeEvaluator.java:115)\u001b[0m",
                bar + "Caused by: jdk.jshell.EvalException: no rows\u001b[0m",
                bar + "\tat .f(#39:2)\u001b[0m");
        CellError error = CellError.of(
                "RuntimeException", "java.lang.IllegalStateException, no rows", trace, CellErrorTest::place);
        assertThat(error.name()).isEqualTo("IllegalStateException");
        assertThat(error.message()).isEqualTo("no rows");
        assertThat(error.trace())
                .containsExactly(
                        "\u001b[1m\u001b[31mjava.lang.IllegalStateException: no rows\u001b[0m",
                        "    at cell [7], line 4: train(task); (f)");
    }

    @Test
    void ijavaHasTheNameOfAnErrorInItsTraceAlone() {
        List<String> trace = List.of(
                "\u001b[1m\u001b[31m----------------\u001b[0m",
                "\u001b[1m\u001b[31mREPL.$JShell$11B$Bad$Worse: no number: 3\u001b[0m",
                "\u001b[1m\u001b[31m\tat .f(#39:2)\u001b[0m");
        CellError error = CellError.of("EvalException", "no number: 3", trace, CellErrorTest::place);
        assertThat(error.name()).isEqualTo("Bad.Worse");
        assertThat(error.message()).isEqualTo("no number: 3");
        assertThat(error.trace())
                .containsExactly(
                        "\u001b[1m\u001b[31mBad$Worse: no number: 3\u001b[0m",
                        "    at cell [7], line 4: train(task); (f)");
    }

    @Test
    void ijavasFullHeapIsExplainedToo() {
        List<String> trace = List.of("--------", "java.lang.OutOfMemoryError: Java heap space");
        CellError error = CellError.of("EvalException", "Java heap space", trace, CellErrorTest::place);
        assertThat(error.name()).isEqualTo("OutOfMemoryError");
        assertThat(error.message()).startsWith("out of memory: Java's heap of ");
    }

    @Test
    void aMagicsErrorIsItsOwnMessage() {
        String jjava = "java.lang.RuntimeException, Exception running line magic 'jungle': expected nothing";
        String ijava = "Exception occurred while running line magic 'jungle': expected nothing";
        List<String> trace = List.of("-----", "java.lang.RuntimeException: " + ijava, "\tat .(#39:2)");
        CellError wanted =
                new CellError("RuntimeException", "expected nothing", List.of("in %jungle: expected nothing"));
        assertThat(CellError.of("RuntimeException", jjava, trace, CellErrorTest::place))
                .isEqualTo(wanted);
        assertThat(CellError.of("EvalException", ijava, trace, CellErrorTest::place))
                .isEqualTo(wanted);
    }

    @Test
    void onlyOfAFullHeapALargerOneIsAdvised() {
        CellError heap = CellError.of(
                "RuntimeException", "java.lang.OutOfMemoryError, Java heap space", List.of(), CellErrorTest::place);
        assertThat(heap.message()).startsWith("out of memory: Java's heap of ").contains("JDK_JAVA_OPTIONS");
        CellError length = CellError.of(
                "RuntimeException",
                "java.lang.OutOfMemoryError, Requested array size exceeds VM limit",
                List.of(),
                CellErrorTest::place);
        assertThat(length.message())
                .startsWith("out of memory: Requested array size exceeds VM limit. %jungle lists")
                .doesNotContain("JDK_JAVA_OPTIONS");
    }

    /** The message of PyTorch 2.11 on an H200 that was asked for 224 GiB. */
    @Test
    void aFullGpuSaysWhatItHas() {
        CellError full = CellError.of(
                "EngineException",
                "CUDA out of memory. Tried to allocate 224.00 GiB. GPU 0 has a total capacity of 139.81 GiB of which"
                        + " 134.54 GiB is free. Process 12 has 5.27 GiB memory in use.",
                List.of(),
                CellErrorTest::place);
        assertThat(full.message())
                .startsWith(
                        "out of memory: the GPU has no room for an array, which takes 224.00 GiB; of its 139.81 GiB,"
                                + " 134.54 GiB are free. %jungle lists")
                .endsWith("fewer models at a time (a recipe's withStack), need less.");
        CellError small = CellError.of(
                "EngineException",
                "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 7.79 GiB of which 0 bytes"
                        + " is free.",
                List.of(),
                CellErrorTest::place);
        assertThat(small.message()).contains("which takes 20.00 MiB; of its 7.79 GiB, 0 bytes are free.");
        CellError stack = CellError.of(
                "IllegalStateException",
                "a stack of 300 models has no room, some 196 would fit: CUDA out of memory. Tried to allocate 20.00 MiB."
                        + " GPU 0 has a total capacity of 7.79 GiB of which 0 bytes is free.",
                List.of(),
                CellErrorTest::place);
        assertThat(stack.message())
                .startsWith("out of memory: the GPU has no room for an array, which takes 20.00 MiB;")
                .endsWith("Here a stack of 300 models has no room, some 196 would fit (a recipe's withStack, or an"
                        + " experiment's stack).");
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
        assertThat(CellError.of("CompilationException", "", trace, CellErrorTest::place)) // IJava's
                .isEqualTo(error);
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
