package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellMemoryTest {

    private final JShell shell = JShell.builder().executionEngine("local").build();
    private final Kernel kernel = new Kernel();

    /** As both kernels take a line magic. */
    interface Magic {
        Object execute(List<String> words);
    }

    static final class Registry {
        private Magic magic;

        public void registerLineMagic(String name, Magic added) {
            magic = added;
        }
    }

    static final class Kernel {
        private final Registry magics = new Registry();

        public Registry getMagics() {
            return magics;
        }
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void jungle(String... words) {
        kernel.magics.magic.execute(List.of(words));
    }

    @Test
    void theAnswerComesOnceTheCellHasEnded() {
        CellMemory memory = new CellMemory(
                kernel,
                shell,
                (values, free) -> Payload.text(free.map(String::valueOf).orElse("held")));
        memory.cellStarts("%jungle");
        assertThat(memory.cellEnded()).isEmpty();
        jungle();
        assertThat(memory.cellEnded()).contains(Payload.text("held"));
        assertThat(memory.cellEnded()).isEmpty();
        jungle("free", "a", "b");
        assertThat(memory.cellEnded()).contains(Payload.text("[a, b]"));
        assertThatThrownBy(() -> jungle("fre"))
                .hasMessage("%jungle: expected nothing behind it, or 'free' and perhaps names of variables, found"
                        + " 'fre'");
    }

    @Test
    void anAnswerThatFailsIsAText() {
        CellMemory memory = new CellMemory(kernel, shell, (values, free) -> {
            throw new StackOverflowError("deep");
        });
        jungle();
        Optional<Payload> answer = memory.cellEnded();
        assertThat(answer)
                .contains(Payload.text("%jungle: cannot tell what is held: java.lang.StackOverflowError: deep"));
    }

    @Test
    void aCellStartsThoughItsValuesCannotBeFreed() {
        CellMemory memory = new CellMemory(kernel, shell, (values, free) -> Payload.text(""));
        shell.close();
        assertThatCode(() -> memory.cellStarts("1 + 1")).doesNotThrowAnyException();
    }
}
