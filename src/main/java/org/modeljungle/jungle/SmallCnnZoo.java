package org.modeljungle.jungle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.modeljungle.Check;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.weights.NpyMatrix;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * The public Small CNN Zoo (Unterthiner et al., arXiv 2002.11448), as it is downloaded: {@code weights.npy}, a row for each
 * checkpoint, {@code metrics.csv.gz}, what is known of it, and {@code layout.csv}, which numbers of a row are which weights.
 * They are run with padded pictures: see {@link ConvNet}.
 *
 * @param groups the networks with ReLUs, and those with hyperbolic tangents
 * @param numbers what is known of each network, in the order of the groups, by the columns' names
 */
public record SmallCnnZoo(List<NetworkZoo.Group> groups, Map<String, float[]> numbers) {

    /** The step of the last checkpoint of most networks. */
    public static final int LAST_STEP = 86;

    private static final String ACTIVATION = "config.activation";
    private static final String STEP = "step";
    private static final int CLASSES = 10;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** One line of the layout. */
    private record Piece(String name, int from, int to, int[] shape) {}

    /**
     * Reads the checkpoints of a step.
     *
     * @param folder where the three files are
     * @param side of the pictures that the networks were trained on: 32 of CIFAR-10 and SVHN, 28 of MNIST and Fashion-MNIST
     * @param step of the checkpoints; {@link #LAST_STEP}
     * @throws IllegalArgumentException if a file is missing or not as published
     */
    public static SmallCnnZoo read(Path folder, int side, int step) {
        Table metrics = metrics(folder.resolve("metrics.csv.gz"));
        List<Piece> layout = layout(folder.resolve("layout.csv"));
        NpyMatrix weights = NpyMatrix.open(folder.resolve("weights.npy"));
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
                Network network = new Classifier(ConvNet.zoo(side, 1, activation), List.of(CLASSES));
                groups.add(new NetworkZoo.Group(network, rows(network, layout, weights.read(chosen), folder)));
                Arrays.stream(chosen).forEach(order::add);
            }
        }
        Check.that(
                !groups.isEmpty(),
                "small CNN zoo %s: expected checkpoints of step %d, found none; the steps are %s",
                folder,
                step,
                metrics.column(STEP).unique().asList());
        return new SmallCnnZoo(List.copyOf(groups), numbers(metrics, order));
    }

    private static int[] chosen(Table metrics, ConvNet.Activation activation, int step) {
        NumericColumn<?> steps = metrics.numberColumn(STEP);
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < metrics.rowCount(); row++) {
            String word = metrics.getString(row, ACTIVATION).toLowerCase(Locale.ROOT);
            if ((int) steps.getDouble(row) == step && word.equals(activation.word())) {
                chosen.add(row);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** All columns of numbers, of the chosen lines. */
    private static Map<String, float[]> numbers(Table metrics, List<Integer> order) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (NumericColumn<?> column : metrics.numericColumns()) {
            float[] values = new float[order.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) column.getDouble(order.get(i));
            }
            numbers.put(column.name(), values);
        }
        return numbers;
    }

    /** From TensorFlow's order to ours: kernels {@code [height, width, in, out]}, matrices {@code [in, out]}. */
    private static List<float[]> rows(Network network, List<Piece> layout, float[][] read, Path folder) {
        List<String> names = new ArrayList<>();
        network.layout().parameters().forEach(parameter -> names.add(parameter.name()));
        Check.that(
                layout.size() == names.size(),
                "small CNN zoo %s: expected %d weights in the layout, found %d",
                folder,
                names.size(),
                layout.size());
        List<float[]> rows = new ArrayList<>();
        for (float[] row : read) {
            Map<String, float[]> values = new LinkedHashMap<>();
            int kernels = 0;
            int biases = 0;
            for (Piece piece : layout) {
                boolean kernel = piece.name.endsWith("kernel:0");
                Check.that(
                        kernel || piece.name.endsWith("bias:0"),
                        "small CNN zoo %s: expected kernels and biases in the layout, found '%s'",
                        folder,
                        piece.name);
                Check.that(
                        piece.from >= 0 && piece.from <= piece.to && piece.to <= row.length,
                        "small CNN zoo %s: expected '%s' within the %d numbers of a row, found %d to %d",
                        folder,
                        piece.name,
                        row.length,
                        piece.from,
                        piece.to);
                float[] numbers = Arrays.copyOfRange(row, piece.from, piece.to);
                String name = names.get(kernel ? 2 * kernels++ : 2 * biases++ + 1);
                values.put(name, kernel ? transposed(numbers, piece.shape) : numbers);
            }
            rows.add(network.layout().join(values));
        }
        return rows;
    }

    /** Moves {@code [..., in, out]} to {@code [out, in, ...]}. */
    private static float[] transposed(float[] values, int... shape) {
        int out = shape[shape.length - 1];
        int in = shape[shape.length - 2];
        int places = values.length / (in * out);
        float[] moved = new float[values.length];
        for (int place = 0; place < places; place++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    moved[(o * in + i) * places + place] = values[(place * in + i) * out + o];
                }
            }
        }
        return moved;
    }

    private static List<Piece> layout(Path file) {
        Table table = table(file, false);
        List<Piece> pieces = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            int[] shape = NUMBER.matcher(table.getString(row, "shape"))
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group()))
                    .toArray();
            pieces.add(new Piece(
                    table.getString(row, "varname"),
                    (int) table.numberColumn("start_idx").getDouble(row),
                    (int) table.numberColumn("end_idx").getDouble(row),
                    shape));
        }
        return pieces;
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
        try (InputStream in = Files.newInputStream(file)) {
            InputStream text = packed ? new GZIPInputStream(in) : in;
            return Table.read()
                    .csv(CsvReadOptions.builder(text)
                            .columnTypesPartial(Map.of("shape", ColumnType.STRING, ACTIVATION, ColumnType.STRING)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
