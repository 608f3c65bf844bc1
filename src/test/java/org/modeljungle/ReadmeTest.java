package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The Java of the README compiles as it stands, with what the kernel imports for every notebook. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?\n)```", Pattern.DOTALL);

    /** What blocks use that they do not make themselves. */
    private static final String GIVEN = "Models models; Split split;";

    @Test
    void itsJavaCompiles() throws IOException {
        List<JavaFileObject> classes = new ArrayList<>();
        BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> found.group(1))
                .filter(block -> !block.startsWith("%")) // for the kernel alone
                .forEach(block -> classes.add(source("Block" + classes.size(), block)));
        assertThat(classes).hasSizeGreaterThan(5);
        assertThat(compiled(classes)).isEmpty();
    }

    /** What the compiler has to say; nothing where all is well. It ends after its checks and writes no class. */
    private static String compiled(List<JavaFileObject> classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter faults = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-XDshould-stop.ifNoError=FLOW");
        boolean well =
                compiler.getTask(faults, null, null, options, null, classes).call();
        return well ? "" : faults.toString();
    }

    private static JavaFileObject source(String name, String block) {
        String own = lines(block, true);
        String text = "%s\n%s\nclass %s { %s void run() throws Exception {\n%s\n} }"
                .formatted(imports(), own, name, GIVEN, lines(block, false));
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String lines(String block, boolean imports) {
        return block.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining("\n"));
    }

    private static String imports() {
        try {
            return lines(Files.readString(Path.of("kernel", "startup.jshell")), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
