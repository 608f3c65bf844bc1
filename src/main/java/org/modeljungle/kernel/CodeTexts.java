package org.modeljungle.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strings, characters and comments in code that need not be finished: what they hold is no code. */
final class CodeTexts {

    private static final Pattern TEXT = Pattern.compile("(?s)\"\"\".*?(\"\"\"|\\z)"
            + "|\"(?:\\\\.|[^\"\\\\\\n])*+(\"|\\z|(?=\\n))"
            + "|'(?:\\\\.|[^'\\\\\\n])*+('|\\z|(?=\\n))"
            + "|//[^\\n]*(\\n|\\z)"
            + "|/\\*.*?(\\*/|\\z)");

    private CodeTexts() {}

    /** The code with blanks in their place: positions stay. */
    static String blank(String code) {
        return blank(TEXT, code);
    }

    /** The code with a blank for each character of what matches, as Java counts them, but for the ends of lines. */
    static String blank(Pattern pattern, String code) {
        StringBuilder blanked = new StringBuilder(code);
        Matcher found = pattern.matcher(code);
        while (found.find()) {
            for (int i = found.start(); i < found.end(); i++) {
                if (code.charAt(i) != '\n') {
                    blanked.setCharAt(i, ' ');
                }
            }
        }
        return blanked.toString();
    }

    /** Whether the code ends within one. */
    static boolean isOpen(String code) {
        Matcher text = TEXT.matcher(code);
        boolean open = false;
        while (text.find()) {
            open = text.end() == code.length() && !isClosed(text);
        }
        return open;
    }

    private static boolean isClosed(Matcher text) {
        for (int i = 1; i <= text.groupCount(); i++) {
            if (text.group(i) != null && !text.group(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
