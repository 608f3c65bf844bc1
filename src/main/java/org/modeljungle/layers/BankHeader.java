package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.PlainJson;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;
import org.modeljungle.weights.TensorType;

/**
 * All of a {@link DiskBank}'s file but its numbers.
 *
 * @param layer the layer's name in the models' files
 * @param view how a convolution became a matrix
 * @param dtype of the numbers
 * @param rows of each matrix
 * @param cols of each matrix
 * @param rank of the factors; {@link #WHOLE} where the matrices are stored as they are
 * @param sources the models' files
 */
record BankHeader(
        String layer, ConvolutionView view, Dtype dtype, int rows, int cols, int rank, List<BankSource> sources) {

    static final int WHOLE = 0;
    static final String CHECKSUMS = "checksums"; // [models]
    static final String WEIGHTS = "weights"; // [models, rows, cols]
    static final String UP = "up"; // [models, rows, rank]
    static final String DOWN = "down"; // [models, rank, cols]

    private static final String KIND = "kind";
    private static final String BANK = "layer-bank";
    private static final String FORM = "form";
    private static final String NOW = "2"; // the form
    private static final String LAYER = "layer";
    private static final String VIEW = "view";
    private static final String SOURCES = "sources";
    private static final String DIGEST = "digest"; // of all the rest

    /** The tensors of numbers and what a model has of each, in the order in which they are summed up. */
    Map<String, Integer> blocks() {
        Map<String, Integer> blocks = new LinkedHashMap<>();
        if (rank == WHOLE) {
            blocks.put(WEIGHTS, Blocks.length(1, rows, cols));
        } else {
            blocks.put(UP, Blocks.length(1, rows, rank));
            blocks.put(DOWN, Blocks.length(1, rank, cols));
        }
        return blocks;
    }

    /** All tensors. */
    Map<String, TensorType> types() {
        int models = sources.size();
        Map<String, TensorType> types = new LinkedHashMap<>();
        types.put(CHECKSUMS, TensorType.of(Dtype.I64, models));
        if (rank == WHOLE) {
            types.put(WEIGHTS, TensorType.of(dtype, models, rows, cols));
        } else {
            types.put(UP, TensorType.of(dtype, models, rows, rank));
            types.put(DOWN, TensorType.of(dtype, models, rank, cols));
        }
        return types;
    }

    /** What the file says of itself. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(KIND, BANK);
        metadata.put(FORM, NOW);
        metadata.put(LAYER, layer);
        metadata.put(VIEW, view.name());
        metadata.put(SOURCES, PlainJson.text(sources));
        metadata.put(DIGEST, digest(metadata, types()));
        return metadata;
    }

    /** Whether a block of the other's is what this one's would be, if the source is the same. */
    boolean isLike(BankHeader other) {
        return layer.equals(other.layer)
                && view == other.view
                && dtype == other.dtype
                && rows == other.rows
                && cols == other.cols
                && rank == other.rank;
    }

    /**
     * Reads and checks it.
     *
     * @throws IllegalArgumentException if the file is no bank, or damaged
     */
    static BankHeader of(Safetensors file) {
        Path path = file.path();
        Map<String, String> said = file.metadata();
        Check.that(
                BANK.equals(said.get(KIND)),
                "%s: expected a bank that DiskBank.build made, found %s",
                path,
                said.containsKey(KIND) ? "a file of the kind '" + said.get(KIND) + "'" : "another safetensors file");
        Check.that(
                NOW.equals(said.get(FORM)),
                "%s: expected a bank of form %s, found form %s; take the version that wrote it, or delete it and build it again",
                path,
                NOW,
                said.get(FORM));
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String name : file.names()) {
            TensorInfo info = file.info(name);
            types.put(name, new TensorType(info.dtype(), info.shape()));
        }
        String digest = digest(said, types);
        Check.that(
                digest.equals(said.get(DIGEST)),
                "%s: expected a header of SHA-256 %s, as it says, found %s; it is damaged: delete it and build it again",
                path,
                Check.excerpt(String.valueOf(said.get(DIGEST))),
                digest);
        return read(path, said, types);
    }

    /** Of a header that is as it was written. */
    private static BankHeader read(Path path, Map<String, String> said, Map<String, TensorType> types) {
        List<BankSource> sources =
                PlainJson.list(path + ": expected sources, found", said.get(SOURCES), BankSource.class);
        TensorType weights = types.get(types.containsKey(WEIGHTS) ? WEIGHTS : UP);
        List<Long> shape = weights.shape(); // [models, rows, cols] or [models, rows, rank]
        boolean whole = types.containsKey(WEIGHTS);
        return new BankHeader(
                said.get(LAYER),
                ConvolutionView.valueOf(said.get(VIEW)),
                weights.dtype(),
                Math.toIntExact(shape.get(1)),
                Math.toIntExact(whole ? shape.get(2) : types.get(DOWN).shape().get(2)),
                whole ? WHOLE : Math.toIntExact(shape.get(2)),
                sources);
    }

    private static String digest(Map<String, String> metadata, Map<String, TensorType> types) {
        DataDigest digest = new DataDigest();
        new TreeMap<>(metadata).forEach((key, value) -> {
            if (!key.equals(DIGEST)) {
                digest.add(key).add(value);
            }
        });
        new TreeMap<>(types)
                .forEach((name, type) -> digest.add(name)
                        .add(type.dtype().name())
                        .add(type.shape().toString()));
        return digest.hex();
    }
}
