package org.modeljungle.layers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.PiecewiseFile;

/**
 * Builds the file of a {@link DiskBank}. All files' headers are read first, which says what the bank's own header is;
 * then each model's block is written to its place, and after it the block's checksum, which shows the next run that it
 * is there.
 */
final class DiskBankBuilder {

    private static final float HALF_END = 65520; // the least number that F16 rounds to infinity

    private final Path bank;
    private final List<LayerSource> files;
    private final String layer;
    private final Dtype dtype;
    private final ConvolutionView view;
    private final Progress progress;

    DiskBankBuilder(
            Path bank, List<LayerSource> files, String layer, Dtype dtype, ConvolutionView view, Progress progress) {
        Check.that(!files.isEmpty(), "%s: expected at least one weight file, found none", bank);
        this.bank = bank;
        this.files = files;
        this.layer = layer;
        this.dtype = dtype;
        this.view = view;
        this.progress = progress;
    }

    /** What a file's header says. */
    private record Seen(BankSource source, LayerShape shape) {}

    void build() {
        Optional<DiskBank> old = old();
        try (Workers workers = Workers.readers(files.size())) {
            BankHeader header = header(workers);
            if (old.isPresent() && old.get().header().equals(header)) {
                progress.resumed(files.size());
                return;
            }
            try (PiecewiseFile file = PiecewiseFile.begin(bank, header.types(), header.metadata())) {
                workers.run(progress, tasks(file, header, old));
                file.commit();
            }
        }
    }

    private List<Callable<Void>> tasks(PiecewiseFile file, BankHeader header, Optional<DiskBank> old) {
        Map<BankSource, Integer> places = places(old, header);
        long[] sums = file.longs(BankHeader.CHECKSUMS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            int model = i;
            tasks.add(() -> {
                Integer place = places.get(header.sources().get(model));
                if (isThere(file, header, model, sums[model])) {
                    progress.resumed(1);
                } else if (place != null && old.get().checks().isSound(place)) {
                    write(file, header, model, old.get().block(place));
                    progress.resumed(1);
                } else {
                    write(file, header, model, read(header, model));
                    progress.step();
                }
                return null;
            });
        }
        return tasks;
    }

    /** A bank that is there already. */
    private Optional<DiskBank> old() {
        if (!Files.exists(bank)) {
            return Optional.empty();
        }
        DiskBank old = DiskBank.open(bank);
        BankHeader header = old.header();
        Check.that(
                header.layer().equals(layer) && header.dtype() == dtype && header.view() == view,
                "%s: expected a bank of layer '%s' in %s, convolutions as %s, found one of '%s' in %s as %s; take"
                        + " another name, or delete it",
                bank,
                layer,
                dtype,
                view,
                header.layer(),
                header.dtype(),
                header.view());
        return Optional.of(old);
    }

    private static Map<BankSource, Integer> places(Optional<DiskBank> old, BankHeader header) {
        Map<BankSource, Integer> places = new HashMap<>();
        if (old.isPresent() && old.get().header().isLike(header)) {
            old.get().header().sources().forEach(source -> places.put(source, places.size()));
        }
        return places;
    }

    private BankHeader header(Workers workers) {
        LayerShape first = files.get(0).open().shape(layer);
        List<Callable<Seen>> tasks = new ArrayList<>();
        for (LayerSource source : files) {
            tasks.add(() -> {
                LayerFile file = source.open();
                LayerShape shape = file.shape(layer);
                shape.checkFits(first, layer, source.path(), files.get(0).path());
                return new Seen(BankSource.of(bank, file.file(), source.prefixes()), shape);
            });
        }
        List<Seen> all = workers.run(progress, tasks);
        long[] matrix = view.matrix(first.shape()); // [rows, cols]
        boolean filters = matrix[0] == first.shape().get(0); // factors are of a matrix whose rows are filters
        boolean factored = filters && all.stream().allMatch(seen -> seen.shape.isLowRank());
        int rank = all.stream().mapToInt(seen -> seen.shape.rank()).max().orElse(0);
        return new BankHeader(
                layer,
                view,
                dtype,
                Math.toIntExact(matrix[0]),
                Math.toIntExact(matrix[1]),
                factored ? Math.max(1, rank) : BankHeader.WHOLE,
                all.stream().map(Seen::source).toList());
    }

    private static boolean isThere(PiecewiseFile file, BankHeader header, int model, long kept) {
        if (kept == 0) {
            return false;
        }
        CRC32C sum = new CRC32C();
        header.blocks().forEach((name, size) -> file.addTo(sum, name, (long) model * size, size));
        return BlockChecks.kept(sum) == kept;
    }

    private static void write(PiecewiseFile file, BankHeader header, int model, List<float[]> blocks) {
        CRC32C sum = new CRC32C();
        int next = 0;
        for (Map.Entry<String, Integer> block : header.blocks().entrySet()) {
            file.write(block.getKey(), (long) model * block.getValue(), blocks.get(next++), sum);
        }
        file.write(BankHeader.CHECKSUMS, model, BlockChecks.kept(sum));
    }

    /** One model's numbers, out of its file. */
    private List<float[]> read(BankHeader header, int model) {
        LayerFile file = files.get(model).open();
        BankSource found = BankSource.of(bank, file.file(), files.get(model).prefixes());
        Check.that(
                found.equals(header.sources().get(model)),
                "%s: expected the file as it was when the bank was begun, found that it was written since; build the"
                        + " bank again",
                file.path());
        List<float[]> blocks = file.blocks(layer, header.rank());
        blocks.forEach(numbers -> checkRange(file.path(), numbers));
        return blocks;
    }

    private void checkRange(Path file, float[] numbers) {
        for (float number : dtype == Dtype.F16 ? numbers : new float[0]) {
            boolean fits = Math.abs(number) < HALF_END || !Float.isFinite(number);
            Check.that(
                    fits,
                    "layer '%s' in %s: expected numbers of at most 65504, which F16 can hold, found %s; take BF16 or F32",
                    layer,
                    file,
                    number);
        }
    }
}
