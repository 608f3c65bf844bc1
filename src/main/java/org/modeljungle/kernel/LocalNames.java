package org.modeljungle.kernel;

import java.util.List;
import java.util.regex.Pattern;

/** Variables that a cell declares before the cursor: JShell does not offer the names of those that it has not run. */
final class LocalNames {

    private static final Pattern DECLARED = Pattern.compile(
            "\\b(?:var|int|long|double|float|boolean|byte|short|char|[A-Z][\\w.]*(?:<[^;=(){}]*>)?)(?:\\[])*\\s+"
                    + "([a-z_]\\w*)(?=\\s*(?:\\[]\\s*)*[=;:,)])");

    private LocalNames() {}

    /** The names that start as the name at the end of the code does; none where it stands behind a dot. */
    static List<String> at(String code) {
        String plain = CodeTexts.blank(code);
        String prefix = plain.substring(nameStart(plain));
        String before = plain.substring(0, nameStart(plain)).stripTrailing();
        return before.endsWith(".")
                ? List.of()
                : DECLARED.matcher(before)
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> name.startsWith(prefix))
                        .distinct()
                        .sorted()
                        .toList();
    }

    /** Where the name at the end of the code begins. */
    static int nameStart(String code) {
        int start = code.length();
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}
