package org.modeljungle.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls whose parentheses are open at the end of a piece of code. */
final class OpenCalls {

    private static final Pattern MARK = Pattern.compile("[(){},]");

    private record Open(boolean call, int start, int argument) {}

    private OpenCalls() {}

    /**
     * Where JShell finds what is called, the innermost call first: after the comma before the argument, which tells it
     * those before, then after the parenthesis.
     */
    static List<Integer> positions(String code) {
        Deque<Open> open = new ArrayDeque<>();
        Matcher mark = MARK.matcher(CodeTexts.blank(code));
        while (mark.find()) {
            switch (mark.group()) {
                case "(", "{" -> open.push(new Open(mark.group().equals("("), mark.end(), mark.end()));
                case ")", "}" -> open.poll();
                default -> {
                    Open call = open.poll();
                    if (call != null) {
                        open.push(new Open(call.call, call.start, mark.end()));
                    }
                }
            }
        }
        List<Integer> positions = new ArrayList<>();
        open.stream().filter(Open::call).forEach(call -> {
            positions.add(call.argument);
            positions.add(call.start);
        });
        return positions;
    }
}
