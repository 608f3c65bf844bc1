package org.modeljungle.help;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads what a source file documents, with the JDK's own parser; nothing is compiled. */
final class SourceParser {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final JavaFileManager FILES = // takes long to make, and parsing asks nothing of it
            COMPILER == null ? null : COMPILER.getStandardFileManager(null, null, null);

    private final DocTrees trees;
    private final CompilationUnitTree file;
    private final Comments comments;
    private final Declarations declarations;

    private SourceParser(JavacTask task, String source) throws IOException {
        trees = DocTrees.instance(task);
        file = task.parse().iterator().next();
        comments = new Comments(trees, new CommentHtml(constants(file)));
        declarations = new Declarations(trees.getSourcePositions(), file, source);
    }

    /** Whether this Java has a parser: a runtime without the module {@code jdk.compiler} has none. */
    static boolean isAvailable() {
        return COMPILER != null;
    }

    /** The types that a file declares, whether public or not. */
    static synchronized List<TypeDoc> parse(String source) {
        List<Text> files = List.of(new Text(source));
        JavacTask task = (JavacTask) COMPILER.getTask(null, FILES, problem -> {}, List.of("-proc:none"), null, files);
        try {
            return new SourceParser(task, source).types();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<TypeDoc> types() {
        TreePath path = new TreePath(file);
        return classes(file.getTypeDecls())
                .map(type -> type(new TreePath(path, type), ""))
                .toList();
    }

    private static Stream<ClassTree> classes(List<? extends Tree> trees) {
        return trees.stream().filter(ClassTree.class::isInstance).map(ClassTree.class::cast);
    }

    private TypeDoc type(TreePath path, String around) {
        ClassTree type = (ClassTree) path.getLeaf();
        String name = around + type.getSimpleName();
        Comment comment = comments.of(path);
        boolean open = type.getKind() == Tree.Kind.INTERFACE;
        List<MemberDoc> members = new ArrayList<>();
        if (type.getKind() == Tree.Kind.RECORD) {
            members.add(declarations.canonical(type, name, comment));
        }
        for (Tree member : type.getMembers()) {
            TreePath at = new TreePath(path, member);
            if (member instanceof MethodTree method
                    && isShown(method.getModifiers().getFlags(), open)) {
                declarations.method(type, name, method, comments.of(at)).ifPresent(members::add);
            } else if (member instanceof VariableTree field && declarations.isConstant(type, field)) {
                members.add(declarations.constant(field, comments.of(at)));
            }
        }
        List<TypeDoc> within = classes(type.getMembers())
                .filter(one -> isShown(one.getModifiers().getFlags(), open))
                .map(one -> type(new TreePath(path, one), name + "."))
                .toList();
        return new TypeDoc(
                String.valueOf(file.getPackageName()),
                name,
                declarations.header(type, name),
                Declarations.supertypes(type),
                type.getKind() == Tree.Kind.RECORD ? comment.withoutParameters() : comment,
                List.copyOf(members),
                within);
    }

    private static boolean isShown(Set<Modifier> flags, boolean inInterface) {
        return flags.contains(Modifier.PUBLIC) || (inInterface && !flags.contains(Modifier.PRIVATE));
    }

    /** What {@code {@value}} may stand for: fields of the file that are one literal. */
    private static Map<String, String> constants(CompilationUnitTree file) {
        Map<String, String> found = new HashMap<>();
        classes(file.getTypeDecls())
                .flatMap(type -> type.getMembers().stream())
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> field.getInitializer() instanceof LiteralTree)
                .forEach(field -> found.put(
                        field.getName().toString(), String.valueOf(((LiteralTree) field.getInitializer()).getValue())));
        return found;
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String source;

        Text(String source) {
            super(URI.create("string:///Source.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
