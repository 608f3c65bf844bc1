package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

/** In cells of this test {@code |} is the cursor. */
class CellHelpTest {

    private static JShell shell;

    @BeforeAll
    static void open() {
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(
                Seeds.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        shell.eval("import org.modeljungle.*;");
    }

    @AfterAll
    static void close() {
        shell.close();
    }

    private static CellHelp.Completions complete(String cell) {
        return new CellHelp(shell).complete(cell.replace("|", ""), cursor(cell));
    }

    private static String inspect(String cell) {
        return new CellHelp(shell)
                .inspect(cell.replace("|", ""), cursor(cell))
                .map(page -> page.text())
                .orElse("");
    }

    private static int cursor(String cell) {
        return cell.codePointCount(0, cell.indexOf('|'));
    }

    private static void offers(String cell, String match, int length) {
        CellHelp.Completions found = complete(cell);
        assertThat(found.matches()).contains(match);
        assertThat(found.end()).isEqualTo(cursor(cell));
        assertThat(found.end() - found.start()).isEqualTo(length);
    }

    @Test
    void tabWorksInEveryStatementOfACell() {
        offers("new Seeds(1).per|", "permutation(", 3);
        offers("Seeds s = new Seeds(1);\ns.per|\nint y = 2;", "permutation(", 3);
        offers("var s = new Seeds(1);\nfor (int i = 0; i < 3; i++) {\n  s.per|\n}", "permutation(", 3);
        offers("int x = 1; // a; b\nString t = \"a;b|\";".replace("|", "") + " t.isEm|", "isEmpty()", 4);
        offers("record P(int width) {}\nvar p = new P(1);\np.wi|", "width()", 2);
        offers("import java.util.*;\nint f(Seeds s) { return 1; }\nvar q = new Seeds(1);\nq.per|", "permutation(", 3);
        offers("int x = 1;\nint f(Seeds s) {\n  s.per|", "permutation(", 3);
        offers("int x = ;\nSeeds s = new Seeds(1);\ns.per|", "permutation(", 3);
    }

    @Test
    void variablesOfTheCellAreOffered() {
        offers("int zebra = 1;\nint other = 2;\nzeb|", "zebra", 3);
        offers("List<String> names = List.of();\nfor (String name : names) {\n  foo(na|", "name", 2);
        assertThat(complete("int zebra = 1; // int zebu = 2;\nzeb|").matches()).containsExactly("zebra");
        assertThat(complete("int zebra = 1;\nnew Seeds(1).zeb|").matches()).isEmpty();
    }

    @Test
    void charactersThatJavaKeepsAsTwoCountOnce() {
        offers("// \uD83D\uDE00\nnew Seeds(1).per|", "permutation(", 3);
        assertThat(inspect("new Seeds(1).split(\"\uD83D\uDE00\uD83D\uDE00\", |"))
                .contains("split(String name, long index)")
                .doesNotContain("split(String name) ");
    }

    @Test
    void textsAndCommentsOfferNothing() {
        assertThat(complete("String s = \"a b|").matches()).isEmpty();
        assertThat(complete("// new See|").matches()).isEmpty();
        assertThat(complete("/* new\n See|").matches()).isEmpty();
        assertThat(complete("String s = \"\"\"\n  a b|").matches()).isEmpty();
        assertThat(complete("String s = \"\"\"\n|").matches()).isEmpty();
        offers("String s = \"a b\"; // c\nnew See|", "Seeds(", 3);
    }

    @Test
    void magicsAreTheKernels() {
        assertThat(CellHelp.isMagic("int x = 1;\n%cla", 15)).isTrue();
        assertThat(CellHelp.isMagic("int x = 5\n%2", 9)).isFalse();
        offers("%classpath some.jar\nvar s = new Seeds(1);\ns.per|", "permutation(", 3);
    }

    @Test
    void shiftTabFindsTheCallOfAnUnfinishedStatement() {
        assertThat(inspect("new Seeds(1).split(|"))
                .contains("split(String name)", "named use", "split(String name, long index)", "numbered use");
        assertThat(inspect("new Seeds(1).split(\"a\", |"))
                .contains("split(String name, long index)")
                .doesNotContain("split(String name) ");
        assertThat(inspect("new Seeds(1).split(\"a\", zz|")).contains("split(String name, long index)");
        assertThat(inspect("new Seeds(1).split(\"a|")).contains("split(String name)");
        assertThat(inspect("new Seeds(|")).contains("new Seeds(long value)", "the 64-bit seed itself");
    }

    @Test
    void shiftTabWorksInEveryStatementOfACell() {
        String cell = "int x = 1;\nSeeds s = new Seeds(1);\nvar t = s.sp|lit(\"a\");\nint y = 2;";
        assertThat(inspect(cell)).contains("split(String name)");
        assertThat(inspect("foo(new HashMap<String, Integer>(), x -> { new Seeds(1).split(|"))
                .contains("split(");
        assertThat(inspect("Seeds q = new Seeds(1);\nq|")).startsWith("q:").contains("split by name");
        assertThat(inspect("new Se|eds(1)")).contains("new Seeds(long value)");
        assertThat(inspect("See|ds s = null;")).startsWith("record Seeds");
    }

    @Test
    void nothingIsFoundWithoutAnError() {
        for (String cell :
                List.of("|", "foo bar| baz", ")))|", "\"|", "{{{ (|", "int |", "import java.ut|il.*;", "%time|")) {
            assertThat(complete(cell)).isNotNull();
            assertThat(inspect(cell)).isNotNull();
        }
        assertThat(new CellHelp(shell).complete("ab", 99).start()).isLessThanOrEqualTo(2);
        assertThat(new CellHelp(shell).complete("ab", 99).end()).isEqualTo(2);
        assertThat(inspect("foo bar| baz")).isEmpty();
    }

    @Test
    void questionsInAdvanceAreOnesThatJShellAnswers() {
        List<Runnable> questions = new CellHelp(shell).warmUps();
        assertThat(questions).hasSizeGreaterThan(2);
        questions.forEach(Runnable::run);
    }
}
