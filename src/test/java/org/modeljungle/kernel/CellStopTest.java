package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellStopTest {

    private static final class Kernel {
        ExecutorService threads = Executors.newCachedThreadPool();
    }

    private final Kernel kernel = new Kernel();

    @AfterEach
    void end() {
        CellStop.underWay(false);
        kernel.threads.shutdownNow();
    }

    @Test
    void aStatementThatStartsWhileAStopIsUnderWayDoesNotRun() throws InterruptedException {
        assertThat(CellExecutor.putInto(kernel)).isPresent();
        AtomicBoolean ran = new AtomicBoolean();
        CellStop.underWay(true);
        Future<Boolean> statement = kernel.threads.submit(() -> ran.getAndSet(true));
        Thread.sleep(100);
        assertThat(statement.cancel(true)).isTrue();
        CellStop.underWay(false);
        Thread.sleep(100);
        assertThat(ran).isFalse();
    }

    @Test
    void itRunsWhereTheStopDoesNotCome() throws ExecutionException, InterruptedException {
        CellExecutor.putInto(kernel);
        CellStop.underWay(true);
        Future<Integer> statement = kernel.threads.submit(() -> 1);
        CellStop.underWay(false);
        assertThat(statement.get()).isEqualTo(1);
    }

    @Test
    void aThreadThatIsToldToStopStops() {
        CellStop.underWay(true);
        Thread.currentThread().interrupt();
        assertThatThrownBy(CellStop::await).isInstanceOf(InterruptedException.class);
    }
}
