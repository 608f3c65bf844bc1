package org.modeljungle.help;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Declarations as they are shown. */
final class Declarations {

    private final SourcePositions positions;
    private final CompilationUnitTree file;
    private final String source;

    Declarations(SourcePositions positions, CompilationUnitTree file, String source) {
        this.positions = positions;
        this.file = file;
        this.source = source;
    }

    /** {@code record ProbeX.Settings implements Metanetwork.Architecture}. */
    String header(ClassTree type, String name) {
        String kind = type.getKind() == Tree.Kind.RECORD
                ? "record "
                : type.getKind() == Tree.Kind.INTERFACE
                        ? "interface "
                        : type.getKind() == Tree.Kind.ENUM ? "enum " : "class ";
        String generic = typeParameters(type.getTypeParameters());
        String above = type.getExtendsClause() == null ? "" : " extends " + type.getExtendsClause();
        String word = type.getKind() == Tree.Kind.INTERFACE ? " extends " : " implements ";
        String promised = type.getImplementsClause().isEmpty() ? "" : word + joined(type.getImplementsClause());
        return kind + name + generic + above + promised;
    }

    /** As they are written, without type arguments. */
    static List<String> supertypes(ClassTree type) {
        List<Tree> all = new ArrayList<>(type.getImplementsClause());
        if (type.getExtendsClause() != null) {
            all.add(type.getExtendsClause());
        }
        return all.stream().map(tree -> withoutArguments(tree.toString())).toList();
    }

    /** The constructor that a record has by its components. */
    MemberDoc canonical(ClassTree type, String name, Comment comment) {
        List<VariableTree> components = type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .toList();
        return constructor(type, name, components, comment.parametersAlone());
    }

    /** A method or constructor; empty for a record's compact constructor. */
    Optional<MemberDoc> method(ClassTree type, String typeName, MethodTree method, Comment comment) {
        boolean constructor = method.getReturnType() == null;
        if (constructor && type.getKind() == Tree.Kind.RECORD && isCompact(type, method)) {
            return Optional.empty();
        }
        if (constructor) {
            return Optional.of(constructor(type, typeName, method.getParameters(), comment));
        }
        Set<Modifier> flags = method.getModifiers().getFlags();
        String generic = typeParameters(method.getTypeParameters());
        String before = (flags.contains(Modifier.STATIC) ? "static " : "")
                + (generic.isEmpty() ? "" : generic + " ")
                + method.getReturnType()
                + " ";
        String name = method.getName().toString();
        return Optional.of(member(MemberDoc.Kind.METHOD, name, before + name, method.getParameters(), comment));
    }

    private static MemberDoc constructor(
            ClassTree type, String typeName, List<? extends VariableTree> params, Comment comment) {
        String name = type.getSimpleName().toString();
        return member(MemberDoc.Kind.CONSTRUCTOR, name, "new " + typeName, params, comment);
    }

    /** A compact constructor has no list of parameters. */
    private boolean isCompact(ClassTree type, MethodTree method) {
        int from = (int) positions.getStartPosition(file, method);
        int body = (int) positions.getStartPosition(file, method.getBody());
        String name = Pattern.quote(type.getSimpleName().toString());
        Pattern list = Pattern.compile("\\b" + name + "\\s*\\(");
        return !list.matcher(source).region(from, body).find();
    }

    boolean isConstant(ClassTree type, VariableTree field) {
        Set<Modifier> flags = field.getModifiers().getFlags();
        return type.getKind() == Tree.Kind.INTERFACE
                || (flags.contains(Modifier.PUBLIC) && flags.contains(Modifier.STATIC));
    }

    MemberDoc constant(VariableTree field, Comment comment) {
        String name = field.getName().toString();
        return new MemberDoc(
                MemberDoc.Kind.CONSTANT, name, field.getType() + " " + name, List.of(), List.of(), comment);
    }

    private static MemberDoc member(
            MemberDoc.Kind kind, String name, String before, List<? extends VariableTree> params, Comment comment) {
        String list = params.stream()
                .map(param -> type(param) + " " + param.getName())
                .collect(Collectors.joining(", "));
        return new MemberDoc(
                kind,
                name,
                before + "(" + list + ")",
                params.stream().map(param -> param.getName().toString()).toList(),
                params.stream().map(param -> erased(type(param))).toList(),
                comment);
    }

    /** As it is written: the parser takes the dots of the last parameter for an array. */
    private static String type(VariableTree param) {
        return param.toString().contains("...")
                ? param.getType().toString().replaceFirst("\\[\\]$", "...")
                : param.getType().toString();
    }

    private static String typeParameters(List<? extends Tree> parameters) {
        return parameters.isEmpty() ? "" : "<" + joined(parameters) + ">";
    }

    private static String joined(List<? extends Tree> trees) {
        return trees.stream().map(Tree::toString).collect(Collectors.joining(", "));
    }

    /** A type's whole name: {@code java.util.Map.Entry<K, V>[]} is {@code java.util.Map.Entry}. */
    static String named(String type) {
        return withoutArguments(type).replaceFirst("(\\[]|\\.\\.\\.)+$", "");
    }

    /** {@code java.util.Map.Entry<K, V>[]} is {@code Entry[]}. */
    static String erased(String type) {
        String array = type.endsWith("...") ? type.substring(0, type.length() - 3) + "[]" : type;
        String plain = withoutArguments(array);
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private static String withoutArguments(String type) {
        String plain = type;
        for (String before = ""; !before.equals(plain); ) {
            before = plain;
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        return plain.strip();
    }
}
