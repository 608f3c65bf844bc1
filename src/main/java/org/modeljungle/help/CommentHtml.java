package org.modeljungle.help;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The text of a Javadoc comment as HTML: its own markup is kept, all else is escaped. */
final class CommentHtml {

    private static final Set<String> TAGS = Set.of(
            "p",
            "ul",
            "ol",
            "li",
            "pre",
            "code",
            "b",
            "strong",
            "i",
            "em",
            "sub",
            "sup",
            "br",
            "table",
            "tr",
            "td",
            "th",
            "dl",
            "dt",
            "dd",
            "blockquote");

    private final Map<String, String> constants;

    /**
     * Of comments of one file.
     *
     * @param constants the values that {@code {@value #NAME}} stands for, by name
     */
    CommentHtml(Map<String, String> constants) {
        this.constants = constants;
    }

    String of(List<? extends DocTree> trees) {
        StringBuilder out = new StringBuilder();
        trees.forEach(tree -> out.append(of(tree)));
        return out.toString().strip();
    }

    private String of(DocTree tree) {
        if (tree instanceof TextTree text) {
            return tags(Markup.escape(text.getBody()));
        } else if (tree instanceof LiteralTree literal) {
            String body = literal.getBody().getBody();
            return tree.getKind() == DocTree.Kind.CODE ? Markup.code(body) : Markup.escape(body);
        } else if (tree instanceof LinkTree link) {
            return link(link);
        } else if (tree instanceof ValueTree value) {
            String name = value.getReference() == null
                    ? ""
                    : simple(value.getReference().getSignature());
            return Markup.code(constants.getOrDefault(name, name));
        } else if (tree instanceof EntityTree entity) {
            return "&" + entity.getName() + ";";
        } else if (tree instanceof StartElementTree start) {
            return element("<", start.getName().toString(), tree);
        } else if (tree instanceof EndElementTree end) {
            return element("</", end.getName().toString(), tree);
        }
        return Markup.escape(tree.toString());
    }

    /** A tag in the middle of a line is text to the parser. */
    private static String tags(String text) {
        return text.replaceAll("@throws (\\w+)", "Throws <code>$1</code>");
    }

    private String link(LinkTree link) {
        String label = of(link.getLabel());
        boolean plain = link.getKind() == DocTree.Kind.LINK_PLAIN;
        if (label.isEmpty()) {
            return Markup.code(simple(link.getReference().getSignature()));
        }
        return plain ? label : "<code>" + label + "</code>";
    }

    /** An element without its attributes, which may hold anything. */
    private static String element(String opens, String name, DocTree tree) {
        String tag = name.toLowerCase(Locale.ROOT);
        return TAGS.contains(tag) ? opens + tag + ">" : Markup.escape(tree.toString());
    }

    /** {@code org.modeljungle.store.Target#size()} is {@code Target.size()}. */
    private static String simple(String reference) {
        return reference
                .replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replaceFirst("^#", "")
                .replace('#', '.');
    }
}
