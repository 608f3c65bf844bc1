package org.modeljungle.kernel;

import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import org.modeljungle.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What cells leave in memory. Values without a name go with the next cell, some room is kept for the kernel itself, and
 * the line magic {@code %jungle} tells what is held. The line notes what is asked for; the answer comes once the cell
 * has ended, when nothing of it is in use any more.
 */
public final class CellMemory {

    /** What answers {@code %jungle}. */
    @FunctionalInterface
    public interface Answer {

        /**
         * What is held now, or after more was freed.
         *
         * @param values the notebook's variables
         * @param free empty where nothing is to be freed; else names of variables, and where there is none, values
         *     without a name
         */
        Payload of(CellValues values, Optional<List<String>> free);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CellMemory.class);
    private static final String NAME = "jungle";
    private static final String FREE = "free";

    private final CellValues values;
    private final Answer answer;
    private final Optional<CellExecutor> threads;
    private volatile List<String> asked; // the words of the cell's last such line, or null

    /** Watches over the memory of a kernel's cells, and adds the magic to the kernel. */
    public CellMemory(Object kernel, JShell shell, Answer answer) {
        this.values = new CellValues(shell);
        this.answer = answer;
        this.threads = CellExecutor.putInto(kernel);
        try {
            LineMagics.add(kernel, NAME, this::ask);
        } catch (RuntimeException e) {
            LOG.warn("there is no %jungle: {}", e.toString());
        }
    }

    private void ask(List<String> words) {
        Check.that(
                words.isEmpty() || words.get(0).equals(FREE),
                "%%jungle: expected nothing behind it, or 'free' and perhaps names of variables, found '%s'",
                String.join(" ", words));
        asked = words;
    }

    /** Before a cell runs. Never throws: it would end the kernel's thread. */
    public void cellStarts(String code) {
        asked = null;
        try {
            OutOfMemory.keepRoom();
            values.cellStarts(code);
        } catch (Throwable e) { // of a full heap, too
            OutOfMemory.noticed(e);
            LOG.debug("the last cell's value is still held", e);
        }
    }

    /** Once a cell has run: what it asked for. Never throws: the cell is answered already. */
    public Optional<Payload> cellEnded() {
        List<String> words = asked;
        asked = null;
        return Optional.ofNullable(words).map(this::answer);
    }

    /** Once the kernel is to end: threads that ran its cells and wait for more would keep its process for a minute. */
    public void kernelEnds() {
        threads.ifPresent(CellExecutor::shutdown);
    }

    private Payload answer(List<String> words) {
        try {
            return answer.of(values, words.isEmpty() ? Optional.empty() : Optional.of(words.subList(1, words.size())));
        } catch (Throwable e) {
            OutOfMemory.noticed(e);
            return Payload.text("%jungle: cannot tell what is held: " + e);
        }
    }
}
