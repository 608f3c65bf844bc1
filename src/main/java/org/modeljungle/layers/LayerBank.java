package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.adapters.Adapter;
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
 * @param layer the layer's name in the files: {@code layer + ".weight"}, or what an {@link Adapter} calls it
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
     * The bank of some models, in the order given, copied; a model may be chosen more than once.
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
     * What differs from one matrix: a model's weights less those of its ancestor, for example.
     *
     * @param one the same layer of one model
     * @throws IllegalArgumentException if it has more models, or another shape
     */
    public LayerBank less(LayerBank one) {
        return new LayerBank(layer, Arithmetic.less(matrices, one.matrices));
    }

    /** The root mean square of all numbers of all models. */
    public double rootMeanSquare() {
        return Arithmetic.rootMeanSquare(matrices);
    }

    /**
     * The layers that can be read from a file, in natural order: what an {@link Adapter} changes, and weights of two or
     * four dimensions. {@link #omitted} says why the rest is none.
     *
     * @throws IllegalArgumentException as {@link Safetensors#open}, or if an adapter is incomplete
     */
    public static List<String> layers(Path file) {
        return LayerFile.open(file).layers();
    }

    /**
     * The tensors of a file that are no layers, or whose method is not read, each with the reason why; in natural order.
     *
     * @throws IllegalArgumentException as {@link #layers}
     */
    public static Map<String, String> omitted(Path file) {
        return Collections.unmodifiableMap(LayerFile.open(file).omitted());
    }

    /** Reads one layer of each model, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBank read(Models models, String layer) {
        return read(models.files(), layer);
    }

    /** Reads one layer of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static LayerBank read(List<Path> files, String layer) {
        return read(files, layer, ConvolutionView.FILTERS);
    }

    /**
     * Reads one layer of each file, in the order of the files; takes the memory of that layer alone. Where a file has
     * both, the adapter's change is read and not the weight that it changes. Ranks may differ from model to model.
     *
     * @param view how weights of four dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks the layer, or has it in another shape
     *     than the first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static LayerBank read(List<Path> files, String layer, ConvolutionView view) {
        return readLayers(files, "reading layer " + layer, first -> List.of(layer), view)
                .get(layer);
    }

    /** Reads every layer of each model, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static Map<String, LayerBank> readAll(Models models) {
        return readAll(models.files());
    }

    /** Reads every layer of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static Map<String, LayerBank> readAll(List<Path> files) {
        return readAll(files, ConvolutionView.FILTERS);
    }

    /**
     * Reads every layer of each file, by name in natural order; takes the memory of all models together.
     *
     * @param view how weights of four dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, or has other layers or shapes than the
     *     first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, LayerBank> readAll(List<Path> files, ConvolutionView view) {
        return readLayers(files, "reading all layers", LayerFile::layers, view);
    }

    /** Reads some layers of each file, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static Map<String, LayerBank> readAll(List<Path> files, List<String> layers) {
        return readAll(files, layers, ConvolutionView.FILTERS);
    }

    /**
     * Reads some layers of each file, in the order given; other tensors of a file, such as a head of another size,
     * are ignored.
     *
     * @param view how weights of four dimensions become a matrix
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks a layer, or has it in another shape
     *     than the first
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Map<String, LayerBank> readAll(List<Path> files, List<String> layers, ConvolutionView view) {
        return readLayers(files, SizedLayers.reading(layers.size()), first -> layers, view);
    }

    /**
     * The layers that all files have in one shape, in natural order.
     *
     * @throws IllegalArgumentException if there is no file, or one is damaged
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<String> shared(List<Path> files) {
        return LayerShape.shared(files);
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
        return SizedLayers.read(files, layers);
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
            digest.add(factors.rank()).add(factors.up()).add(factors.down());
        } else {
            digest.add(((Dense) matrices).values());
        }
    }

    @Override
    public String toString() {
        return "layer '" + layer + "' " + matrices;
    }

    private static Map<String, LayerBank> readLayers(
            List<Path> files, String title, Function<LayerFile, List<String>> chosen, ConvolutionView view) {
        Check.that(
                !files.isEmpty(),
                "%s: expected at least one weight file, found none; Models.folder(folder) finds those of a folder",
                title);
        LayerFile first = LayerFile.open(files.get(0));
        List<String> layers = chosen.apply(first);
        Check.that(
                !layers.isEmpty(),
                "%s: expected weights of 2 or 4 dimensions or an adapter's changes, found none; what it has: %s",
                first.path(),
                Check.excerpt(first.omitted().toString()));
        List<BankBuilder> banks = new ArrayList<>();
        layers.forEach(layer -> banks.add(new BankBuilder(layer, first, files.size(), view)));
        try (Progress progress = Progress.of(title, files.size())) {
            for (int model = 0; model < files.size(); model++) {
                LayerFile file = LayerFile.open(files.get(model));
                checkSame(layers, chosen.apply(file), file, first);
                for (BankBuilder bank : banks) {
                    bank.put(model, file);
                }
                progress.step();
            }
        }
        Map<String, LayerBank> byName = new LinkedHashMap<>();
        banks.stream().map(BankBuilder::build).forEach(bank -> byName.put(bank.layer(), bank));
        return Collections.unmodifiableMap(byName);
    }

    private static void checkSame(List<String> expected, List<String> found, LayerFile file, LayerFile first) {
        Set<String> others = new LinkedHashSet<>(found);
        others.removeAll(Set.copyOf(expected));
        Check.that(
                others.isEmpty(),
                "%s: expected the %d layers of %s, found others, such as '%s'; read models of one architecture at a"
                        + " time",
                file.path(),
                expected.size(),
                first.path(),
                others.stream().findFirst().orElse(""));
    }
}
