package org.modeljungle.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.zip.Checksum;
import org.modeljungle.Check;

/**
 * A safetensors file, mapped into memory: opening it reads the header alone, and a tensor's bytes are read when they
 * are asked for. The header is checked in full before any byte range is used.
 *
 * <p>The file is not held open, so there is nothing to close; the mapping goes when this object and all buffers from
 * it are collected. A file that is cut, overwritten or replaced meanwhile is noticed when it is read, and refused. Safe
 * for use by several threads.
 *
 * <pre>{@code
 * Safetensors file = Safetensors.open(Path.of("train/model_idx_0001/pytorch_lora_weights.safetensors"));
 * file.names();
 * float[] values = file.floats("blocks.0.attn.q.weight"); // [rows, cols], row-major
 * }</pre>
 */
public final class Safetensors {

    private static final int CHUNK = 1 << 16; // bytes

    private final Path path;
    private final SafetensorsHeader header;
    private final MappedData data;
    private final List<FileState> states; // of the file, or of all shards
    private final Map<String, String> tied; // second names, each with the name in the header

    private Safetensors(Path path, SafetensorsHeader header, MappedData data, List<FileState> states) {
        this.path = path;
        this.header = header;
        this.data = data;
        this.states = states;
        this.tied = TensorNames.tied(header);
    }

    /**
     * Opens a file, or a model in several: by its index, {@code model.safetensors.index.json}, by the folder of the
     * index, or by any of its files.
     *
     * @throws WeightFileException if it is missing, cut short, damaged, or no safetensors file
     * @throws UncheckedIOException if it cannot be read
     * @throws CancellationException if the thread was interrupted
     */
    public static Safetensors open(Path path) {
        return open(path, MappedData.MAX_REGION);
    }

    /**
     * Whether a file belongs to a model in several files that another of them stands for: listed, it would be twice.
     */
    public static boolean isLaterShard(Path file) {
        return Shards.isLater(file);
    }

    static Safetensors open(Path path, int maxRegion) {
        Optional<Path> index = Shards.index(path);
        return index.isPresent() ? openShards(index.get(), maxRegion) : openFile(path, maxRegion);
    }

    private static Safetensors openShards(Path index, int maxRegion) {
        List<Safetensors> parts = Shards.files(index).stream()
                .map(file -> openFile(file, maxRegion))
                .toList();
        Shards.check(index, parts);
        Map<String, TensorInfo> tensors = new TreeMap<>(NaturalOrder.NATURAL);
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, MappedData> data = new HashMap<>();
        for (Safetensors part : parts) {
            tensors.putAll(part.header.tensors());
            part.names().forEach(name -> data.put(name, part.data));
            part.metadata().forEach(metadata::putIfAbsent);
        }
        SafetensorsHeader header = new SafetensorsHeader(0, tensors, metadata);
        List<FileState> states =
                parts.stream().flatMap(part -> part.states.stream()).toList();
        return new Safetensors(index, header, MappedData.joined(data), states);
    }

    private static Safetensors openFile(Path path, int maxRegion) {
        if (!Files.isRegularFile(path)) {
            throw new WeightFileException(path + ": expected a safetensors file, found "
                    + (Files.isDirectory(path) ? "a folder" : "nothing") + " there; check the path");
        }
        try {
            return openFile(path, FileState.of(path), maxRegion); // its state first: a file put in its place is noticed
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: opening " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private static Safetensors openFile(Path path, FileState state, int maxRegion) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            String where = path.toString();
            long fileBytes = channel.size();
            ByteBuffer start = read(channel, 0, (int) Math.min(fileBytes, SafetensorsHeader.START_BYTES));
            int length = SafetensorsHeader.length(where, start, fileBytes);
            ByteBuffer json = read(channel, SafetensorsHeader.LENGTH_BYTES, length);
            SafetensorsHeader header = SafetensorsHeader.parse(where, json, fileBytes);
            MappedData data = MappedData.map(path, channel, header, fileBytes, maxRegion);
            return new Safetensors(path, header, data, List.of(state));
        }
    }

