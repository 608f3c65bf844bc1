package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;

/**
 * One layer of many models, {@code [models, rows, cols]}: what an expert reads.
 *
 * <pre>{@code
 * LayerBank bank = LayerBank.read(files, "encoder.layer.7.attention.output.dense");
 * float[] first = bank.matrix(0); // [rows, cols]
 * }</pre>
 *
 * @param layer the layer's name in the files: {@code layer + ".weight"}, or what an {@link Adapter} calls it, or a
 *     tensor's whole name
 * @param matrices the weights, as they are or factored
 */
public record LayerBank(String layer, Matrices matrices) {

    /** The number of models. */
    public int models() {
        return matrices.models();
    }

    /** The number of rows of each matrix. */
    public int rows() {
        return matrices.rows();
    }

    /** The number of columns of each matrix. */
    public int cols() {
        return matrices.cols();
    }

    /**
     * The matrix of one model, {@code [rows, cols]}, row-major; a copy.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public float[] matrix(int model) {
        return matrices.dense(model);
    }

    /**
     * The bank of some models, in the order given; a model may be chosen more than once. Copied, where it is in memory;
     * of a {@link DiskBank} nothing is read yet.
     *
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    public LayerBank select(int... models) {
        return new LayerBank(layer, matrices.select(models));
    }

    /**
     * The models of several banks in one, one bank after the other, copied: the models of several trees, for example.
     *
     * @param layer what the layer is called then; the banks' own names may differ
     * @throws IllegalArgumentException if there is no bank, or they differ in shape or in how they are stored
     */
    public static LayerBank concat(String layer, List<LayerBank> banks) {
        return new LayerBank(
                layer, Matrices.concat(banks.stream().map(LayerBank::matrices).toList()));
    }

    /**
     * What differs from one matrix: a model's weights less those of its ancestor, for example. Of whole matrices of a
     * {@link DiskBank} nothing is read yet, of factors the differences are in memory.
     *
     * @param one the same layer of one model
     * @throws IllegalArgumentException if it has more models, or another shape
     */
    public LayerBank less(LayerBank one) {
        return less(one, 1);
    }

    /**
     * What differs from one matrix, divided by a number; as {@link #less(LayerBank)}.
     *
     * @param scale what the differences are divided by, not 0
     */
    public LayerBank less(LayerBank one, float scale) {
        return new LayerBank(layer, Arithmetic.less(matrices, one.matrices, scale));
    }

    /**
     * The same with all matrices as they are and not as factors, in memory: what {@link #concat} can join with others.
     */
    public LayerBank dense() {
        return matrices instanceof LowRank factors ? new LayerBank(layer, Arithmetic.products(factors)) : this;
    }

    /**
     * The factors of {@code X = B A} themselves, as matrices to read: row k is column k of B and then row k of A. The
     * same change has other factors wherever it is written in another basis, {@code (B R) (R^-1 A)}.
     *
     * @return [models, rank, rows + cols]
     * @throws IllegalArgumentException if the bank holds no factors
     */
    public LayerBank factors() {
        return FactorRows.of(this, "raw");
    }

    /**
     * The same factors in their canonical form, whatever basis they came in: row k is the k-th left and then the k-th
     * right singular vector of X, both times the root of the k-th singular value, largest first, and the left one's
     * entry of the largest size is positive. The matrix is never multiplied out: QR of both factors, then the singular
     * value decomposition of their core. Where singular values are equal, their vectors are not determined.
     *
     * @return [models, rank, rows + cols]; the rank is at most that of a matrix [rows, cols]
     * @throws IllegalArgumentException if the bank holds no factors
     */
    public LayerBank canonicalFactors() {
        return FactorRows.of(this, "canonical");
    }

    /**
     * The bank in chunks, for whoever goes through all models: itself, where it is in memory; of a {@link DiskBank} a
     * few models at a time, at least one, always the same ones.
     */
    public List<LayerBank> chunks() {
        if (matrices.inMemory()) {
            return List.of(this);
        }
        int step = Math.max(1, (int) (Blocks.PART / ((long) rows() * cols())));
        return IntStream.iterate(0, first -> first < models(), first -> first + step)
                .mapToObj(first -> select(
                        IntStream.range(first, Math.min(models(), first + step)).toArray()))
                .toList();
    }

