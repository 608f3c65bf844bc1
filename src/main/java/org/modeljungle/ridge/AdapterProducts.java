package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.NaturalOrder;

/**
 * How alike an adapter is to others: the inner products of all that they change, {@code sum(dW1 * dW2)} over all
 * layers. Ranks and dialects may differ; a layer that an adapter does not change counts as a change of zeros.
 *
 * <pre>{@code
 * AdapterProducts row = AdapterProducts.of(adapter, others);
 * double[] cosines = row.cosines(); // near 1: the same training; near 0: unrelated
 * }</pre>
 *
 * <p>Factors stay factored, {@code <B1 A1, B2 A2> = sum((B1' B2) * (A1 A2'))}, and one layer of two adapters is in
 * memory at a time, so that adapters of gigabytes need a few dozen megabytes. What is summed over a layer's rows and
 * columns is summed in single precision, all else in double: a cosine is right within 1e-6.
 *
 * @param square the adapter's with itself
 * @param squares each other's with itself
 * @param products the adapter's with each other
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record AdapterProducts(double square, double[] squares, double[] products) {

    // dtype 7 is float64; b [rows, r], a [r, cols], d [rows, s], c [s, cols]
    private static final Script SCRIPT = Script.lazy("inner products of adapters", """
            def product(self, b: Tensor, a: Tensor, d: Tensor, c: Tensor) -> Tensor:
              return torch.sum(torch.matmul(torch.t(b), d).to(7) * torch.matmul(a, torch.t(c)).to(7))
            """);

    /**
     * Reads adapters' files.
     *
     * @param adapter one of them
     * @param others those that it is compared with, 1 or more
     * @throws IllegalArgumentException if a file is no adapter's or is damaged, a change cannot be read, an other
     *     shares no layer with the adapter, or has one of another shape
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static AdapterProducts of(Path adapter, List<Path> others) {
        Check.that(!others.isEmpty(), "comparing %s: expected at least one other adapter, found none", adapter);
        Adapter one = open(adapter);
        List<Adapter> opened = others.stream().map(AdapterProducts::open).toList();
        Set<String> layers = new TreeSet<>(NaturalOrder.NATURAL);
        layers.addAll(one.layers());
        for (int i = 0; i < others.size(); i++) {
            checkShared(one, adapter, opened.get(i), others.get(i));
            layers.addAll(opened.get(i).layers());
        }
        double square = 0;
        double[] squares = new double[others.size()];
        double[] products = new double[others.size()];
        try (Progress progress = Progress.of("comparing adapters", layers.size())) {
            for (String layer : layers) {
                try (NDManager scope = Torch.scope()) {
                    Optional<Change> change = Change.of(scope, one, layer);
                    square += change.map(Change::square).orElse(0.0);
                    for (int i = 0; i < squares.length; i++) {
                        progress.check();
                        try (NDManager inner = Torch.scope()) {
                            Optional<Change> other = Change.of(inner, opened.get(i), layer);
                            squares[i] += other.map(Change::square).orElse(0.0);
                            products[i] +=
                                    change.flatMap(a -> other.map(a::product)).orElse(0.0);
                        }
                    }
                }
                progress.step();
            }
        }
        return new AdapterProducts(square, squares, products);
    }

    private static Adapter open(Path file) {
        Adapter adapter = Adapter.open(file);
        Check.that(
                !adapter.layers().isEmpty(),
                "%s: expected an adapter, found no layer that it changes; whole models are compared as layers,"
                        + " Gram.of(LayerBank.read(files, layer))",
                file);
        return adapter;
    }

    private static void checkShared(Adapter one, Path file, Adapter other, Path otherFile) {
        List<String> shared = new ArrayList<>(one.layers());
        shared.retainAll(other.layers());
        Check.that(
                !shared.isEmpty(),
                "%s and %s: expected adapters of one architecture, found no layer that both change; they change %s and"
                        + " %s",
                file,
                otherFile,
                first(one),
                first(other));
        for (String layer : shared) {
            Check.that(
                    matrix(one, layer).equals(matrix(other, layer)),
                    "layer '%s': expected a matrix of %s as in %s, found %s in %s; compare adapters of one architecture",
                    layer,
                    matrix(one, layer),
                    file,
                    matrix(other, layer),
                    otherFile);
        }
    }

    /** A layer's rows and columns: dialects differ in how they write a convolution's shape. */
    private static List<Long> matrix(Adapter adapter, String layer) {
        List<Long> shape = adapter.shape(layer);
        return List.of(shape.get(0), shape.stream().skip(1).reduce(1L, (a, b) -> a * b));
    }

    private static String first(Adapter adapter) {
        return "'" + adapter.layers().get(0) + "', ...";
    }

    /**
     * What an adapter changes of a layer, its factors as tensors where it has some.
     *
     * @param up B // [rows, rank]
     * @param down A // [rank, cols]
     */
    private record Change(LayerChange change, NDArray up, NDArray down) {

        static Optional<Change> of(NDManager scope, Adapter adapter, String layer) {
            if (!adapter.changes(layer)) {
                return Optional.empty();
            }
            LayerChange change = adapter.change(layer);
            if (!(change instanceof LayerChange.LowRank factors)) {
                return Optional.of(new Change(change, null, null));
            }
            if (factors.rank() == 0) {
                return Optional.empty();
            }
            Shape up = new Shape(factors.rows(), factors.rank());
            Shape down = new Shape(factors.rank(), factors.cols());
            return Optional.of(new Change(
                    change, Torch.tensor(scope, factors.up(), up), Torch.tensor(scope, factors.down(), down)));
        }

        double square() {
            return product(this);
        }

        double product(Change other) {
            if (up != null && other.up != null) {
                try (NDArray sum = SCRIPT.call(up.getManager(), "product", up, down, other.up, other.down)) {
                    return sum.getDouble();
                }
            }
            float[] numbers = change.dense();
            float[] others = other.change.dense();
            double sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                sum += (double) numbers[i] * others[i];
            }
            return sum;
        }
    }

    /**
     * The cosines of the adapter with the others: 1 for the same change, whatever its factors.
     *
     * @return [others]
     * @throws IllegalArgumentException if an adapter changes nothing
     */
    public double[] cosines() {
        double[] cosines = new double[products.length];
        for (int i = 0; i < cosines.length; i++) {
            Check.that(
                    square > 0 && squares[i] > 0,
                    "adapters: expected changes with a direction, found %s of zeros",
                    square > 0 ? "adapter " + i + " of the others" : "the one that is compared");
            cosines[i] = products[i] / Math.sqrt(square * squares[i]);
        }
        return cosines;
    }

    @Override
    public String toString() {
        return "products of an adapter with %d others".formatted(products.length);
    }
}
