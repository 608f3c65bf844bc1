package org.modeljungle.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.zip.Checksum;
import org.modeljungle.Check;
import org.modeljungle.ExclusiveFile;

/**
 * A safetensors file that is written in pieces, in any order and by several threads. It takes its name only when it is
 * complete; until then it is the hidden file {@code .NAME.part} in the same folder. A process that was killed leaves
 * that behind, and the next one goes on with it if the header is to be the same; which pieces are there already, its
 * owner has to know. Two processes never write to the same one.
 *
 * <p>Each method throws an {@link IllegalArgumentException} for a tensor that the file has not, or numbers that are not
 * inside it, an {@link UncheckedIOException} if the file cannot be read or written, and a {@link CancellationException}
 * if the thread was interrupted.
 */
public final class PiecewiseFile implements AutoCloseable {

    private static final int CHUNK = 1 << 16; // numbers that are written at a time

    private final Path target;
    private final Path working;
    private final ExclusiveFile file;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors;
    private final int dataStart;
    private final boolean resumed;

    private PiecewiseFile(Path target, Path working, ExclusiveFile file, SafetensorsLayout layout, boolean resumed) {
        this.target = target;
        this.working = working;
        this.file = file;
        this.channel = file.channel();
        this.resumed = resumed;
        dataStart = layout.header().remaining();
        tensors = new LinkedHashMap<>();
        layout.tensors().forEach(info -> tensors.put(info.name(), info));
    }

    /**
     * Begins a file, or goes on with one that was begun with the same header.
     *
     * @param target what it is called once it is complete; its folder is made when missing
     * @param types the tensors, by name; all zeros until they are written
     * @param metadata texts by key
     * @throws IllegalArgumentException if another process writes it, or a name or metadata cannot be written
     * @throws UncheckedIOException if it cannot be written
     */
    public static PiecewiseFile begin(Path target, Map<String, TensorType> types, Map<String, String> metadata) {
        SafetensorsLayout layout = SafetensorsLayout.of(target, types, metadata);
        long bytes = layout.header().remaining()
                + types.values().stream().mapToLong(TensorType::bytes).sum();
        PiecewiseFile file;
        do { // another process may have completed the file between the opening of it and the lock
            file = begin(target, layout, bytes);
        } while (file == null);
        return file;
    }

    /** What a file is called until it is complete. */
    public static Path unfinished(Path target) {
        Path whole = target.toAbsolutePath();
        return whole.resolveSibling("." + whole.getFileName() + ".part");
    }

    /** Null if the file that was locked is complete by now, and has its name. */
    private static PiecewiseFile begin(Path target, SafetensorsLayout layout, long bytes) {
        Path whole = target.toAbsolutePath();
        Path working = unfinished(target);
        ExclusiveFile file = open(target, working);
        try {
            if (Files.notExists(working)) {
                close(file);
                return null;
            }
            boolean resumed = begun(file.channel(), layout.header(), bytes);
            if (!resumed) {
                start(file.channel(), layout.header(), bytes);
            }
            return new PiecewiseFile(whole, working, file, layout, resumed);
        } catch (IOException e) {
            close(file);
            throw failed(target, e);
        } catch (RuntimeException e) {
            close(file);
            throw e;
        }
    }

    private static ExclusiveFile open(Path target, Path working) {
        try {
            Files.createDirectories(working.getParent());
            Optional<ExclusiveFile> file = ExclusiveFile.tryOpen(working);
            Check.that(
                    file.isPresent(),
                    "%s: expected a file that nobody else writes, found one that is being written; wait for it",
                    target);
            return file.get();
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Whether an earlier process began it: some pieces may be there already. */
    public boolean resumed() {
        return resumed;
    }

    /**
     * Writes some of a tensor's numbers, rounded to its type.
     *
     * @param start the first element, counted row-major
     * @param sum gets the bytes as they are written
     */
    public void write(String name, long start, float[] values, Checksum sum) {
        TensorInfo info = info(name);
        int size = Elements.narrowBytes(info.dtype());
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.min(CHUNK, values.length) * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            bytes.clear().limit(Math.min(CHUNK, values.length - from) * size);
            Elements.narrow(info.dtype(), values, from, bytes);
            sum.update(bytes.duplicate());
            write(info, (start + from) * size, bytes);
        }
    }

    /** Writes one whole number of a tensor of I64. */
    public void write(String name, long at, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .flip();
        write(info(name), at * Long.BYTES, bytes);
    }

    /** All numbers of a tensor of I64, as they are now. */
    public long[] longs(String name) {
        TensorInfo info = info(name);
        long[] values = new long[Math.toIntExact(info.elements())];
        int at = 0;
        while (at < values.length) {
            int count = Math.min(CHUNK, values.length - at);
            read(info, (long) at * Long.BYTES, count * Long.BYTES)
                    .asLongBuffer()
                    .get(values, at, count);
            at += count;
        }
        return values;
    }

    /**
     * Adds the bytes of some of a tensor's numbers, as they are now, to a checksum.
     *
     * @param start the first element, counted row-major
     * @param count how many elements
     */
    public void addTo(Checksum sum, String name, long start, long count) {
        TensorInfo info = info(name);
        int size = info.dtype().bits() / Byte.SIZE;
        for (long from = start; from < start + count; from += CHUNK) {
            int part = (int) Math.min(CHUNK, start + count - from);
            sum.update(read(info, from * size, part * size));
        }
    }

    /** Forces all to the disk and gives it its name; an existing file is replaced in one step. */
    public void commit() {
        try {
            channel.force(true);
            Files.move(working, target, StandardCopyOption.ATOMIC_MOVE); // still locked
            close();
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Lets go of it; what was not committed is kept for the next time. */
    @Override
    public void close() {
        close(file);
    }

    private static void close(ExclusiveFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean begun(FileChannel channel, ByteBuffer header, long bytes) throws IOException {
        if (channel.size() != bytes) {
            return false;
        }
        ByteBuffer found = ByteBuffer.allocate(header.remaining());
        while (found.hasRemaining() && channel.read(found, found.position()) >= 0) {}
        return found.flip().equals(header);
    }

    private static void start(FileChannel channel, ByteBuffer header, long bytes) throws IOException {
        channel.truncate(0);
        put(channel, ByteBuffer.allocate(1), bytes - 1); // the rest is zeros
        put(channel, header, 0);
    }

    private static void put(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long from = at - bytes.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes, from + bytes.position());
        }
    }

    private TensorInfo info(String name) {
        TensorInfo info = tensors.get(name);
        Check.that(
                info != null,
                "%s: expected a tensor of the file, one of %s, found '%s'",
                target,
                tensors.keySet(),
                name);
        return info;
    }

    private void write(TensorInfo info, long from, ByteBuffer bytes) {
        Check.that(
                from >= 0 && from + bytes.remaining() <= info.bytes(),
                "%s: expected bytes inside the %d of '%s', found %d from byte %d on",
                target,
                info.bytes(),
                info.name(),
                bytes.remaining(),
                from);
        try {
            put(channel, bytes, dataStart + info.begin() + from);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private ByteBuffer read(TensorInfo info, long from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long at = dataStart + info.begin() + from;
            while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        } catch (IOException e) {
            throw failed(target, e);
        }
        return bytes.flip();
    }

    private static RuntimeException failed(Path target, IOException e) {
        return e instanceof ClosedChannelException // by an interrupt of the thread that reads or writes
                ? new CancellationException("stopped: writing " + target)
                : new UncheckedIOException(target + ": cannot be written", e);
    }

    @Override
    public String toString() {
        return "%s, written in pieces: %d tensors".formatted(target, tensors.size());
    }
}
