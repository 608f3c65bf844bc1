package org.modeljungle.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads and writes a list of strings in Python's notation, {@code ['apple', "farmer's cheese"]}: how public model
 * files name their classes. The text is parsed, never evaluated.
 */
public final class PythonList {

    private final String text;
    private int at;

    private PythonList(String text) {
        this.text = text;
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if the text is anything but a list of string literals
     */
    public static List<String> parse(String text) {
        return new PythonList(text).list();
    }

    /** Writes a list; {@link #parse} gives the same strings back. */
    public static String format(List<String> strings) {
        return strings.stream().map(PythonList::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quote(String string) {
        String escaped = string.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return string.contains("'") && !string.contains("\"")
                ? '"' + escaped + '"'
                : "'" + escaped.replace("'", "\\'") + "'";
    }

    private List<String> list() {
        List<String> strings = new ArrayList<>();
        expect('[', "'[' at the start of a list");
        while (!accept(']')) {
            strings.add(string());
            if (!accept(',')) {
                expect(']', "',' or ']' after a string");
                break;
            }
        }
        skipSpaces();
        if (at < text.length()) {
            throw wrong("nothing after the closing ']'");
        }
        return List.copyOf(strings);
    }

    private String string() {
        char quote = accept('"') ? '"' : '\'';
        if (quote == '\'') {
            expect('\'', "a string in quotes");
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at == text.length() || text.charAt(at) != quote) {
            throw wrong("a closing " + quote);
        }
        at++;
        return value.toString();
    }

    private void escape(StringBuilder value) {
        if (at == text.length()) {
            throw wrong("a character after '\\'");
        }
        char c = text.charAt(at++);
        switch (c) {
            case '\\', '\'', '"' -> value.append(c);
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000B');
            case 'x' -> value.append((char) hex(2));
            case 'u' -> value.append((char) hex(4));
            case 'U' -> value.append(Character.toString(codePoint(hex(8))));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> value.append(octal(c - '0'));
            default -> {
                at--;
                throw wrong("an escape that Python's repr writes");
            }
        }
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw wrong(digits + " hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int codePoint(int value) {
        if (!Character.isValidCodePoint(value)) {
            throw wrong("a code point of at most 10ffff in the escape before");
        }
        return value;
    }

    private char octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; i++, at++) {
            value = value << 3 | (text.charAt(at) - '0');
        }
        return (char) value;
    }

    private void skipSpaces() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char c) {
        skipSpaces();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c, String expected) {
        if (!accept(c)) {
            throw wrong(expected);
        }
    }

    private IllegalArgumentException wrong(String expected) {
        String found =
                at < text.length() ? "'" + text.substring(at, Math.min(text.length(), at + 20)) + "'" : "its end";
        return new IllegalArgumentException("expected a Python list of strings such as ['apple', 'pear'], with "
                + expected + ", found " + found + " at character " + at);
    }
}
