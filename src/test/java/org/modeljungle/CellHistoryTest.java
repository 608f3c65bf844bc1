package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellHistoryTest {

    private static final String STOPPED = "EvaluationInterruptedException";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        CellHistory.forget();
    }

    private static CellHistory.Cell cell(String name, String code) {
        return new CellHistory.Cell(name, code);
    }

    private static void run(CellHistory.Cell cell, int number, String error) {
        CellHistory.started(cell);
        CellHistory.ended(cell, number, error);
    }

    private static Results results() throws InterruptedException {
        Thread.sleep(5); // a run's start is known to the millisecond
        return Results.of(Run.start("test", 1)).with(Results.Metric.cost("test/seconds", 1, "seconds"));
    }

    private Path written(Results results) {
        Path file = folder.resolve("results.json");
        results.write(file);
        return file;
    }

    private void assertRefused(Results results, String found) {
        assertThatThrownBy(() -> written(results))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "results: expected a run whose cells all went through, found that " + found + "; run it again"
                                + " until it goes through, then the cells that use what it makes; where these results need"
                                + " nothing of it, delete it or run CellHistory.forget()");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aRunWithAFailedCellWritesNoResultsUntilTheCellGoesThrough() throws InterruptedException {
        Results results = results();
        run(cell("a", "\n  train();\nshow(1);"), 3, STOPPED);
        run(cell("b", "show(2);"), 4, "");
        assertRefused(results, "cell [3] 'train();' was stopped");
        run(cell("a", "train(2);"), 5, "ArithmeticException");
        run(cell("c", "show(3);"), 6, "CompilationException");
        assertRefused(
                results,
                "cell [5] 'train(2);' ended with ArithmeticException, cell [6] 'show(3);' ended with"
                        + " CompilationException");
        run(cell("c", "show(4);"), 7, "");
        run(cell("a", "train(2);"), 8, "");
        assertThat(written(results)).exists();
    }

    @Test
    void toStartARunAgainDoesNotMakeWhatFailedBeforeGood() throws InterruptedException {
        run(cell("grow", "grow();"), 3, STOPPED);
        run(cell("settings", "Run run = Run.start(\"test\", 1);"), 4, "");
        Results results = results();
        assertRefused(results, "cell [3] 'grow();' was stopped");
        run(cell("grow", "grow();"), 5, "");
        assertThat(written(results)).exists();
    }

    @Test
    void aCellWithoutANameCountsUntilARunStarts() throws InterruptedException {
        run(cell("", "int x = 1 / 0;"), 1, "ArithmeticException");
        Results results = results();
        assertThat(written(results))
                .exists()
                .satisfies(file -> assertThat(file.toFile().delete()).isTrue());
        run(cell("", "train();"), 2, STOPPED);
        assertRefused(results, "cell [2] 'train();' was stopped");
        assertThat(written(results())).exists();
    }

    @Test
    void aDeletedCellCountsNoMore() throws InterruptedException {
        run(cell("scratch", "foo"), 1, "CompilationException");
        Results results = results();
        CellHistory.deleted(Set.of("scratch", "other"));
        assertThat(written(results)).exists();
    }

    @Test
    void whatFailedIsForgottenWhereTheUserSaysSo() throws InterruptedException {
        run(cell("scratch", "foo"), 1, "CompilationException");
        assertThat(CellHistory.forget()).hasToString("[cell [1] 'foo' ended with CompilationException]");
        assertThat(CellHistory.forget()).isEqualTo(List.of());
        assertThat(written(results())).exists();
    }
}
