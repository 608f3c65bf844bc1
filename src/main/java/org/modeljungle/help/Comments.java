package org.modeljungle.help;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Javadoc comments of a source file. */
final class Comments {

    private final DocTrees trees;
    private final CommentHtml html;

    Comments(DocTrees trees, CommentHtml html) {
        this.trees = trees;
        this.html = html;
    }

    /** The comment of a declaration; empty where there is none. */
    Comment of(TreePath declaration) {
        DocCommentTree comment = trees.getDocCommentTree(declaration);
        if (comment == null) {
            return Comment.NONE;
        }
        Map<String, String> params = new LinkedHashMap<>();
        List<String> thrown = new ArrayList<>();
        String returns = "";
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree param) {
                params.put(param.getName().getName().toString(), html.of(param.getDescription()));
            } else if (tag instanceof ReturnTree result) {
                returns = html.of(result.getDescription());
            } else if (tag instanceof ThrowsTree error) {
                String name = error.getExceptionName().getSignature();
                thrown.add(
                        Markup.code(name.substring(name.lastIndexOf('.') + 1)) + " " + html.of(error.getDescription()));
            }
        }
        return new Comment(
                html.of(comment.getFirstSentence()), html.of(comment.getFullBody()), params, returns, thrown);
    }
}
