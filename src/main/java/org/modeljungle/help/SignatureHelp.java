package org.modeljungle.help;

import java.util.Optional;
import java.util.stream.Stream;

/** What is documented of what JShell finds at a cursor, which it gives as a signature. */
public final class SignatureHelp {

    private static final String LIBRARY = "org.modeljungle.";

    private SignatureHelp() {}

    /**
     * The documentation of what JShell writes as a signature.
     *
     * @param signature {@code Seeds org.modeljungle.Seeds.split(String name, long index)}, a type's name, or a
     *     variable's name and type: {@code seeds:Seeds}
     * @param javadoc the Javadoc that JShell found; null where it found none
     */
    public static Page of(String signature, String javadoc) {
        if (!SourceParser.isAvailable()) {
            return Page.of("<b>" + Markup.code(signature) + "</b>");
        }
        int colon = signature.indexOf(':');
        if (colon > 0) {
            String variable = "<b>" + Markup.code(signature) + "</b>";
            Stream<Page> type =
                    Manual.type(Declarations.named(signature.substring(colon + 1))).map(Manual::page).stream();
            return Page.together(
                    Stream.concat(Stream.of(Page.of(variable)), type).toList());
        }
        return Signature.of(signature).flatMap(SignatureHelp::find).orElseGet(() -> foreign(signature, javadoc));
    }

    private static Optional<Page> find(Signature signature) {
        if (!signature.call()) {
            return signature.path().startsWith(LIBRARY)
                    ? Manual.type(signature.path()).map(Manual::page)
                    : Optional.empty();
        }
        return Stream.of(signature.owner(), signature.path())
                .flatMap(name -> Manual.type(name).stream())
                .flatMap(type -> Manual.open(
                        type, type.members().stream().filter(signature::isOf).toList())
                        .stream())
                .findFirst();
    }

    /** What another library documents. */
    private static Page foreign(String signature, String javadoc) {
        String comment = javadoc == null
                ? ""
                : SourceParser.parse("/**" + javadoc.replace("*/", "* /") + "*/ class Any {}")
                        .get(0)
                        .comment()
                        .html();
        return Page.of("<div><b>" + Markup.code(signature) + "</b></div>" + comment);
    }
}
