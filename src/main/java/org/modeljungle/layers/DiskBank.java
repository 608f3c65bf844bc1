package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;

/**
 * One layer of a whole set of models in one file, which is mapped and not loaded: sets that are larger than memory are
 * read as fast as the machine reads, and train every expert in closed form.
 *
 * <pre>{@code
 * DiskBank disk = DiskBank.build(Path.of("q.bank"), models, "encoder.layer.7.attention.output.dense", Dtype.BF16);
 * WeightTask task = WeightTask.of(models, models.classTarget(), Map.of(disk.layer(), disk.bank()));
 * Expert.Reader reader = RidgeExpert.layer(disk.layer()).fit(task, new Seeds(0));
 * }</pre>
 *
 * <p>The file is a safetensors file: {@code weights [models, rows, cols]}, or {@code up [models, rows, rank]} and
 * {@code down [models, rank, cols]} where every model has low-rank factors, and {@code checksums [models]}, CRC-32C.
 * Its metadata name the layer and each model's file with its size and time. A block is checked when it is read for the
 * first time.
 *
 * <p>In single precision an expert learns from it what it learns from a {@link LayerBank} in memory: means, residuals,
 * whitening and Gram matrices of whole matrices have the same bits; what is summed over models in another order, a
 * ridge's map, the spread of residuals and everything of low-rank factors, is the same within 1e-5 of its largest
 * number.
 */
public final class DiskBank {

    private final Path path;
    private final BankHeader header;
    private final Matrices matrices;
    private final BlockChecks checks;

    private DiskBank(Path path, BankHeader header, Matrices matrices, BlockChecks checks) {
        this.path = path;
        this.header = header;
        this.matrices = matrices;
        this.checks = checks;
    }

    /** Builds a bank in single precision, convolutions as {@link ConvolutionView#FILTERS}; as the longest form. */
    public static DiskBank build(Path bank, Models models, String layer) {
        return build(bank, models, layer, Dtype.F32);
    }

    /** Builds a bank, convolutions as {@link ConvolutionView#FILTERS}; as the longest form. */
    public static DiskBank build(Path bank, Models models, String layer, Dtype dtype) {
        return built(bank, LayerSource.of(models), layer, dtype);
    }

    /** Builds a bank, convolutions as {@link ConvolutionView#FILTERS}; as the longest form. */
    public static DiskBank build(Path bank, List<Path> files, String layer, Dtype dtype) {
        return built(bank, LayerSource.of(files), layer, dtype);
    }

    private static DiskBank built(Path bank, List<LayerSource> sources, String layer, Dtype dtype) {
        try (Progress progress = Progress.of("building " + bank.getFileName(), sources.size())) {
            return built(bank, sources, layer, dtype, ConvolutionView.FILTERS, progress);
        }
    }

    /** Builds a bank of models; as the longest form. */
    public static DiskBank build(
            Path bank, Models models, String layer, Dtype dtype, ConvolutionView view, Progress progress) {
        return built(bank, LayerSource.of(models), layer, dtype, view, progress);
    }

    /**
     * Builds a bank, or brings one up to date: what is there already, of a bank of fewer or other models, or of the
     * same call that was stopped or killed, is kept where the model's file is as it was; the rest is read, by one
     * thread for each core. The file takes its name when it is complete. The same models give the same bytes, however
     * often it was stopped, extended or rebuilt.
     *
     * @param bank where to
     * @param files of the models, in the order that the bank is to have
     * @param layer as {@link LayerBank#read(List, String)} names it; what an adapter changes stays factored where all
     *     models have factors, of the highest of their ranks
     * @param dtype {@link Dtype#F32}, {@link Dtype#F16} or {@link Dtype#BF16}, to which numbers are rounded
     * @param view how weights of four dimensions become a matrix
     * @param progress counts a step for each model and is where the work can be stopped
     * @throws IllegalArgumentException if there is no file, one is damaged, lacks the layer, has it in another shape
     *     than the first or numbers that the type cannot hold, or is changed meanwhile; if another process builds this
     *     bank, or there is another file in its place
     * @throws java.util.concurrent.CancellationException if stopped; what was read is kept
     */
    public static DiskBank build(
            Path bank, List<Path> files, String layer, Dtype dtype, ConvolutionView view, Progress progress) {
        return built(bank, LayerSource.of(files), layer, dtype, view, progress);
    }

