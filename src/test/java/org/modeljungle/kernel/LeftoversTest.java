package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftoversTest {

    private static final String OVER = "leftovers.over"; // a property, which what the shell runs can read
    private static final Set<String> OWN = Set.of("pool of the cell", "thread of a class"); // not the cell's thread
    private static final String SPIN = "while (!Boolean.getBoolean(\"" + OVER + "\")) Thread.onSpinWait();";

    private final Set<Thread> earlier = Leftovers.running(); // what tests of other classes may have left
    private final JShell shell = JShell.builder().executionEngine("local").build();

    @AfterEach
    void end() throws InterruptedException {
        System.setProperty(OVER, "true");
        try {
            waitFor(() -> earlier.containsAll(Leftovers.running()));
        } finally {
            System.clearProperty(OVER);
            shell.close();
        }
    }

    private static void waitFor(BooleanSupplier what) throws InterruptedException {
        long start = System.nanoTime();
        boolean met = what.getAsBoolean(); // asked once each time: it may be true for a moment only
        while (!met && System.nanoTime() - start < 10_000_000_000L) {
            Thread.sleep(5);
            met = what.getAsBoolean();
        }
        assertThat(met).isTrue();
    }

    /** In a thread of its own: this kind of shell may wait for the threads that the code has started. */
    private Set<Thread> start(String code) throws InterruptedException {
        Set<Thread> before = Leftovers.running();
        Thread cell = new Thread(() -> shell.eval(code), "shell");
        cell.setDaemon(true);
        cell.start();
        waitFor(() -> Leftovers.running().stream()
                .anyMatch(thread -> !before.contains(thread) && OWN.contains(thread.getName())));
        return before;
    }

    private static String pool(String work) {
        return "java.util.concurrent.Executors.newFixedThreadPool(3, work -> {"
                + " Thread thread = new Thread(work, \"pool of the cell\"); thread.setDaemon(true); return thread; })"
                + ".submit(() -> { " + work + " });";
    }

    @Test
    void aThreadOfThePoolThatACellHasMadeIsNamed() throws InterruptedException {
        Set<Thread> before = start(pool(SPIN));
        assertThat(Leftovers.afterStop(before))
                .hasValueSatisfying(said -> assertThat(said)
                        .startsWith("The cell is stopped, but its code runs on: thread pool of the cell, in ")
                        .contains("restart the kernel"));
    }

    @Test
    void aThreadThatACellHasStartedIsNamed() throws InterruptedException {
        shell.eval("class Endless implements Runnable { public void run() { " + SPIN + " } }");
        Set<Thread> before = start("new Thread(new Endless(), \"thread of a class\").start();");
        assertThat(Leftovers.afterStop(before))
                .hasValueSatisfying(said -> assertThat(said).contains("thread thread of a class, in "));
    }

    @Test
    void aThreadThatRanBeforeTheCellIsNotTheCells() throws InterruptedException {
        start(pool(SPIN));
        assertThat(Leftovers.afterStop(Leftovers.running())).isEmpty();
    }

    @Test
    void whatEndsWithinAMomentIsNotNamed() throws InterruptedException {
        Set<Thread> before = start(pool("Thread.sleep(100); return 1;"));
        assertThat(Leftovers.afterStop(before)).isEmpty();
        assertThat(Leftovers.afterStop(Set.of())).isEqualTo(Optional.empty());
    }
}
