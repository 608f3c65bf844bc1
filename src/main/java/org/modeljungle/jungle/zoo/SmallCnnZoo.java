package org.modeljungle.jungle.zoo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.weights.NpyMatrix;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * The public Small CNN Zoo (Unterthiner et al., arXiv 2002.11448), as it is downloaded: {@code weights.npy}, a row for
 * each checkpoint, {@code metrics.csv.gz}, what is known of it, and {@code layout.csv}, which numbers of a row are
 * which weights. They are run with padded pictures: see {@link ConvNet}.
 *
 * @param groups the networks with ReLUs, and those with hyperbolic tangents
 * @param numbers what is known of each network, in the order of the groups, by the columns' names: NaN where a column
 *     has a gap, and infinities as they are; a target of numbers says of which networks it cannot be made
 * @param rows which row of {@code weights.npy} each network is, in the same order
 * @param checkpoints the number of rows of {@code weights.npy}
 */
public record SmallCnnZoo(
        List<NetworkZoo.Group> groups, Map<String, float[]> numbers, List<Integer> rows, int checkpoints) {

    /** The step of the last checkpoint of most networks. */
    public static final int LAST_STEP = 86;

    static final String WEIGHTS = "weights.npy";
    static final String METRICS = "metrics.csv.gz";
    static final String LAYOUT = "layout.csv";
    static final String SPLIT = "split.csv";
    static final String ACTIVATION = "config.activation";
    static final String STEP = "step";

    static final int CLASSES = 10;

    /** What is read as it is written. */
    private static final Map<String, ColumnType> WORDS = Stream.concat(
                    Stream.of(ACTIVATION), SmallCnnLayout.COLUMNS.stream())
            .collect(Collectors.toMap(name -> name, name -> ColumnType.STRING));

    /** Checks that there is as much of everything as there are networks. */
    public SmallCnnZoo {
        groups = List.copyOf(groups);
        rows = List.copyOf(rows);
        int networks = groups.stream().mapToInt(group -> group.rows().size()).sum();
        Check.that(
                rows.size() == networks && numbers.values().stream().allMatch(own -> own.length == networks),
                "small CNN zoo: expected a row and a number of each name for each of %d networks, found %d rows",
                networks,
                rows.size());
    }

    /**
     * Reads the checkpoints of a step. The first kernel of {@code layout.csv} says whether the pictures are grey, as in
     * the public zoo, or coloured.
     *
     * @param folder where the three files are
     * @param side of the pictures that the networks were trained on: 32 of CIFAR-10 and SVHN, 28 of MNIST and
     *     Fashion-MNIST
     * @param step of the checkpoints; {@link #LAST_STEP}
     * @throws IllegalArgumentException if a file is missing or not as published
     */
    public static SmallCnnZoo read(Path folder, int side, int step) {
        Table metrics = metrics(folder.resolve(METRICS));
        NpyMatrix weights = NpyMatrix.open(folder.resolve(WEIGHTS));
        Path lines = folder.resolve(LAYOUT);
        SmallCnnLayout layout = SmallCnnLayout.of(lines, table(lines, false), weights.cols());
        Check.that(
                weights.rows() == metrics.rowCount(),
                "small CNN zoo %s: expected a line of metrics for each of %d rows of weights, found %d",
                folder,
                weights.rows(),
                metrics.rowCount());
        List<NetworkZoo.Group> groups = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (ConvNet.Activation activation : ConvNet.Activation.values()) {
            int[] chosen = chosen(metrics, activation, step);
            if (chosen.length > 0) {
                Network network = new Classifier(ConvNet.zoo(side, layout.channels(), activation), List.of(CLASSES));
                groups.add(new NetworkZoo.Group(network, rows(network.layout(), layout, weights.read(chosen))));
                Arrays.stream(chosen).forEach(order::add);
            }
        }
        Check.that(
                !groups.isEmpty(),
                "small CNN zoo %s: expected checkpoints of step %d, found none; the steps are %s",
                folder,
                step,
                metrics.column(STEP).unique().asList());
        return new SmallCnnZoo(groups, numbers(metrics, order), order, metrics.rowCount());
    }

    /**
     * Writes a grown zoo of small convolutional networks in the form of the public one: its three files, and {@code
     * split.csv}, an order for {@link #split}. A zoo of {@link CnnRecipe.Architecture#GREY} networks is read by
     * ProbeGen's public code as it is, with the order as its {@code nfn_cifar10_split.csv}. The step of all networks is
     * {@link #LAST_STEP}; {@code train_accuracy}, which the public code asks for and does not use, is left empty.
     *
     * <p>A zoo that is there already is replaced; while it is, its {@code metrics.csv.gz} is missing.
     *
     * @param seeds what the order is drawn from
     * @param folder where to
     * @return the path of {@code split.csv}, which is written last
     * @throws IllegalArgumentException if the zoo has other networks, or no test accuracies
     * @throws CancellationException if stopped
     */
    public static Path write(NetworkZoo zoo, Seeds seeds, Path folder) {
        return SmallCnnWriter.write(zoo, seeds, folder);
    }

    /**
     * The split that the field reports on (Zhou et al., arXiv 2302.14040), the same as in ProbeGen's public code: half
     * of the networks are the test, a tenth is to choose by.
     *
     * @param order a file with all rows of {@code weights.npy} in an order, a number on each line: for CIFAR-10 the
     *     {@code nfn_cifar10_split.csv} of the public code, for a zoo that {@link #write} wrote its {@code split.csv}
     * @return the numbers of the networks of {@code train}, {@code val} and {@code test}
     * @throws IllegalArgumentException if a line is no number, or the rows are not all rows, each once
     */
    public Map<String, int[]> split(Path order) {
        return SmallCnnSplit.of(order, rows, checkpoints);
    }

    /**
     * One of the {@link #numbers} as the target of a task.
     *
     * @throws IllegalArgumentException if there is none of this name, or one has a gap or an infinity
     */
    public NumberTarget numberTarget(String name) {
        Check.that(numbers.containsKey(name), "small CNN zoo: expected one of %s, found '%s'", numbers.keySet(), name);
        return NumberTarget.of(name, numbers.get(name));
    }

    private static int[] chosen(Table metrics, ConvNet.Activation activation, int step) {
        NumericColumn<?> steps = metrics.numberColumn(STEP);
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < metrics.rowCount(); row++) {
            String word = metrics.getString(row, ACTIVATION).toLowerCase(Locale.ROOT);
            if (steps.getDouble(row) == step && word.equals(activation.word())) {
                chosen.add(row);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** All columns of numbers, of the chosen lines; one with an infinity or a gap among them, too. */
    private static Map<String, float[]> numbers(Table metrics, List<Integer> order) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (Column<?> column : metrics.columns()) {
            if (!WORDS.containsKey(column.name())) {
                NumberColumnReader.of(column).ifPresent(read -> numbers.put(column.name(), read.rows(order)));
            }
        }
        return numbers;
    }

    private static List<float[]> rows(ParameterLayout network, SmallCnnLayout layout, float[][] read) {
        Map<ParameterLayout.Parameter, SmallCnnLayout.Piece> parameters = layout.parameters(network);
        return Arrays.stream(read)
                .map(row -> SmallCnnLayout.row(network, parameters, row))
                .toList();
    }

    private static Table metrics(Path file) {
        Table metrics = table(file, true);
        for (String name : List.of(STEP, ACTIVATION)) {
            Check.that(
                    metrics.containsColumn(name),
                    "%s: expected a column '%s', found %s",
                    file,
                    name,
                    metrics.columnNames());
        }
        return metrics;
    }

    private static Table table(Path file, boolean packed) {
        Check.that(Files.isRegularFile(file), "%s: expected a file, found none; download all three of the zoo", file);
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            InputStream text = packed ? new GZIPInputStream(in) : in;
            return Table.read().csv(CsvReadOptions.builder(text).columnTypesPartial(WORDS));
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: reading " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        } catch (RuntimeException e) { // tablesaw's have no common kind
            throw new IllegalArgumentException(
                    file + ": expected a table of comma-separated values, found " + e.getMessage(), e);
        }
    }
}
