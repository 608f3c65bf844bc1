package org.modeljungle.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file form of a TorchScript module without parameters: a zip of four stored entries, two of them constant pickles.
 */
final class ScriptArchive {

    private static final String MODULE = "Net";
    /** {@code Net.__new__(Net)} with an empty state. */
    private static final byte[] DATA =
            "\u0080\u0002c__torch__\nNet\nq\u0000)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1);
    /** An empty tuple. */
    private static final byte[] CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

    private ScriptArchive() {}

    static byte[] of(String methods) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", DATA);
            store(zip, "constants.pkl", CONSTANTS);
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "code/__torch__.py", code(methods).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String code(String methods) {
        return "class " + MODULE + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n"
                + methods.replace("(self,", "(self: __torch__." + MODULE + ",").indent(2);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("net/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
