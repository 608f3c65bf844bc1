package org.modeljungle.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/**
 * What a file in NumPy's {@code .npy} form says of the matrix in it. It says so in a Python literal that is matched,
 * never evaluated.
 *
 * @param dtype of its numbers: half, single or double precision
 * @param order of their bytes
 * @param byColumns whether columns lie one after the other, as in Fortran, instead of rows
 * @param start where the numbers begin, in bytes
 */
record NpyHeader(Dtype dtype, ByteOrder order, boolean byColumns, int rows, int cols, long start) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16; // bytes
    private static final int ALIGNED = 64; // bytes
    private static final Pattern FORM = Pattern.compile(
            "\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");
    private static final Pattern MATRIX = Pattern.compile("([0-9]{1,10}), ([0-9]{1,10})");
    private static final Pattern TYPE = Pattern.compile("([<>])(f[248])");
    private static final Map<String, Dtype> TYPES = Map.of("f2", Dtype.F16, "f4", Dtype.F32, "f8", Dtype.F64);

    /**
     * Reads and checks the header of an open file.
     *
     * @throws WeightFileException if it is no matrix of such numbers
     */
    static NpyHeader read(Path path, FileChannel channel) throws IOException {
        ByteBuffer first = bytes(channel, 0, MAGIC.length + 6);
        boolean known = first.remaining() == MAGIC.length + 6
                && first.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
        expect(known, path, "a file in NumPy's form, which starts with \\x93NUMPY", "another");
        int major = first.get(MAGIC.length);
        expect(major >= 1 && major <= 3, path, "NumPy's form in version 1, 2 or 3", "version " + major);
        int length =
                major == 1 ? Short.toUnsignedInt(first.getShort(MAGIC.length + 2)) : first.getInt(MAGIC.length + 2);
        int begin = MAGIC.length + (major == 1 ? 4 : 6);
        expect(length > 0 && length <= LONGEST, path, "a header of at most 65536 bytes", "one of " + length);
        String text = StandardCharsets.ISO_8859_1
                .decode(bytes(channel, begin, length))
                .toString();
        NpyHeader header = parse(path, text, begin + (long) length);
        header.check(path, channel.size());
        return header;
    }

    /** The first bytes of a file, before its numbers: version 1, filled up to a multiple of 64 as NumPy does. */
    static byte[] of(int rows, int cols) {
        String text =
                String.format(Locale.ROOT, "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, cols);
        int begin = MAGIC.length + 4;
        int whole = (begin + text.length() + 1 + ALIGNED - 1) / ALIGNED * ALIGNED;
        ByteBuffer bytes = ByteBuffer.allocate(whole).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (whole - begin));
        bytes.put((text + " ".repeat(whole - begin - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    private static NpyHeader parse(Path path, String header, long start) {
        Matcher form = FORM.matcher(header);
        expect(
                form.matches(),
                path,
                "a header that names descr, fortran_order and shape",
                "'" + Check.excerpt(header.strip()) + "'");
        Matcher type = TYPE.matcher(form.group(1));
        expect(
                type.matches(),
                path,
                "numbers of type f2, f4 or f8 in either order of bytes",
                "'" + Check.excerpt(form.group(1)) + "'; convert them with astype('<f4')");
        Matcher shape = MATRIX.matcher(form.group(3));
        expect(shape.matches(), path, "a shape of two dimensions", "(" + Check.excerpt(form.group(3)) + ")");
        ByteOrder order = type.group(1).equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int rows = length(path, shape.group(1));
        int cols = length(path, shape.group(2));
        boolean byColumns = form.group(2).equals("True");
        return new NpyHeader(TYPES.get(type.group(2)), order, byColumns, rows, cols, start);
    }

    private static int length(Path path, String digits) {
        long length = Long.parseLong(digits); // ten digits at most
        expect(length <= Elements.MAX_ARRAY, path, "at most " + Elements.MAX_ARRAY + " rows or columns", digits);
        return (int) length;
    }

    private void check(Path path, long fileBytes) {
        long run = (long) (byColumns ? rows : cols) * size();
        expect(run <= Elements.MAX_ARRAY, path, "rows or columns of at most 2 GB", run + " bytes in one");
        long bytes = (long) rows * cols * size(); // less than 2^63: a run is less than 2^31
        expect(
                fileBytes - start == bytes,
                path,
                bytes + " bytes of data",
                (fileBytes - start) + "; it was cut short or changed");
    }

    /** The size of a number, in bytes. */
    int size() {
        return dtype.bits() / Byte.SIZE;
    }

    /** Where an element lies, in bytes. */
    long at(int row, int col) {
        return start + (byColumns ? (long) col * rows + row : (long) row * cols + col) * size();
    }

    /** Some bytes of a file; fewer where it ends. */
    static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static void expect(boolean fits, Path path, String expected, String found) {
        if (!fits) {
            throw new WeightFileException(path + ": expected " + expected + ", found " + found);
        }
    }
}
