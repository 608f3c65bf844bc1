package org.modeljungle.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The library's sources, which its jar holds; a file is parsed when it is asked for. */
final class Library {

    private static final String FOLDER = "/META-INF/modeljungle-sources/";
    private static final String LIST = "files.txt";

    private final Map<String, List<TypeDoc>> parsed = new ConcurrentHashMap<>();
    private final List<String> files;

    Library() {
        files = read(LIST)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String read(String file) {
        try (InputStream in = Library.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file names without folder and ending: types that have a file of their own. */
    Stream<String> names() {
        return files.stream().map(Library::name);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length());
    }

    /** A type by its name, those of the types around it included, with or without its package. */
    Optional<TypeDoc> type(String name) {
        return files.stream()
                .filter(file -> isOf(file, name))
                .flatMap(file -> types(file).stream())
                .flatMap(TypeDoc::all)
                .filter(type -> type.name().equals(name) || type.qualifiedName().equals(name))
                .findFirst();
    }

    /** Types within others by their last name alone: {@code Settings}. */
    List<TypeDoc> within(String last) {
        Pattern declared = Pattern.compile("(?:class|record|interface|enum) " + Pattern.quote(last) + "\\b");
        return files.stream()
                .filter(file -> declared.matcher(read(file)).find())
                .flatMap(file -> types(file).stream())
                .flatMap(TypeDoc::all)
                .filter(type -> type.simpleName().equals(last))
                .toList();
    }

    private static boolean isOf(String file, String name) {
        String whole = file.substring(0, file.length() - ".java".length()).replace('/', '.');
        return (name + ".").startsWith(name(file) + ".") || (name + ".").startsWith(whole + ".");
    }

    private List<TypeDoc> types(String file) {
        return parsed.computeIfAbsent(file, one -> SourceParser.parse(read(one)));
    }

    /** A type whose members that say nothing say what those say that they override. */
    TypeDoc complete(TypeDoc type) {
        return type.with(type.members().stream()
                .map(member -> member.comment().isEmpty()
                        ? inherited(type, member).map(member::with).orElse(member)
                        : member)
                .toList());
    }

    private Optional<Comment> inherited(TypeDoc type, MemberDoc member) {
        return above(type)
                .flatMap(up -> up.members().stream())
                .filter(member::overrides)
                .map(MemberDoc::comment)
                .filter(comment -> !comment.isEmpty())
                .findFirst();
    }

    /** What a type extends and implements, nearest first, as far as it is the library's. */
    Stream<TypeDoc> above(TypeDoc type) {
        return type.supertypes().stream()
                .flatMap(name -> type(name).stream())
                .flatMap(up -> Stream.concat(Stream.of(up), above(up)));
    }
}
