package org.modeljungle.help;

import java.util.List;

/** A type's documentation as it is shown: what it is, then its members, folded. */
final class TypePage {

    private TypePage() {}

    /**
     * A page.
     *
     * @param above what the type extends and implements
     */
    static Page of(TypeDoc type, List<TypeDoc> above) {
        StringBuilder out = new StringBuilder();
        out.append("<div><b>").append(Markup.code(type.header())).append("</b></div>");
        out.append("<div style=\"opacity:.7\">package ")
                .append(Markup.code(type.packageName()))
                .append("</div>");
        out.append(type.comment().html());
        section(out, "Constants", type.members(MemberDoc.Kind.CONSTANT));
        section(out, "Constructors", type.members(MemberDoc.Kind.CONSTRUCTOR));
        section(out, "Methods", type.members(MemberDoc.Kind.METHOD));
        if (!type.types().isEmpty()) {
            title(out, "Types within it");
            type.types()
                    .forEach(inner -> out.append("<div style=\"margin:2px 0 2px 1em\">")
                            .append(Markup.code(inner.name()))
                            .append(
                                    inner.comment().first().isEmpty()
                                            ? ""
                                            : " &ndash; " + inner.comment().first())
                            .append("</div>"));
        }
        above.forEach(up -> inherited(out, type, up));
        return Page.of(out.toString());
    }

    private static void section(StringBuilder out, String title, List<MemberDoc> members) {
        if (!members.isEmpty()) {
            title(out, title);
            members.forEach(member -> out.append(member.folded()));
        }
    }

    private static void inherited(StringBuilder out, TypeDoc type, TypeDoc up) {
        List<MemberDoc> methods = up.members(MemberDoc.Kind.METHOD).stream()
                .filter(method -> type.members().stream().noneMatch(own -> own.overrides(method)))
                .toList();
        if (!methods.isEmpty()) {
            out.append("<details style=\"margin-top:8px\"><summary><b>Methods of ")
                    .append(Markup.code(up.name()))
                    .append("</b></summary>");
            methods.forEach(method -> out.append(method.folded()));
            out.append("</details>");
        }
    }

    private static void title(StringBuilder out, String title) {
        out.append("<p style=\"margin:8px 0 2px;font-weight:600\">")
                .append(title)
                .append("</p>");
    }
}
