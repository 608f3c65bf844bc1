package org.modeljungle.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.PiecewiseFile;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorType;

/**
 * Where blocks go that are computed from a bank's and needed for a while: into memory, where the bank is, too, else
 * into files in Java's folder for temporary files ({@code java.io.tmpdir}). Closing it deletes them.
 */
public final class BlockStore implements AutoCloseable {

    private static final String TENSOR = "blocks";

    /** Takes blocks, from the first model to the last. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next models' blocks // [some models, size] */
        void add(float... blocks);
    }

    private final boolean inMemory;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private BlockStore(boolean inMemory, Path folder) {
        this.inMemory = inMemory;
        this.folder = folder;
    }

    /** For what is computed from these matrices. */
    public static BlockStore like(Matrices matrices) {
        return new BlockStore(matrices.inMemory(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** For blocks in files of a folder. */
    static BlockStore in(Path folder) {
        return new BlockStore(false, folder);
    }

    /**
     * Keeps blocks, in single precision.
     *
     * @param size the numbers of each
     * @param writer gives all of them to the sink
     */
    public Blocks keep(int models, int size, Consumer<Sink> writer) {
        return inMemory ? array(models, size, writer) : file(models, size, writer);
    }

    private static Blocks array(int models, int size, Consumer<Sink> writer) {
        float[] all = new float[Blocks.length(models, 1, size)];
        int[] at = {0};
        writer.accept(blocks -> {
            System.arraycopy(blocks, 0, all, at[0], blocks.length);
            at[0] += blocks.length;
        });
        return new ArrayBlocks(models, all);
    }

    private Blocks file(int models, int size, Consumer<Sink> writer) {
        try {
            Path path = Files.createTempFile(folder, "modeljungle-", ".safetensors");
            for (Path own : List.of(path, PiecewiseFile.unfinished(path))) { // the latter where the writer is stopped
                own.toFile().deleteOnExit();
                files.add(own);
            }
            TensorType type = TensorType.of(Dtype.F32, models, size);
            try (PiecewiseFile file = PiecewiseFile.begin(path, Map.of(TENSOR, type), Map.of())) {
                long[] at = {0};
                writer.accept(blocks -> {
                    file.write(TENSOR, at[0], blocks, new CRC32C());
                    at[0] += blocks.length;
                });
                file.commit();
            }
            int[] places = IntStream.range(0, models).toArray();
            return new FileBlocks(Safetensors.open(path), TENSOR, size, places, place -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file in " + folder, e);
        }
    }

    /** Deletes its files. */
    @Override
    public void close() {
        files.forEach(file -> file.toFile().delete()); // where a mapped file cannot go, it goes with the process
    }

    @Override
    public String toString() {
        return inMemory ? "blocks in memory" : "blocks in " + folder;
    }
}
