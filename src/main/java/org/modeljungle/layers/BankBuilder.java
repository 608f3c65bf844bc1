package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.tensor.Workers;

/**
 * Fills the bank of one layer, file by file; the first file says which shape all must have. Factors of a lower rank
 * than others' are filled up with zeros; where one model has no factors, all are kept as whole matrices.
 */
final class BankBuilder {

    private final String layer;
    private final Path first;
    private final LayerShape shape;
    private final int models;
    private final int rows;
    private final int cols;
    private int rank; // of the factors so far
    private float[] values; // [models, rows, cols], or B [models, rows, rank]
    private float[] down; // A [models, rank, cols]; none for whole matrices

    BankBuilder(String layer, LayerFile first, int models, ConvolutionView view) {
        this(layer, first, models, view, first.shape(layer));
    }

    BankBuilder(String layer, LayerFile first, int models, ConvolutionView view, LayerShape shape) {
        this.layer = layer;
        this.first = first.path();
        this.models = models;
        this.shape = shape;
        long[] matrix = view.matrix(shape.shape());
        rows = Math.toIntExact(matrix[0]);
        cols = Math.toIntExact(matrix[1]);
        boolean filters = rows == shape.shape().get(0); // factors are of a matrix whose rows are filters
        if (shape.isLowRank() && filters) {
            rank = Math.max(1, shape.rank());
            values = new float[Blocks.length(models, rows, rank)];
            down = new float[Blocks.length(models, rank, cols)];
        } else {
            values = new float[Blocks.length(models, rows, cols)];
        }
    }

    /**
     * Fills banks of the same models. Whole matrices are read as many at a time as the machine has cores; factors,
     * whose rank may turn out higher, one after the other.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    static void fill(List<BankBuilder> banks, List<LayerSource> sources, Progress progress) {
        IntFunction<Callable<Void>> reading = model -> () -> {
            LayerFile file = sources.get(model).open();
            banks.forEach(bank -> bank.put(model, file));
            progress.step();
            return null;
        };
        List<Callable<Void>> tasks =
                IntStream.range(0, sources.size()).mapToObj(reading).toList();
        boolean whole = banks.stream().allMatch(bank -> bank.down == null);
        try (Workers workers = Workers.readers(whole ? sources.size() : 1)) {
            workers.run(progress, tasks);
        }
    }

    void put(int model, LayerFile file) {
        LayerShape found = shape.vector() ? file.shapeOfAny(layer) : file.shape(layer);
        found.checkFits(shape, layer, file.path(), first);
        if (!file.adapter().changes(layer)) {
            whole(model);
            file.copy(layer, shape.vector(), values, model * rows * cols);
            return;
        }
        LayerChange change = file.change(layer);
        Check.that(
                change.rows() == rows && change.cols() == cols,
                "layer '%s' in %s: expected a change [%d, %d], found [%d, %d]",
                layer,
                file.path(),
                rows,
                cols,
                change.rows(),
                change.cols());
        if (down != null && change instanceof LayerChange.LowRank factors) {
            widen(factors.rank(), model);
            putFactors(model, factors);
        } else {
            whole(model);
            System.arraycopy(change.dense(), 0, values, model * rows * cols, rows * cols);
        }
    }

    private void putFactors(int model, LayerChange.LowRank factors) {
        spread(factors.up(), factors.rank(), values, model * rows * rank, rank);
        System.arraycopy(factors.down(), 0, down, model * rank * cols, factors.down().length);
    }

    /** Copies rows of B to where they are wider. */
    static void spread(float[] up, int narrow, float[] target, int at, int wide) {
        for (int from = 0, to = at; from < up.length; from += narrow, to += wide) {
            System.arraycopy(up, from, target, to, narrow);
        }
    }

    /** Makes room for factors of a higher rank; {@code done} models have theirs. */
    private void widen(int needed, int done) {
        if (needed <= rank) {
            return;
        }
        float[] up = values;
        float[] before = down;
        int narrow = rank;
        rank = needed;
        values = new float[Blocks.length(models, rows, rank)];
        down = new float[Blocks.length(models, rank, cols)];
        spread(Arrays.copyOf(up, done * rows * narrow), narrow, values, 0, rank);
        for (int model = 0; model < done; model++) {
            System.arraycopy(before, model * narrow * cols, down, model * rank * cols, narrow * cols);
        }
    }

    /** From here on all matrices are whole; {@code done} models have factors. */
    private void whole(int done) {
        if (down == null) {
            return;
        }
        float[] up = values;
        float[] before = down;
        values = new float[Blocks.length(models, rows, cols)];
        down = null;
        for (int model = 0; model < done; model++) {
            float[] b = Arrays.copyOfRange(up, model * rows * rank, (model + 1) * rows * rank);
            float[] a = Arrays.copyOfRange(before, model * rank * cols, (model + 1) * rank * cols);
            float[] product = new LayerChange.LowRank(rows, cols, rank, b, a).dense();
            System.arraycopy(product, 0, values, model * rows * cols, rows * cols);
        }
    }

    LayerBank build() {
        Matrices matrices = down == null
                ? new Dense(models, rows, cols, values)
                : new LowRank(models, rows, cols, rank, values, down);
        return new LayerBank(layer, matrices);
    }
}
