package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonListTest {

    @Test
    void readsWhatPythonsReprWrites() {
        assertThat(PythonList.parse("['apple', 'aquarium_fish', \"farmer's cheese\"]"))
                .containsExactly("apple", "aquarium_fish", "farmer's cheese");
        assertThat(PythonList.parse(
                        "['both \\' and \"', 'tab\\t', 'back\\\\slash', '\\x1f\\xe9\\u20ac\\U0001f600', 'é']"))
                .containsExactly("both ' and \"", "tab\t", "back\\slash", "\u001fé€\uD83D\uDE00", "é");
        assertThat(PythonList.parse("['\\a\\b\\f\\n\\r\\v\\0\\101\\1234']"))
                .containsExactly("\u0007\b\f\n\r\u000B\0AS4");
    }

    @Test
    void spacesAndATrailingCommaDoNotMatter() {
        assertThat(PythonList.parse(" [\n'a' ,\t\"b\" , ] ")).containsExactly("a", "b");
        assertThat(PythonList.parse("[]")).isEmpty();
        assertThat(PythonList.parse("['']")).containsExactly("");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        List<String> strings =
                List.of("plain", "it's", "\"quoted\"", "both ' and \"", "\\n \n \r \t", "é \uD83D\uDE00", "");
        assertThat(PythonList.parse(PythonList.format(strings))).isEqualTo(strings);
        assertThat(PythonList.format(List.of("red", "it's"))).isEqualTo("['red', \"it's\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|'[' at the start of a list|its end|0",
                "None|'[' at the start of a list|'None'|0",
                "__import__('os')|'[' at the start of a list|'__import__('os')'|0",
                "[1]|a string in quotes|'1]'|1",
                "[,]|a string in quotes|',]'|1",
                "[['a']]|a string in quotes|'['a']]'|1",
                "[b'a']|a string in quotes|'b'a']'|1",
                "['a' 'b']|',' or ']' after a string|''b']'|5",
                "['a'|',' or ']' after a string|its end|4",
                "['a'] + x|nothing after the closing ']'|'+ x'|6",
                "['a|a closing '|its end|3",
                "[\"a']|a closing \"|its end|5",
                "['a\\|a character after '\\'|its end|4",
                "['\\N{DASH}']|an escape that Python's repr writes|'N{DASH}']'|3",
                "['\\x4']|2 hexadecimal digits|'']'|5",
                "['\\U00110000']|a code point of at most 10ffff in the escape before|'']'|12",
            })
    void anythingElseIsRefused(String text, String expected, String found, int at) {
        assertThatThrownBy(() -> PythonList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a Python list of strings such as ['apple', 'pear'], with " + expected + ", found "
                        + found + " at character " + at);
    }
}