    private static DiskBank built(
            Path bank, List<LayerSource> sources, String layer, Dtype dtype, ConvolutionView view, Progress progress) {
        Check.that(
                dtype == Dtype.F32 || dtype == Dtype.F16 || dtype == Dtype.BF16,
                "%s: expected numbers as F32, F16 or BF16, found %s",
                bank,
                dtype);
        new DiskBankBuilder(bank, sources, layer, dtype, view, progress).build();
        return open(bank);
    }

    /**
     * Opens a bank.
     *
     * @throws IllegalArgumentException if it is damaged, or another file
     */
    public static DiskBank open(Path bank) {
        Safetensors file = Safetensors.open(bank);
        BankHeader header = BankHeader.of(file);
        BlockChecks checks = new BlockChecks(file, header);
        int models = header.sources().size();
        return new DiskBank(
                bank, header, matrices(file, header, IntStream.range(0, models).toArray(), checks), checks);
    }

    private static Matrices matrices(Safetensors file, BankHeader header, int[] places, FileBlocks.Checks checks) {
        int rows = header.rows();
        int cols = header.cols();
        int rank = header.rank();
        if (rank == BankHeader.WHOLE) {
            Blocks weights = new FileBlocks(file, BankHeader.WEIGHTS, rows * cols, places, checks);
            return new Dense(places.length, rows, cols, weights);
        }
        Blocks ups = new FileBlocks(file, BankHeader.UP, rows * rank, places, checks);
        Blocks downs = new FileBlocks(file, BankHeader.DOWN, rank * cols, places, checks);
        return new LowRank(places.length, rows, cols, rank, ups, downs);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The layer's name in the models' files. */
    public String layer() {
        return header.layer();
    }

    /** The type of its numbers. */
    public Dtype dtype() {
        return header.dtype();
    }

    /** The number of models. */
    public int models() {
        return matrices.models();
    }

    /** The models' files, in its order; nothing is asked of them. */
    public List<Path> files() {
        return header.sources().stream().map(source -> source.path(path)).toList();
    }

    /** All models. Nothing is read before it is asked for, and nothing stays in memory. */
    public LayerBank bank() {
        return new LayerBank(header.layer(), matrices);
    }

    /**
     * Some consecutive models; as {@link #bank()}.
     *
     * @param from the first
     * @param to the one after the last
     * @throws IllegalArgumentException if there are no such models, or none is chosen
     */
    public LayerBank bank(int from, int to) {
        return bank().select(IntStream.range(from, to).toArray());
    }

    /**
     * One model's block as it is stored: the matrix // [rows, cols], or its factors B // [rows, rank] and A // [rank,
     * cols]
     *
     * @throws IllegalArgumentException if there is no such model, or it is damaged
     */
    public List<float[]> block(int model) {
        return matrices instanceof LowRank factors
                ? List.of(factors.ups().one(model), factors.downs().one(model))
                : List.of(matrices.dense(model));
    }

    /** The files of models that are gone, or were written since the bank was built: {@link #build} reads them again. */
    public List<Path> changed() {
        return header.sources().stream()
                .filter(source -> !source.isCurrent(path))
                .map(source -> source.path(path))
                .toList();
    }

    /**
     * Reads all and compares it with the checksums.
     *
     * @throws IllegalArgumentException if a block is damaged
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public void check() {
        try (Progress progress = Progress.of("checking " + path.getFileName(), models())) {
            for (int model = 0; model < models(); model++) {
                checks.check(model);
                progress.step();
            }
        }
    }

    BankHeader header() {
        return header;
    }

    BlockChecks checks() {
        return checks;
    }

    @Override
    public String toString() {
        return path + ": " + bank() + " in " + header.dtype();
    }
}
