package org.modeljungle.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is documented of the library's public classes, by class and by name. */
public final class Manual {

    private static final Library LIBRARY = new Library();
    private static final int SIMILAR = 6; // names offered

    private Manual() {}

    /** A class's documentation, or, where it has none, that of what it extends or implements; else a word about it. */
    public static Page of(Class<?> type) {
        if (!SourceParser.isAvailable()) {
            return withoutParser();
        }
        return documented(type)
                .map(Manual::page)
                .orElseGet(() -> Page.message(
                        "help: %s has no documentation here. Expected a class of Model Jungle or a value of one; "
                                        .formatted(type.getTypeName())
                                + "help(\"ProbeX\") finds one by its name."));
    }

    private static Optional<TypeDoc> documented(Class<?> type) {
        Class<?> plain = type.isArray() ? type.getComponentType() : type;
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(plain.getSuperclass()), Stream.of(plain.getInterfaces()));
        return find(plain)
                .or(() -> above.flatMap(one -> documented(one).stream()).findFirst());
    }

    private static Optional<TypeDoc> find(Class<?> type) {
        String name = type.getCanonicalName();
        return name == null ? Optional.empty() : LIBRARY.type(name).map(LIBRARY::complete);
    }

    /**
     * The documentation of what has a name: a type's simple name, those around it included ({@code "Expert.Reader"}),
     * or a method's after it ({@code "WeightTask.of"}); where nothing has it, names that are similar.
     */
    public static Page of(String name) {
        if (!SourceParser.isAvailable()) {
            return withoutParser();
        }
        String plain = name.strip().replaceFirst("\\(.*$", "").replace('#', '.');
        return type(plain).map(Manual::page).or(() -> members(plain)).orElseGet(() -> unknown(plain));
    }

    /** A type by its name, with what its members say or inherit. */
    static Optional<TypeDoc> type(String name) {
        return LIBRARY.type(name).map(LIBRARY::complete);
    }

    /** A type, whole. */
    static Page page(TypeDoc type) {
        return TypePage.of(type, LIBRARY.above(type).distinct().toList());
    }

    private static Optional<Page> members(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : type(name.substring(0, dot)).flatMap(type -> open(type, type.named(name.substring(dot + 1))));
    }

    /** Some members of a type; empty where there are none. */
    static Optional<Page> open(TypeDoc type, List<MemberDoc> members) {
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(Page.of(
                        members.stream().map(member -> member.open(type)).collect(Collectors.joining("<hr>"))));
    }

    private static Page unknown(String name) {
        List<String> others = similar(name.substring(name.lastIndexOf('.') + 1));
        String offer = others.isEmpty() ? "" : " Similar: " + String.join(", ", others) + ".";
        return Page.message(
                "help: expected the name of a class of Model Jungle, as in help(\"ProbeX\"), or of a method, as in "
                        + "help(\"WeightTask.of\"); found \"%s\".%s".formatted(name, offer));
    }

    private static List<String> similar(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> found =
                new ArrayList<>(LIBRARY.within(name).stream().map(TypeDoc::name).toList());
        LIBRARY.names()
                .filter(one -> !wanted.isEmpty() && one.toLowerCase(Locale.ROOT).contains(wanted))
                .forEach(found::add);
        return found.stream().limit(SIMILAR).toList();
    }

    private static Page withoutParser() {
        return Page.message(
                "help: this Java runtime has no parser (its module jdk.compiler); a full JDK 17 or later has one.");
    }
}
