package org.modeljungle.help;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is documented of a class, record, interface or enum.
 *
 * @param packageName its package
 * @param name its name, with those of the types around it: {@code Expert.Reader}
 * @param header its declaration: {@code record ProbeX.Settings implements Metanetwork.Architecture}
 * @param supertypes what it extends and implements, without type arguments
 * @param comment its Javadoc
 * @param members its public members, in the order of the source
 * @param types the public types within it
 */
record TypeDoc(
        String packageName,
        String name,
        String header,
        List<String> supertypes,
        Comment comment,
        List<MemberDoc> members,
        List<TypeDoc> types) {

    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String qualifiedName() {
        return packageName + "." + name;
    }

    List<MemberDoc> members(MemberDoc.Kind kind) {
        return members.stream().filter(member -> member.kind() == kind).toList();
    }

    List<MemberDoc> named(String member) {
        return members.stream()
                .filter(one -> one.name().equals(member) && one.kind() != MemberDoc.Kind.CONSTRUCTOR)
                .toList();
    }

    /** This type and those within it, at any depth. */
    Stream<TypeDoc> all() {
        return Stream.concat(Stream.of(this), types.stream().flatMap(TypeDoc::all));
    }

    /** The same with other members. */
    TypeDoc with(List<MemberDoc> others) {
        return new TypeDoc(packageName, name, header, supertypes, comment, others, types);
    }
}
