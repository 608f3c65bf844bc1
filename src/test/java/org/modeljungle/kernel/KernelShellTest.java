package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelShellTest {

    private final JShell shell = JShell.builder().executionEngine("local").build();

    /** As JJava has it. */
    static class Jjava {
        final String name = "kernel";
        final JShell jShell;

        Jjava(JShell shell) {
            jShell = shell;
        }
    }

    static final class Heir extends Jjava {
        Heir(JShell shell) {
            super(shell);
        }
    }

    /** As IJava has it. */
    static final class CodeEvaluator {
        final JShell shell;

        CodeEvaluator(JShell shell) {
            this.shell = shell;
        }
    }

    static final class Ijava {
        final CodeEvaluator evaluator;

        Ijava(JShell shell) {
            evaluator = new CodeEvaluator(shell);
        }
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void bothKernelsShellsAreFound() {
        assertThat(KernelShell.of(new Heir(shell))).containsSame(shell);
        assertThat(KernelShell.of(new Ijava(shell))).containsSame(shell);
    }

    @Test
    void aKernelWithoutOneHasNone() {
        assertThat(KernelShell.of("another version")).isEmpty();
        assertThat(KernelShell.of(new Jjava(null))).isEmpty();
    }
}
