package org.modeljungle.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strings, characters and comments in code that need not be finished: what they hold is no code. */
final class CodeTexts {

    private static final Pattern TEXT = Pattern.compile("(?s)\"\"\".*?(\"\"\"|$)"
            + "|\"(?:\\\\.|[^\"\\\\\\n])*(\"|$|(?=\\n))"
            + "|'(?:\\\\.|[^'\\\\\\n])*('|$|(?=\\n))"
            + "|//[^\\n]*(\\n|$)"
            + "|/\\*.*?(\\*/|$)");

    private CodeTexts() {}

    /** The code with blanks in their place: positions stay. */
    static String blank(String code) {
        return TEXT.matcher(code).replaceAll(text -> text.group().replaceAll("[^\\n]", " "));
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