    /**
     * Writes a file: the same tensors and metadata give the same bytes on every machine, the bytes that the reference
     * implementation writes for them (its metadata comes in no fixed order; here it is sorted by key).
     *
     * <p>Tensors are written by descending {@link Dtype}, then by name, both names and keys in the order of their
     * UTF-8 bytes. The file takes its name only when it is complete: see {@link org.modeljungle.AtomicFile}.
     *
     * @param path where to; its folder is made when missing, an existing file is replaced
     * @param weights the tensors, by name
     * @param metadata texts by key; none leaves {@code __metadata__} out
     * @throws IllegalArgumentException if a name or a metadata value cannot be written
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path path, Map<String, Weight> weights, Map<String, String> metadata) {
        SafetensorsWriter.write(path, weights, metadata);
    }

    /** The file; the index of a model in several files. */
    public Path path() {
        return path;
    }

    /** Where everything lies in the file; of a model in several, each tensor in its own. */
    public SafetensorsHeader header() {
        return header;
    }

    /** The names of the tensors, in {@linkplain NaturalOrder natural order}. */
    public List<String> names() {
        return List.copyOf(header.tensors().keySet());
    }

    /**
     * Second names of tensors, each with the first: {@code lm_head.weight} of an embedding that is tied to it. Tensors
     * that share their numbers are stored once, and the metadata say what else they are called.
     */
    public Map<String, String> tied() {
        return tied;
    }

    /**
     * The same file, its tensors' names without what a wrapper put before them: {@code module.}, {@code _orig_mod.}.
     *
     * @param prefixes left out of each name for as long as it begins with one; a name that is only a prefix is kept
     * @throws WeightFileException if two tensors would have one name then
     */
    public Safetensors withoutPrefixes(List<String> prefixes) {
        if (prefixes.isEmpty()) {
            return this;
        }
        Map<String, String> names = TensorNames.withoutPrefixes(path, header, prefixes);
        return new Safetensors(path, TensorNames.renamed(header, names, prefixes), data.renamed(names), states);
    }

    /** Whether there is a tensor of this name; of two names of one tensor, either. */
    public boolean has(String name) {
        return header.tensors().containsKey(name) || tied.containsKey(name);
    }

    /**
     * Type, shape and place of a tensor.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(tied.getOrDefault(name, name));
        if (info == null) {
            throw new IllegalArgumentException("tensor '" + name + "' in " + path + ": expected one of its names, found"
                    + " none like it; closest: "
                    + closest(name)
                    + "; names() lists what this file has");
        }
        return info;
    }

    /** Up to three names that resemble one that was asked for, quoted and joined by commas, for messages. */
    public String closest(String name) {
        return ClosestNames.of(name, header.tensors().keySet());
    }

    /** The same of any names, for messages about files that are not at hand. */
    public static String closest(String name, Collection<String> names) {
        return ClosestNames.of(name, names);
    }

    /** The file's own metadata; empty when it has none. {@link ModelCard} reads them. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * A tensor's numbers, row-major; floats of 16 bits and fewer are widened, F64 is rounded. Numbers of the
     * microscaling formats and of eight bits come as they are stored: scales that another tensor has are not applied.
     *
     * @throws IllegalArgumentException if there is none of this name, it holds no floats, or more than an array can
     */
    public float[] floats(String name) {
        float[] values = new float[arrayLength(info(name))];
        floats(name, values, 0);
        return values;
    }

    /**
     * Writes a tensor's numbers, as {@link #floats(String)} gives them, into a longer array.
     *
     * @param target where to
     * @param at the place in it of the first number
     * @throws IllegalArgumentException as {@link #floats(String)}, and if the numbers do not fit
     */
    public void floats(String name, float[] target, int at) {
        TensorInfo info = info(name);
        checkFloats(info);
        checkRoom(info, info.elements(), target.length, at);
        if (PackedFloats.isPacked(info.dtype())) {
            floats(name, new long[1], arrayLength(info), target, at);
            return;
        }
        unchanged(() -> {
            int[] next = {at};
            data.eachPiece(info, piece -> next[0] += Elements.floats(info.dtype(), piece, target, next[0]));
            return next;
        });
    }

