package org.modeljungle.help;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is documented of a constructor, method or constant.
 *
 * @param kind what it is
 * @param name its name; a constructor's is its type's
 * @param signature as one writes it, without modifiers but {@code static}
 * @param params names of its parameters
 * @param types their types, without type arguments and packages
 * @param comment its Javadoc
 */
record MemberDoc(Kind kind, String name, String signature, List<String> params, List<String> types, Comment comment) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Z]\\d?(\\[])*");

    /** What a member is. */
    enum Kind {
        CONSTANT,
        CONSTRUCTOR,
        METHOD
    }

    /** The same with the documentation of what it overrides. */
    MemberDoc with(Comment other) {
        return new MemberDoc(kind, name, signature, params, types, other);
    }

    /** Whether it overrides the other, by its name and parameters. */
    boolean overrides(MemberDoc other) {
        return kind == Kind.METHOD
                && other.kind == Kind.METHOD
                && name.equals(other.name)
                && params.size() == other.params.size()
                && IntStream.range(0, types.size()).allMatch(i -> fits(types.get(i), other.types.get(i)));
    }

    /** Whether a type is that of an overridden method, which may be a type variable: {@code T}. */
    private static boolean fits(String type, String overridden) {
        return type.equals(overridden) || VARIABLE.matcher(overridden).matches();
    }

    /** Folded: the signature and the first sentence, and all the rest behind it. */
    String folded() {
        String line = Markup.code(signature);
        return comment.isEmpty()
                ? "<div style=\"margin:2px 0 2px 1em\">" + line + "</div>"
                : "<details style=\"margin:2px 0 2px 1em\"><summary>" + line + "</summary>" + comment.html()
                        + "</details>";
    }

    /** All of it at once, with the type that it belongs to. */
    String open(TypeDoc type) {
        String owner = kind == Kind.CONSTRUCTOR
                ? "<p style=\"margin:4px 0\">" + type.comment().first() + "</p>"
                : " <span style=\"opacity:.7\">in " + Markup.code(type.name()) + "</span>";
        return "<div style=\"margin:6px 0\"><b>" + Markup.code(signature) + "</b>" + owner + comment.html() + "</div>";
    }
}
