package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** A notebook's cells, run in this process as a kernel runs them. */
final class Cells {

    private Cells() {}

    /** A kernel with the imports that notebooks have. */
    static JShell fresh() {
        JShell shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        try {
            Files.readAllLines(Path.of("kernel", "startup.jshell")).stream()
                    .filter(line -> line.startsWith("import"))
                    .forEach(line -> run(shell, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shell;
    }

    /** Runs a cell, statement by statement; the value of its last one. */
    static String run(JShell shell, String cell) {
        String rest = cell;
        String value = null;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(next.source())) {
                assertThat(event.status())
                        .as(() -> next.source()
                                + shell.diagnostics(event.snippet()).toList())
                        .isNotEqualTo(Snippet.Status.REJECTED);
                assertThat(event.exception()).as(next.source()).isNull();
                value = event.causeSnippet() == null ? event.value() : value;
            }
            rest = next.remaining();
        }
        return value;
    }
}