    /**
     * A tensor's numbers in double precision, row-major: those of F64 as they are, others as {@link #floats(String)}
     * gives them.
     *
     * @throws IllegalArgumentException as {@link #floats(String)}
     */
    public double[] doubles(String name) {
        TensorInfo info = info(name);
        double[] values = new double[arrayLength(info)];
        if (info.dtype() != Dtype.F64) {
            float[] floats = floats(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[i];
            }
            return values;
        }
        return unchanged(() -> {
            int next = 0;
            for (ByteBuffer part : data.parts(info)) {
                int count = part.remaining() / Double.BYTES;
                part.asDoubleBuffer().get(values, next, count);
                next += count;
            }
            return values;
        });
    }

    /** Reads, and throws unless the file was all the while as it was when it was opened. */
    private <T> T unchanged(Supplier<T> reading) {
        states.forEach(FileState::check); // a page that is gone is best not touched
        try {
            T read = reading.get();
            states.forEach(FileState::check);
            return read;
        } catch (InternalError | UncheckedIOException e) { // the first is what becomes of a page that is gone
            states.forEach(FileState::check);
            throw states.get(0).changed("some of its bytes could not be read (" + e.getMessage() + ")");
        }
    }

    /**
     * Some of a tensor's numbers, read without the others: a run of {@code length} from each of {@code starts} on.
     *
     * @param starts the first element of each run, counted row-major
     * @return the runs one after the other // [starts, length]
     * @throws IllegalArgumentException as {@link #floats(String)}, and if a run is not inside the tensor
     */
    public float[] floats(String name, long[] starts, int length) {
        long count = (long) starts.length * length;
        Check.that(
                count >= 0 && count <= Elements.MAX_ARRAY,
                "tensor '%s' in %s: expected at most %d elements for one array, found %d runs of %d",
                name,
                path,
                Elements.MAX_ARRAY,
                starts.length,
                length);
        float[] values = new float[(int) count]; // [starts, length]
        floats(name, starts, length, values, 0);
        return values;
    }

    /**
     * Writes some of a tensor's numbers, as {@link #floats(String, long[], int)} gives them, into a longer array.
     *
     * @param target where to
     * @param at the place in it of the first number
     * @throws IllegalArgumentException as {@link #floats(String, long[], int)}, and if the numbers do not fit
     */
    public void floats(String name, long[] starts, int length, float[] target, int at) {
        TensorInfo info = info(name);
        checkFloats(info);
        checkRoom(info, (long) starts.length * length, target.length, at);
        for (long start : starts) {
            Check.that(
                    start >= 0 && length >= 0 && start <= info.elements() - length,
                    "tensor '%s' in %s: expected runs inside its %d elements, found one of %d from element %d on",
                    name,
                    path,
                    info.elements(),
                    length,
                    start);
        }
        unchanged(() -> {
            Elements.runs(info.dtype(), data.parts(info), starts, length, target, at);
            return target;
        });
    }

    /**
     * Adds the bytes of some of a tensor's numbers, as they lie in the file, to a checksum.
     *
     * @param start the first element, counted row-major
     * @param count how many elements
     * @throws IllegalArgumentException if there is no tensor of this name, they are not inside it, or they share bytes
     */
    public void addTo(Checksum sum, String name, long start, long count) {
        TensorInfo info = info(name);
        Check.that(
                !PackedFloats.isPacked(info.dtype()),
                "tensor '%s' in %s: expected numbers of whole bytes, found %s; bytes(name) gives them as they are",
                name,
                path,
                info.dtype());
        Check.that(
                start >= 0 && count >= 0 && start <= info.elements() - count,
                "tensor '%s' in %s: expected numbers inside its %d elements, found %d from element %d on",
                name,
                path,
                info.elements(),
                count,
                start);
        int size = info.dtype().bits() / Byte.SIZE;
        unchanged(() -> {
            byte[] chunk = new byte[CHUNK]; // a sum over mapped memory itself would not survive a file that is cut
            for (ByteBuffer piece : Elements.pieces(data.parts(info), start * size, count * size)) {
                while (piece.hasRemaining()) {
                    int length = Math.min(chunk.length, piece.remaining());
                    piece.get(chunk, 0, length);
                    sum.update(chunk, 0, length);
                }
            }
            return sum;
        });
    }