    /** The root mean square of all numbers of all models. */
    public double rootMeanSquare() {
        return Arithmetic.rootMeanSquare(matrices);
    }

    /**
     * The layers that can be read from a file, in natural order: what an {@link Adapter} changes, and weights of two
     * dimensions or more. {@link #omitted} says why the rest is none.
     *
     * @throws IllegalArgumentException as {@link Safetensors#open}, or if an adapter is incomplete
     */
    public static List<String> layers(Path file) {
        return LayerFile.open(file).layers();
    }

    /**
     * The tensors of a file that are no layers, or whose method is not read, each with the reason why; in natural
     * order.
     *
     * @throws IllegalArgumentException as {@link #layers}
     */
    public static Map<String, String> omitted(Path file) {
        return Collections.unmodifiableMap(LayerFile.open(file).omitted());
    }

    /** The same of a model's file, its tensors' names read without the model's prefixes. */
    public static Map<String, String> omitted(Model model) {
        return Collections.unmodifiableMap(LayerFile.of(model.open()).omitted());
    }

    /**
     * Which parts of a packed layer can be read as layers of their own, by its name: of {@code
     * attention.in_proj_weight} and {@code qkv} the {@code [query]}, {@code [key]} and {@code [value]}, of {@code
     * lstm.weight_ih_l0} the {@code [input]}, {@code [forget]}, {@code [cell]} and {@code [output]} gates. {@link
     * #readAll} reads the wholes alone.
     *
     * @throws IllegalArgumentException as {@link #layers}
     */
    public static Map<String, List<String>> parts(Path file) {
        return Collections.unmodifiableMap(LayerFile.open(file).parts());
    }

    /** Reads one layer of each model, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBank read(Models models, String layer) {
        return read(models, layer, ConvolutionView.FILTERS);
    }

    /** Reads one layer of each model; as the longer form. */
    public static LayerBank read(Models models, String layer, ConvolutionView view) {
        return readOne(LayerSource.of(models), layer, view);
    }

    /** Reads one layer of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBank read(List<Path> files, String layer) {
        return read(files, layer, ConvolutionView.FILTERS);
    }

    /**
     * Reads one layer of each file, in the order of the files, by all cores; takes the memory of that layer alone.
     * Where a file has both, the adapter's change is read and not the weight that it changes. Ranks may differ from
     * model to model. Weights of eight bits are read with their scales.
     *
     * @param layer its name, or that of one of its {@link #parts}; of a tensor whose name says no weight that name
     * @param view how weights of more than two dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks the layer, or has it in another shape
     *     than the first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static LayerBank read(List<Path> files, String layer, ConvolutionView view) {
        return readOne(LayerSource.of(files), layer, view);
    }

    private static LayerBank readOne(List<LayerSource> sources, String layer, ConvolutionView view) {
        return readLayers(sources, "reading layer " + layer, List.of(layer), view)
                .get(layer);
    }

    /** Reads every layer of each model, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBanks readAll(Models models) {
        return readAll(models, ConvolutionView.FILTERS);
    }

    /** Reads every layer of each model; as the longer form. */
    public static LayerBanks readAll(Models models, ConvolutionView view) {
        return readShared(LayerSource.of(models), view);
    }

    /** Reads every layer of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBanks readAll(List<Path> files) {
        return readAll(files, ConvolutionView.FILTERS);
    }

    /**
     * Reads every layer that all files have in one shape; takes the memory of all models together. What it prints as
     * says which layers were left out because the models differ in them: a head of another size.
     *
     * @param view how weights of more than two dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, or they share no layer
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static LayerBanks readAll(List<Path> files, ConvolutionView view) {
        return readShared(LayerSource.of(files), view);
    }

    private static LayerBanks readShared(List<LayerSource> sources, ConvolutionView view) {
        checkFiles(sources, "reading all layers");
        return SharedLayers.read(sources, view);
    }

    /** Reads some layers of each model, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static Map<String, LayerBank> readAll(Models models, List<String> layers) {
        return readAll(models, layers, ConvolutionView.FILTERS);
    }

    /** Reads some layers of each model; as the longer form. */
    public static Map<String, LayerBank> readAll(Models models, List<String> layers, ConvolutionView view) {
        return readLayers(LayerSource.of(models), SizedLayers.reading(layers.size()), layers, view);
    }

