package org.modeljungle.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;

/**
 * A matrix in NumPy's {@code .npy} form, written and read row by row: a file may be far larger than memory. What is
 * read has numbers of half, single or double precision, in either order of bytes, row by row (C order) or column by
 * column (Fortran order); each comes out in single precision. From a file that lies column by column, a row takes a
 * read of each column: ask for many rows at once.
 */
public final class NpyMatrix {

    private final Path path;
    private final NpyHeader header;

    private NpyMatrix(Path path, NpyHeader header) {
        this.path = path;
        this.header = header;
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
            return new NpyMatrix(path, NpyHeader.read(path, channel));
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: opening " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /**
     * Writes a file in NumPy's form: single precision, little-endian, row by row. It is written to a temporary file and
     * renamed.
     *
     * @param rows the number of rows, 1 or more
     * @param cols the numbers of a row, 1 or more
     * @param row asked for each row in turn, so that no more than one need be in memory // [cols]
     * @throws IllegalArgumentException if a row has another length
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path path, int rows, int cols, IntFunction<float[]> row) {
        Check.that(rows > 0 && cols > 0, "%s: expected rows and columns to write, found %d and %d", path, rows, cols);
        AtomicFile.write(path, out -> {
            out.write(NpyHeader.of(rows, cols));
            byte[] bytes = new byte[Math.multiplyExact(cols, Float.BYTES)];
            for (int i = 0; i < rows; i++) {
                float[] next = row.apply(i);
                Check.that(
                        next.length == cols,
                        "%s: expected rows of %d numbers, found one of %d",
                        path,
                        cols,
                        next.length);
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(next);
                out.write(bytes);
            }
        });
    }

    /** The number of rows. */
    public long rows() {
        return header.rows();
    }

    /** The number of columns. */
    public int cols() {
        return header.cols();
    }

    /**
     * Some rows, in the order given // [chosen][cols]
     *
     * @throws IllegalArgumentException if there is no such row
     * @throws UncheckedIOException if they cannot be read
     * @throws CancellationException if the thread was interrupted
     */
    public float[][] read(int... chosen) {
        for (int row : chosen) {
            Check.that(row >= 0 && row < rows(), "%s: expected rows 0 to %d, found %d", path, rows() - 1, row);
        }
        float[][] all = new float[chosen.length][cols()];
        try (FileChannel channel = FileChannel.open(path)) {
            if (header.byColumns() && chosen.length > 0) {
                readColumns(channel, chosen, all);
            } else {
                for (int i = 0; i < chosen.length; i++) {
                    floats(channel, header.at(chosen[i], 0), all[i]);
                }
            }
            return all;
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: reading " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /** Of each column the part from the first to the last row asked for. */
    private void readColumns(FileChannel channel, int[] chosen, float[][] all) throws IOException {
        int first = Arrays.stream(chosen).min().orElseThrow();
        int last = Arrays.stream(chosen).max().orElseThrow();
        float[] part = new float[last - first + 1];
        for (int col = 0; col < cols(); col++) {
            floats(channel, header.at(first, col), part);
            for (int i = 0; i < chosen.length; i++) {
                all[i][col] = part[chosen[i] - first];
            }
        }
    }

    private void floats(FileChannel channel, long from, float[] target) throws IOException {
        ByteBuffer bytes = NpyHeader.bytes(channel, from, target.length * header.size());
        Check.that(
                bytes.remaining() == target.length * header.size(), "%s: expected it whole, found it cut short", path);
        Elements.floats(header.dtype(), bytes.order(header.order()), target, 0);
    }

    @Override
    public String toString() {
        return "%s: [%d, %d] of %s".formatted(path, header.rows(), header.cols(), header.dtype());
    }
}
