package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.expert.RidgeExpert;

/** What the digest of a trial knows of code, in a notebook's own class loader. */
class CodeTest {

    private static final String EXPERT = "record Mine(int k) implements Described {"
            + " public String name() { return \"mine\"; } int twice() { return %s; } }";

    private JShell shell;

    @BeforeEach
    void start() {
        shell = Cells.fresh();
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    private String digest(String of) {
        return digest(shell, of);
    }

    private static String digest(JShell shell, String of) {
        return Cells.run(shell, "org.modeljungle.experiment.CodeProbe.digest(" + of + ")");
    }

    @Test
    void anEditedCellIsOtherCodeAndTheOldTextTheOldCode() {
        Cells.run(shell, EXPERT.formatted("2 * k"));
        String first = digest("Mine.class");
        Cells.run(shell, EXPERT.formatted("3 * k"));
        String second = digest("Mine.class");
        Cells.run(shell, EXPERT.formatted("2 * k"));
        assertThat(second).isNotEqualTo(first);
        assertThat(digest("Mine.class")).isEqualTo(first);
    }

    @Test
    void theSameCellInAnotherSessionIsTheSameCode() {
        Cells.run(shell, EXPERT.formatted("2 * k"));
        String first = digest("Mine.class");
        try (JShell other = Cells.fresh()) {
            Cells.run(other, "int cells = 1;");
            Cells.run(other, "String before = \"this one\";");
            Cells.run(other, EXPERT.formatted("2 * k"));
            assertThat(digest(other, "Mine.class")).isEqualTo(first);
        }
    }

    @Test
    void whatTheCodeUsesCountsToo() {
        Cells.run(shell, "int helper(int k) { return 2 * k; }");
        Cells.run(shell, EXPERT.formatted("helper(k)"));
        String first = digest("Mine.class");
        Cells.run(shell, "int helper(int k) { return 3 * k; }");
        assertThat(digest("Mine.class")).isNotEqualTo(first);
        Cells.run(shell, "record Part(int k) { int of() { return k; } }");
        Cells.run(shell, EXPERT.formatted("new Part(k).of()"));
        String withPart = digest("Mine.class");
        Cells.run(shell, "record Part(int k) { int of() { return k + 1; } }");
        assertThat(digest("Mine.class")).isNotEqualTo(withPart);
    }

    @Test
    void aNotebooksVariableIsRefused() {
        Cells.run(shell, "int factor = 2;");
        Cells.run(shell, EXPERT.formatted("factor * k"));
        assertThat(digest("Mine.class"))
                .contains(
                        "code of 'Mine': expected code that names all it depends on, found that it reads the notebook's"
                                + " variable [factor]; make it a part of the record, or let version() say what it depends on");
    }

    @Test
    void aLambdaIsRefused() {
        Runnable lambda = () -> {};
        assertThatThrownBy(() -> Code.digest(lambda.getClass()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "expected a class with a name, found a lambda, of which nothing can be known; make it a"
                                + " record");
    }

    @Test
    void codeThatCannotBeReadNeedsAVersion() throws ClassNotFoundException {
        Class<?> unread = new Unread().loadClass(Local.class.getName());
        assertThatThrownBy(() -> Code.digest(unread))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("code of 'CodeTest.Local': expected its class file, found none in ")
                .hasMessageEndingWith(
                        "; let its version() say a text, and change that with each edit that changes an" + " outcome");
    }

    @Test
    void theLibrarysOwnClassesHaveVersions() {
        assertThat(Code.isLibrary(RidgeExpert.class)).isTrue();
        assertThat(Code.isLibrary(CodeTest.class)).isFalse();
        TrialKey key = TrialKey.of(RidgeExpert.layer("a").on(Tree.TASK), new Seeds(1), false, new DataDigests());
        assertThat(key.code()).containsOnlyKeys("kind");
        assertThat(key.code().get("kind")).matches("expert \\d+");
    }

    /** A training whose author gives a version, on a target of another author's. */
    private record Versioned(String version, Object target) implements Trainable<Integer> {
        @Override
        public String name() {
            return "versioned";
        }

        @Override
        public Object settings() {
            return version;
        }

        @Override
        public String data(DataDigests digests) {
            return "";
        }

        @Override
        public List<Object> parts() {
            return List.of(target);
        }

        @Override
        public long steps() {
            return 0;
        }

        @Override
        public Integer train(TrainingContext context) {
            return 0;
        }

        @Override
        public Outcome evaluate(Integer trained) {
            return Outcome.of("none", 0, 1);
        }
    }

    private record Part(int k) {}

    private static Map<String, String> code(Object target) {
        return TrialKey.of(new Versioned("7", target), new Seeds(1), false, new DataDigests())
                .code();
    }

    @Test
    void aVersionSpeaksForAllButPartsWhoseCodeIsKnown() {
        assertThat(code(new Part(1)))
                .containsOnlyKeys("kind", "version", "of", "by", "CodeTest.Part")
                .containsEntry("by", "CodeTest.Versioned")
                .containsEntry("version", "7");
        Runnable lambda = () -> {};
        assertThat(code(lambda)).containsOnlyKeys("kind", "version", "of", "by");
        assertThat(code(Tree.TASK.target())).as("the library's own").containsOnlyKeys("kind", "version", "of", "by");
    }

    @Test
    void recordsOfOtherClassesAreOtherSettings() {
        record One(int k) {}
        record Two(int k) {}
        assertThat(PlainSettings.of("x", new One(1)).data())
                .isNotEqualTo(PlainSettings.of("x", new Two(1)).data());
        PlainSettings nested = PlainSettings.of("x", Map.of("part", List.of(new One(1), new float[] {1, .5f})));
        assertThat(nested.classes()).containsExactly(One.class);
        assertThat(nested.data().toString()).contains("CodeTest.1One", "k=1", "[1.0, 0.5]");
    }

    @Test
    void whatIsNoPlainDataIsRefused() {
        record Holding(Runnable work) {}
        assertThatThrownBy(() -> PlainSettings.of("mine", new Holding(() -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "settings of 'mine': expected numbers, texts, lists, maps and records of these, found something of class ")
                .hasMessageEndingWith("; let settings() name what stands for it");
    }

    /** A class. */
    static final class Local {}

    /** A loader that gives no class files away, as some notebooks' do. */
    private static final class Unread extends ClassLoader {
        Unread() {
            super(null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (java.io.InputStream in = CodeTest.class.getResourceAsStream("CodeTest$Local.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
