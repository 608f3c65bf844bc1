package org.modeljungle.help;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureHelpTest {

    @Test
    void signaturesAreFoundByTheirParameters() {
        assertThat(SignatureHelp.of("Seeds org.modeljungle.Seeds.split(String name, long index)", null)
                        .text())
                .contains("split(String name, long index)", "numbered use")
                .doesNotContain("named use");
        assertThat(SignatureHelp.of("org.modeljungle.show.Card(String title, Map<String,String> rows)", null)
                        .text())
                .contains("the facts, in the order given");
        assertThat(SignatureHelp.of("void Show.show(Object... things)", null).text())
                .contains("Shows each of things");
        assertThat(SignatureHelp.of("q:org.modeljungle.Seeds", null).text()).contains("split by name");
        assertThat(SignatureHelp.of("r:org.modeljungle.expert.Expert.Reader", null)
                        .text())
                .contains("interface Expert.Reader", "float[][] outputs(");
        assertThat(SignatureHelp.of("s:org.modeljungle.Seeds[]", null).text()).contains("split by name");
        assertThat(SignatureHelp.of("c:some.where.Seeds", null).text()).isEqualTo("c:some.where.Seeds");
    }

    @Test
    void signaturesOfOthersKeepTheirJavadoc() {
        assertThat(SignatureHelp.of("int Math.max(int a, int b)", " The greater of {@code a} and b. @param a x\n")
                        .text())
                .startsWith("int Math.max(int a, int b)")
                .contains("The greater of a and b.");
        assertThat(SignatureHelp.of("List<E> List<E>.<E>of(E e1)", null).text()).contains("of(E e1)");
        assertThat(SignatureHelp.of("x:int", null).text()).isEqualTo("x:int");
    }
}
