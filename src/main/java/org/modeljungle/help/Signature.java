package org.modeljungle.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature as JShell writes it: {@code Seeds org.modeljungle.Seeds.split(String name, long index)}, without a result
 * for a constructor, and the name alone for a type.
 *
 * @param path the names before the parameters, with dots
 * @param params the names of the parameters
 * @param types their types, without type arguments and packages
 * @param call whether it has parameters
 */
record Signature(String path, List<String> params, List<String> types, boolean call) {

    private static final Pattern CALL = Pattern.compile("(?:.* )?([\\w.$]+)\\((.*)\\)(?: throws .*)?");
    private static final Pattern PARAM = Pattern.compile("([^, ]+) ([\\w$]+)");

    static Optional<Signature> of(String text) {
        String plain = withoutArguments(text);
        Matcher call = CALL.matcher(plain);
        if (!call.matches()) {
            return plain.matches("[\\w.$]+")
                    ? Optional.of(new Signature(plain, List.of(), List.of(), false))
                    : Optional.empty();
        }
        List<String> params = new ArrayList<>();
        List<String> types = new ArrayList<>();
        Matcher param = PARAM.matcher(call.group(2));
        while (param.find()) {
            types.add(Declarations.erased(param.group(1)));
            params.add(param.group(2));
        }
        return Optional.of(new Signature(call.group(1), params, types, true));
    }

    private static String withoutArguments(String text) {
        String plain = text;
        for (String before = ""; !before.equals(plain); ) {
            before = plain;
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        return plain;
    }

    /** The last name: a method's or a constructor's. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** What stands before it: the method's type; empty where nothing does. */
    String owner() {
        return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }

    /** Whether it is a member's, by name and parameters. */
    boolean isOf(MemberDoc member) {
        return member.name().equals(name())
                && member.params().equals(params)
                && member.types().equals(types);
    }
}
