package org.modeljungle.experiment;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a class file says of the classes and fields that its code uses.
 *
 * @param classes their names, with dots
 * @param fields the fields that its code reads or writes, by their class
 * @param text all that it says, the numbers left out that a notebook's cells get in passing
 */
record ClassFile(Set<String> classes, Map<String, Set<String>> fields, String text) {

    /** The constant pool's kinds of entries (Java Virtual Machine Specification, table 4.4-A). */
    private static final int UTF8 = 1;

    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD_HANDLE = 15;
    private static final int HEADER = 8; // bytes: the magic number and the version

    static ClassFile of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.skipNBytes(HEADER);
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            int[][] entries = new int[count][];
            for (int i = 1; i < count; i++) {
                int kind = in.readUnsignedByte();
                if (kind == UTF8) {
                    texts[i] = in.readUTF();
                } else {
                    entries[i] = entry(in, kind);
                }
                i += kind == LONG || kind == DOUBLE ? 1 : 0; // they take two places
            }
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1); // names no class but by place
            return found(texts, entries, Arrays.deepToString(entries) + rest);
        } catch (IOException e) {
            throw new UncheckedIOException("a class file that the virtual machine has read", e);
        }
    }

    private static int[] entry(DataInputStream in, int kind) throws IOException {
        switch (kind) {
            case 3, 4 -> { // an int, a float
                return new int[] {kind, in.readInt()};
            }
            case LONG, DOUBLE -> {
                return new int[] {kind, in.readInt(), in.readInt()};
            }
            case METHOD_HANDLE -> {
                return new int[] {kind, in.readUnsignedByte(), in.readUnsignedShort()};
            }
            case CLASS, 8, 16, 19, 20 -> { // also a string, a method's type, a module, a package
                return new int[] {kind, in.readUnsignedShort()};
            }
            default -> { // pairs
                return new int[] {kind, in.readUnsignedShort(), in.readUnsignedShort()};
            }
        }
    }

    private static ClassFile found(String[] texts, int[][] entries, String code) {
        Set<String> classes = new LinkedHashSet<>();
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        for (int[] entry : entries) {
            if (entry != null && entry[0] == CLASS) {
                classes.add(className(texts[entry[1]]));
            } else if (entry != null && entry[0] == FIELD) {
                String owner = className(texts[entries[entry[1]][1]]);
                String field = texts[entries[entry[2]][1]];
                fields.computeIfAbsent(owner, key -> new LinkedHashSet<>()).add(field);
            }
        }
        String names = Arrays.toString(texts).replaceAll("\\$JShell\\$\\d+[A-Z]*", "\\$JShell\\$");
        return new ClassFile(classes, fields, names + code);
    }

    /** The class itself, or that of an array's elements. */
    private static String className(String internal) {
        return internal.replaceFirst("^\\[+L?", "").replace(";", "").replace('/', '.');
    }
}
