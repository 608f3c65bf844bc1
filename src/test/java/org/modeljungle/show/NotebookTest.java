package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Progress;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class NotebookTest {

    private final FakeKernel kernel = new FakeKernel();

    @AfterEach
    void forget() {
        Notebook.uninstall(kernel);
    }

    private static String printed(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void plainJavaPrintsText() {
        Table table = Table.create(IntColumn.create("n", new int[] {7}));
        assertThat(printed(() -> Show.show("a", 1, null, Card.of("c"), table)))
                .isEqualTo("a\n1\nnull\nc\nn\n7\n1 row, 1 column\n");
        assertThat(printed(() -> Show.show((Object[]) null))).isEqualTo("null\n");
    }

    @Test
    void helpIsShownAndPrintedInPlainJava() {
        assertThat(printed(() -> Show.help(Card.class))).startsWith("record Card implements Showable\n");
        assertThat(printed(() -> Show.help(Card.of("c")))).startsWith("record Card");
        assertThat(printed(() -> Show.help("Card.of"))).startsWith("static Card of(String title) in Card\n");
        assertThat(printed(() -> Show.help((Object) null))).contains("has no documentation here");
        Notebook.install(() -> kernel);
        assertThat(printed(() -> Show.help(Card.class))).isEmpty();
        assertThat(kernel.texts.get(0)).startsWith("record Card");
    }

    @Test
    void aCellGetsWhatIsShown() {
        Notebook.install(() -> kernel);
        assertThat(printed(() -> Show.show("a", Card.of("c")))).isEmpty();
        assertThat(kernel.texts).containsExactly("a", "c");
        kernel.attached = false;
        assertThat(printed(() -> Show.show("b"))).isEqualTo("b\n");
    }

    @Test
    void installingTwiceRegistersOnceAndDrawsOneBar() {
        Notebook.install(() -> kernel);
        Notebook.install(() -> kernel);
        assertThat(kernel.types).doesNotHaveDuplicates().containsAll(Renderers.types());
        try (Progress progress = Progress.of("job", 1)) {
            progress.cancel(); // a job that ends by itself within a second says nothing
        }
        assertThat(kernel.texts).hasSize(2);
        Notebook.uninstall(kernel);
        Notebook.uninstall(kernel);
        Progress.of("unheard", 1).close();
        assertThat(kernel.texts).hasSize(2);
    }

    @Test
    void installingNeverThrows() {
        assertThatCode(() -> Notebook.install(() -> {
                    throw new NoClassDefFoundError("a kernel of another age");
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> Notebook.install(() -> null)).doesNotThrowAnyException();
        assertThat(Notebook.attached()).isNull();
    }

    @Test
    void leavingNeverThrows() {
        Notebook.install(() -> kernel);
        kernel.cannotBeLeft = true;
        assertThatCode(() -> Notebook.uninstall(kernel)).doesNotThrowAnyException();
        assertThat(Notebook.attached()).isNull();
    }

    @Test
    void aStoppedCellShowsWithItsFlagPutAside() {
        Notebook.install(() -> kernel);
        Thread.currentThread().interrupt();
        Show.show("a");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kernel.sentWhileInterrupted).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jjava-jupyter", "jupyter-jvm-basekernel", "test-classes|jjava-jupyter|jupyter-jvm-basekernel"})
    void worksWithoutAKernelsInterfaces(String missing) throws Exception {
        try (URLClassLoader loader = classPathWithout(missing)) {
            Class<?> notebook = loader.loadClass("org.modeljungle.show.Notebook");
            assertThat(notebook).isNotSameAs(Notebook.class);
            notebook.getMethod("init").invoke(null);
            Class<?> show = loader.loadClass("org.modeljungle.show.Show");
            String text = printed(() -> {
                try {
                    show.getMethod("show", Object[].class).invoke(null, (Object) new Object[] {"still here"});
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            });
            assertThat(text).isEqualTo("still here\n");
        }
    }

    private static URLClassLoader classPathWithout(String missing) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            if (!entry.matches(".*(" + missing + ").*")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }
}