    /** Reads some layers of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static Map<String, LayerBank> readAll(List<Path> files, List<String> layers) {
        return readAll(files, layers, ConvolutionView.FILTERS);
    }

    /**
     * Reads some layers of each file, in the order given; other tensors of a file, such as a head of another size,
     * are ignored.
     *
     * @param view how weights of more than two dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks a layer, or has it in another shape
     *     than the first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, LayerBank> readAll(List<Path> files, List<String> layers, ConvolutionView view) {
        return readLayers(LayerSource.of(files), SizedLayers.reading(layers.size()), layers, view);
    }

    /** The layers that all models have in one shape; as the longer form. */
    public static List<String> shared(Models models) {
        return LayerShape.shared(LayerSource.of(models));
    }

    /**
     * The layers that all files have in one shape, in natural order.
     *
     * @throws IllegalArgumentException if there is no file, or one is damaged
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<String> shared(List<Path> files) {
        return LayerShape.shared(LayerSource.of(files));
    }

    /**
     * Which models have these layers in the shapes that most have them in, all numbers finite, and what is wrong with
     * the others: each file is read on its own, so that one broken among thousands ends nothing.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Checked check(Models models, List<String> layers) {
        return LayerChecks.of(models, layers);
    }

    /** Reads the layers asked for of each model, and no others; as the longer form. */
    public static Map<String, LayerBank> read(Models models, List<LayerSize> layers) {
        return SizedLayers.read(LayerSource.of(models), layers);
    }

    /**
     * Reads the layers asked for, and no others, so that models whose other tensors differ, such as heads of other
     * sizes, are read together. A convolution becomes a matrix of the shape asked for; a vector, named by its tensor,
     * is a matrix of one row.
     *
     * @param layers what a reader says that it reads
     * @return the layers by name, in the order asked for
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks a layer, or has it in another shape
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, LayerBank> read(List<Path> files, List<LayerSize> layers) {
        return SizedLayers.read(LayerSource.of(files), layers);
    }

    /**
     * Reads every vector of each file, that is biases and the scales of norms, by the tensor's full name in natural
     * order, each as a matrix of one row.
     *
     * @return empty if there is none
     * @throws IllegalArgumentException if there is no file, one is damaged, or has other vectors than the first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, LayerBank> readVectors(List<Path> files) {
        return VectorBanks.read(files);
    }

    /** Adds the name and all numbers to a digest. */
    public void addTo(DataDigest digest) {
        digest.add(layer).add(models(), rows(), cols());
        if (matrices instanceof LowRank factors) {
            factors.ups().addTo(digest.add(factors.rank()));
            factors.downs().addTo(digest);
        } else {
            ((Dense) matrices).blocks().addTo(digest);
        }
    }

    @Override
    public String toString() {
        return "layer '" + layer + "' " + matrices;
    }

    private static Map<String, LayerBank> readLayers(
            List<LayerSource> sources, String title, List<String> layers, ConvolutionView view) {
        checkFiles(sources, title);
        Check.that(!layers.isEmpty(), "%s: expected the names of 1 layer or more, found none", title);
        LayerFile first = sources.get(0).open();
        List<BankBuilder> banks = new ArrayList<>();
        layers.forEach(layer -> banks.add(new BankBuilder(layer, first, sources.size(), view)));
        try (Progress progress = Progress.of(title, sources.size())) {
            BankBuilder.fill(banks, sources, progress);
        }
        Map<String, LayerBank> byName = new LinkedHashMap<>();
        banks.stream().map(BankBuilder::build).forEach(bank -> byName.put(bank.layer(), bank));
        return Collections.unmodifiableMap(byName);
    }

    private static void checkFiles(List<LayerSource> sources, String title) {
        Check.that(
                !sources.isEmpty(),
                "%s: expected at least one weight file, found none; Models.folder(folder) finds those of a folder",
                title);
    }
}