    /**
     * How large the file was when it was opened, and when it was last written; of a model in several, of all of them.
     */
    public FileStamp stamp() {
        return FileStamp.of(states);
    }

    /**
     * A tensor's whole numbers, row-major; BOOL gives 0 and 1.
     *
     * @throws IllegalArgumentException if there is none of this name, it holds no whole numbers, one of 2^63 or more,
     *     or more than an array can
     */
    public long[] longs(String name) {
        TensorInfo info = info(name);
        checkType(info, info.dtype().isInteger(), "whole numbers", "floats(name) reads floats");
        long[] values = unchanged(() -> wholes(info));
        if (info.dtype() == Dtype.U64) {
            checkRange(info, values, 0, Long.MAX_VALUE);
        }
        return values;
    }

    private long[] wholes(TensorInfo info) {
        long[] values = new long[arrayLength(info)];
        int at = 0;
        for (ByteBuffer part : data.parts(info)) {
            at += Elements.longs(info.dtype(), part, values, at);
        }
        return values;
    }

    /**
     * A tensor's whole numbers, row-major, where each fits into 32 bits.
     *
     * @throws IllegalArgumentException as {@link #longs(String)}, and if a number does not fit
     */
    public int[] ints(String name) {
        long[] wide = longs(name);
        checkRange(info(name), wide, Integer.MIN_VALUE, Integer.MAX_VALUE);
        int[] values = new int[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) wide[i];
        }
        return values;
    }

    /**
     * A tensor's bytes as they lie in the file: a read-only little-endian view of the mapping, without a copy. It
     * starts at position 0 and stays valid for as long as it is held; an in-place change through native code crashes
     * the process.
     *
     * @throws IllegalArgumentException if there is none of this name, or it is larger than 2 GiB
     */
    public ByteBuffer bytes(String name) {
        TensorInfo info = info(name);
        List<ByteBuffer> parts = data.parts(info);
        Check.that(
                parts.size() == 1,
                "tensor '%s' in %s: expected at most 2 GiB for one buffer, found %d bytes; floats(name) reads it",
                name,
                path,
                info.bytes());
        return parts.get(0);
    }

    @Override
    public String toString() {
        return path + ": " + header.tensors().size() + " tensors";
    }

    private void checkFloats(TensorInfo info) {
        boolean complex = info.dtype() == Dtype.C64;
        String advice = complex
                ? "these are complex numbers, each two F32, the real part first: bytes(name).asFloatBuffer() reads them"
                : "longs(name) reads whole numbers";
        checkType(info, info.dtype().isFloat(), "floats", advice);
    }

    private void checkRoom(TensorInfo info, long count, int length, int at) {
        Check.that(
                at >= 0 && count <= length - at,
                "tensor '%s' in %s: expected room for its %d numbers, found an array of %d, from %d on",
                info.name(),
                path,
                count,
                length,
                at);
    }

    private void checkType(TensorInfo info, boolean fits, String expected, String advice) {
        Check.that(
                fits,
                "tensor '%s' in %s: expected %s, found %s; %s, bytes(name) gives any type as it is",
                info.name(),
                path,
                expected,
                info.dtype(),
                advice);
    }

    private int arrayLength(TensorInfo info) {
        Check.that(
                info.elements() <= Elements.MAX_ARRAY,
                "tensor '%s' in %s: expected at most %d elements for one array, found %d",
                info.name(),
                path,
                Elements.MAX_ARRAY,
                info.elements());
        return (int) info.elements();
    }

    private void checkRange(TensorInfo info, long[] values, long least, long most) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= least && values[i] <= most) {
                continue; // no text is made of millions of numbers that fit
            }
            Check.that(
                    false,
                    "tensor '%s' in %s: expected whole numbers from %d to %d, found %s at element %d; %s",
                    info.name(),
                    path,
                    least,
                    most,
                    info.dtype() == Dtype.U64 ? Long.toUnsignedString(values[i]) : Long.toString(values[i]),
                    i,
                    info.dtype() == Dtype.U64 ? "bytes(name) gives it as it is" : "longs(name) reads it");
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.flip();
    }
}
