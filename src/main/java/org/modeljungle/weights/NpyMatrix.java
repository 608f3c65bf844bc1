package org.modeljungle.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/**
 * A matrix of single precision in NumPy's {@code .npy} form, read row by row: a file may be far larger than memory. Its header is a
 * Python literal that is matched, never evaluated.
 */
public final class NpyMatrix {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

    private final Path path;
    private final long start;
    private final long rows;
    private final int cols;

    private NpyMatrix(Path path, long start, long rows, int cols) {
        this.path = path;
        this.start = start;
        this.rows = rows;
        this.cols = cols;
    }

    /**
     * Reads a file's header.
     *
     * @throws WeightFileException if it is missing, cut short, or no such matrix
     * @throws UncheckedIOException if it cannot be read
     * @throws CancellationException if the thread was interrupted
     */
    public static NpyMatrix open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new WeightFileException(path + ": expected a file in NumPy's form, found none; check the path");
        }
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer first = read(channel, 0, MAGIC.length + 6);
            boolean known = first.remaining() == MAGIC.length + 6
                    && first.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
            expect(known, path, "a file in NumPy's form, which starts with \\x93NUMPY", "another");
            int major = first.get(MAGIC.length);
            int length =
                    major == 1 ? Short.toUnsignedInt(first.getShort(MAGIC.length + 2)) : first.getInt(MAGIC.length + 2);
            int begin = MAGIC.length + (major == 1 ? 4 : 6);
            expect(length > 0 && length <= LONGEST_HEADER, path, "a header of at most 65536 bytes", "one of " + length);
            String header = StandardCharsets.ISO_8859_1
                    .decode(read(channel, begin, length))
                    .toString();
            return of(path, header, begin + (long) length, channel.size());
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: opening " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private static NpyMatrix of(Path path, String header, long start, long fileBytes) {
        Matcher match = HEADER.matcher(header);
        expect(match.matches(), path, "a header that names descr, fortran_order and shape", "'" + header.strip() + "'");
        expect(match.group(1).equals("<f4"), path, "numbers of type '<f4'", "'" + match.group(1) + "'");
        expect(match.group(2).equals("False"), path, "rows one after the other", "columns (fortran_order)");
        int[] shape = numbers(match.group(3));
        expect(shape.length == 2, path, "a shape of two dimensions", "(" + match.group(3) + ")");
        long rows = shape[0];
        int cols = shape[1];
        long bytes = Math.multiplyExact(Math.multiplyExact(rows, cols), Float.BYTES);
        expect(
                fileBytes - start == bytes,
                path,
                bytes + " bytes of data",
                (fileBytes - start) + "; it was cut short or changed");
        return new NpyMatrix(path, start, rows, cols);
    }

    /** The whole numbers in a text. */
    private static int[] numbers(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group()))
                .toArray();
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /** The number of columns. */
    public int cols() {
        return cols;
    }

    /**
     * Some rows, in the order given // [chosen][cols]
     *
     * @throws UncheckedIOException if they cannot be read
     * @throws CancellationException if the thread was interrupted
     */
    public float[][] read(int... chosen) {
        float[][] all = new float[chosen.length][cols];
        try (FileChannel channel = FileChannel.open(path)) {
            for (int i = 0; i < chosen.length; i++) {
                Check.that(
                        chosen[i] >= 0 && chosen[i] < rows,
                        "%s: expected rows 0 to %d, found %d",
                        path,
                        rows - 1,
                        chosen[i]);
                long at = start + (long) chosen[i] * cols * Float.BYTES;
                read(channel, at, cols * Float.BYTES).asFloatBuffer().get(all[i]);
            }
            return all;
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: reading " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private static void expect(boolean fits, Path path, String expected, String found) {
        if (!fits) {
            throw new WeightFileException(path + ": expected " + expected + ", found " + found);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }
}
