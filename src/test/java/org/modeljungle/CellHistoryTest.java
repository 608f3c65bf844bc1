package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellHistoryTest {

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        CellHistory.clear();
    }

    @Test
    void aRunWithAFailedCellWritesNoResultsUntilTheCellGoesThrough() throws InterruptedException {
        CellHistory.ended("before", "int old = 1 / 0;", "ArithmeticException");
        Thread.sleep(5);
        Results results = Results.of(Run.start("test", 1)).with(Results.Metric.cost("test/seconds", 1, "seconds"));
        Path file = folder.resolve("results.json");
        assertThatCode(() -> results.write(file)).doesNotThrowAnyException();
        CellHistory.ended("a", "\n  train();\nshow(1);", "EvaluationInterruptedException");
        CellHistory.ended("b", "show(2);", "");
        Path second = folder.resolve("second.json");
        assertThatThrownBy(() -> results.write(second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("results: expected a run whose cells all went through, found one that ended with"
                        + " EvaluationInterruptedException: 'train();'; run that cell again, or the notebook from the cell"
                        + " that starts the run");
        assertThat(second).doesNotExist();
        CellHistory.started("a");
        CellHistory.ended("a", "train(2);", "");
        results.write(second);
        assertThat(second).exists();
    }

    @Test
    void whatFailedBeforeDoesNotCount() throws InterruptedException {
        CellHistory.ended("a", "f();", "RuntimeException");
        Thread.sleep(5);
        assertThat(CellHistory.since(Instant.now())).isEmpty();
        assertThat(CellHistory.since(Instant.EPOCH))
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo("f();"));
    }
}
