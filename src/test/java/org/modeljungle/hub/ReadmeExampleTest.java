package org.modeljungle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;

/** The README's example runs as it stands, but for the hub: that of the test. */
class ReadmeExampleTest extends HubCase {

    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n(Hub hub = Hub\\.standard\\(\\);.*?)```", Pattern.DOTALL);
    private static final String STANDARD = "Hub.standard()";

    @Test
    void theExampleRuns() throws IOException {
        addModel("someone/model", 1);
        addModel("someone/other", 2);
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        String own = "Hub.at(\"%s\").withCache(Path.of(\"%s\")).withLayerCache(Path.of(\"%s\"))"
                .formatted(fake.endpoint(), cache(), folder.resolve("layers"));
        try (JShell shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), null)
                .build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            for (String name : List.of(
                    "java.util",
                    "java.nio.file",
                    "org.modeljungle.hub",
                    "org.modeljungle.layers",
                    "org.modeljungle.store")) {
                run(shell, "import " + name + ".*;");
            }
            String rest = example.group(1).replace(STANDARD, own);
            while (!rest.isBlank()) {
                var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
                run(shell, next.source());
                rest = next.remaining();
            }
            assertThat(run(shell, "files.size() + \" \" + whole.size() + \" \" + bank.models() + \" \" + some"))
                    .isEqualTo("\"3 2 2 2 of 2 models fetched\"");
        }
    }

    private static String run(JShell shell, String source) {
        SnippetEvent last = null;
        for (SnippetEvent event : shell.eval(source)) {
            assertThat(event.exception()).as(source).isNull();
            assertThat(event.status()).as(source).isEqualTo(Snippet.Status.VALID);
            last = event;
        }
        return last == null ? "" : String.valueOf(last.value());
    }
}
