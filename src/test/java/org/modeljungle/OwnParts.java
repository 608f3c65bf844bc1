package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The cells of {@code notebooks/OWN-PARTS.md}: what a user is told to copy is what the tests run. */
public final class OwnParts {

    private static final Pattern CELL = Pattern.compile("```java\n(.*?\n)```", Pattern.DOTALL);

    private OwnParts() {}

    /** The cell of that number, from 0, below a heading. */
    public static String cell(String heading, int number) {
        List<String> cells = CELL.matcher(section(heading))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(cells).as("cells below '" + heading + "'").hasSizeGreaterThan(number);
        return cells.get(number);
    }

    private static String section(String heading) {
        String text;
        try {
            text = Files.readString(Path.of("notebooks", "OWN-PARTS.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int from = text.indexOf("\n## " + heading + "\n");
        assertThat(from).as("heading '" + heading + "'").isNotNegative();
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to);
    }
}
