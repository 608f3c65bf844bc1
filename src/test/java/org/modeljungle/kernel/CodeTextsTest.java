package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeTextsTest {

    @Test
    void positionsStayAlsoBehindCharactersOfTwo() {
        assertThat(CodeTexts.blank("f(\"\uD83D\uDE00\", 'a'); // b\ng()")).isEqualTo("f(    ,    );     \ng()");
    }

    @Test
    void aTextIsOpenUntilItsEnd() {
        assertThat(CodeTexts.isOpen("String s = \"a")).isTrue();
        assertThat(CodeTexts.isOpen("String s = \"a\"")).isFalse();
        assertThat(CodeTexts.isOpen("String s = \"a\n")).isFalse();
        assertThat(CodeTexts.isOpen("String s = \"\"\"\n")).isTrue();
        assertThat(CodeTexts.isOpen("String s = \"\"\"\na\"\"\"")).isFalse();
        assertThat(CodeTexts.isOpen("/* a\n")).isTrue();
        assertThat(CodeTexts.isOpen("/* a */")).isFalse();
        assertThat(CodeTexts.isOpen("// a")).isTrue();
        assertThat(CodeTexts.isOpen("// a\n")).isFalse();
    }

    @Test
    void textsMayBeLong() {
        String text = "x".repeat(1_000_000);
        assertThat(CodeTexts.isOpen("String s = \"" + text)).isTrue();
        assertThat(CodeTexts.blank("f(\"" + text + "\")")).isEqualTo("f(" + " ".repeat(text.length() + 2) + ")");
    }
}
