package org.modeljungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is wrong with a text that should be JSON, without the parser's advice to programmers. */
public final class JsonProblem {

    /** Where the parser has the text from, which switch would allow it, and where a limit of it comes from. */
    private static final Pattern ADVICE = Pattern.compile(
            " ?\\(start marker at \\[Source:[^\\]]*\\]\\)|\\[Source:[^\\]]*\\];?|:? enable `[^`]*` to allow|, from `[^`]*`");

    private JsonProblem() {}

    /** The problem in a few words. */
    public static String of(JsonProcessingException problem) {
        return ADVICE.matcher(problem.getOriginalMessage()).replaceAll("").strip();
    }
}
