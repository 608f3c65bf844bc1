package org.modeljungle.data;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A TrueType font that has all digits, but as glyphs without outlines, as fonts of coloured pictures have them. */
final class BlankFont {

    static final String FAMILY = "Blank Digits";

    private static final int GLYPHS = 11; // one for what is missing, and ten digits
    private static final int EM = 1000; // units
    private static final int MAGIC = 0x5f0f3cf5;

    private BlankFont() {}

    /** Makes Java know it, until the process ends. */
    static void register() throws IOException, FontFormatException {
        Font font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(file()));
        GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
    }

    private static byte[] file() {
        Map<String, byte[]> tables = new TreeMap<>();
        tables.put("cmap", shorts(0, 1, 3, 1, 0, 12, 4, 32, 0, 4, 4, 1, 0, '9', -1, 0, '0', -1, 1 - '0', 1, 0, 0));
        tables.put("glyf", shorts(0, 0));
        tables.put("head", head());
        tables.put("hhea", shorts(1, 0, 800, -200, 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, GLYPHS));
        tables.put("hmtx", shorts(new int[2 * GLYPHS]));
        tables.put("loca", shorts(new int[GLYPHS + 1]));
        tables.put("maxp", shorts(1, 0, GLYPHS, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        tables.put("name", name());
        tables.put("post", shorts(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return joined(tables);
    }

    private static byte[] head() {
        int low = MAGIC & 0xffff;
        return shorts(1, 0, 1, 0, 0, 0, MAGIC >>> 16, low, 0, EM, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, EM, EM, 0, 8, 2, 0, 0);
    }

    /** The family, the full and the PostScript name, all the same. */
    private static byte[] name() {
        byte[] family = FAMILY.getBytes(StandardCharsets.UTF_16BE);
        int[] ids = {1, 4, 6};
        int records = 6 + 12 * ids.length;
        ByteBuffer name = ByteBuffer.allocate(records + family.length).put(shorts(0, ids.length, records));
        for (int id : ids) {
            name.put(shorts(3, 1, 0x409, id, family.length, 0));
        }
        return name.put(family).array();
    }

    private static byte[] joined(Map<String, byte[]> tables) {
        int at = 12 + 16 * tables.size();
        ByteBuffer font = ByteBuffer.allocate(
                at + tables.values().stream().mapToInt(BlankFont::padded).sum());
        font.put(shorts(1, 0, tables.size(), 128, 3, 16 * tables.size() - 128));
        for (Map.Entry<String, byte[]> table : tables.entrySet()) {
            byte[] content = table.getValue();
            font.put(table.getKey().getBytes(StandardCharsets.US_ASCII));
            font.putInt(0).putInt(at).putInt(content.length).put(at, content);
            at += padded(content);
        }
        return font.array();
    }

    private static int padded(byte... table) {
        return (table.length + 3) / 4 * 4;
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length);
        Arrays.stream(values).forEach(value -> bytes.putShort((short) value));
        return bytes.array();
    }
}
