package org.modeljungle.jungle.zoo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.data.Images;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.ParameterLayout.Parameter;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which numbers of a row of the Small CNN Zoo are which weights: the lines of {@code layout.csv}. They are in
 * TensorFlow's order, kernels {@code [height, width, in, out]} and matrices {@code [in, out]}.
 *
 * @param file where they were read, for errors
 * @param pieces the lines
 */
record SmallCnnLayout(Path file, List<Piece> pieces) {

    /** The columns that are read, all of them as text. */
    static final List<String> COLUMNS = List.of("varname", "start_idx", "end_idx", "shape");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern SHAPE = Pattern.compile("\\(\\d{1,9}(, ?\\d{1,9})*,?\\)");

    /** One line: the numbers from {@code from} to before {@code to}. */
    record Piece(String name, int from, int to, List<Integer> shape) {

        boolean kernel() {
            return name.endsWith("kernel:0");
        }

        /** The shape as Python writes it. */
        String tuple() {
            String axes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
            return "(" + axes + (shape.size() == 1 ? ",)" : ")");
        }

        /** The declared shape in our order: the last two axes, in and out, come first, and out before in. */
        List<Integer> ours() {
            int axes = shape.size();
            if (!kernel() || axes < 2) {
                return shape;
            }
            List<Integer> ours = new ArrayList<>(List.of(shape.get(axes - 1), shape.get(axes - 2)));
            ours.addAll(shape.subList(0, axes - 2));
            return ours;
        }
    }

    /**
     * Reads the lines.
     *
     * @param table the file's
     * @param cols how many numbers a row has
     * @throws IllegalArgumentException if a column is missing, or a line is none
     */
    static SmallCnnLayout of(Path file, Table table, long cols) {
        for (String column : COLUMNS) {
            Check.that(
                    table.containsColumn(column),
                    "%s: expected a column '%s', found %s",
                    file,
                    column,
                    table.columnNames());
        }
        List<Piece> pieces = IntStream.range(0, table.rowCount())
                .mapToObj(line -> piece(file, table, line))
                .toList();
        for (Piece piece : pieces) {
            Check.that(
                    piece.from <= piece.to && piece.to <= cols,
                    "%s: expected '%s' within the %d numbers of a row, found %d to %d",
                    file,
                    piece.name,
                    cols,
                    piece.from,
                    piece.to);
        }
        checkApart(file, pieces);
        return new SmallCnnLayout(file, pieces);
    }

    private static void checkApart(Path file, List<Piece> pieces) {
        int end = 0;
        for (Piece piece :
                pieces.stream().sorted(Comparator.comparing(Piece::from)).toList()) {
            Check.that(
                    piece.from >= end,
                    "%s: expected '%s' after the numbers of the others, which end at %d, found it at %d",
                    file,
                    piece.name,
                    end,
                    piece.from);
            end = piece.to;
        }
    }

    private static Piece piece(Path file, Table table, int line) {
        String name = table.getString(line, "varname");
        Check.that(
                name.endsWith("kernel:0") || name.endsWith("bias:0"),
                "%s: expected kernels and biases, found '%s'",
                file,
                name);
        String shape = table.getString(line, "shape");
        Check.that(
                SHAPE.matcher(shape).matches(),
                "%s: expected a shape like (3, 3, 1, 16) of '%s', found '%s'",
                file,
                name,
                shape);
        return new Piece(
                name,
                number(file, table, line, "start_idx"),
                number(file, table, line, "end_idx"),
                NUMBER.matcher(shape)
                        .results()
                        .map(found -> Integer.valueOf(found.group()))
                        .toList());
    }

    private static int number(Path file, Table table, int line, String column) {
        String text = table.getString(line, column);
        Check.that(
                NUMBER.matcher(text).matches(),
                "%s: expected a whole number as %s of '%s', found '%s'",
                file,
                column,
                table.getString(line, "varname"),
                text);
        return Integer.parseInt(text);
    }

    /**
     * Which line holds which parameter of a network: kernels its weights and biases its biases, in order.
     *
     * @throws IllegalArgumentException if their number or shapes differ from the network's
     */
    Map<Parameter, Piece> parameters(ParameterLayout network) {
        List<Parameter> all = network.parameters();
        long kernels = pieces.stream().filter(Piece::kernel).count();
        Check.that(
                2 * kernels == all.size() && pieces.size() == all.size(),
                "%s: expected %d kernels and %d biases, found %d and %d",
                file,
                all.size() / 2,
                all.size() / 2,
                kernels,
                pieces.size() - kernels);
        Map<Parameter, Piece> parameters = new LinkedHashMap<>();
        int weights = 0;
        int biases = 0;
        for (Piece piece : pieces) {
            Parameter parameter = all.get(piece.kernel() ? 2 * weights++ : 2 * biases++ + 1);
            check(piece, parameter);
            parameters.put(parameter, piece);
        }
        return parameters;
    }

    private void check(Piece piece, Parameter parameter) {
        Check.that(
                piece.ours().equals(parameter.shape()),
                "%s: expected '%s' to be %s%s, found %s",
                file,
                piece.name,
                parameter.shape(),
                piece.kernel() ? " once its last two axes come first" : "",
                piece.ours());
        Check.that(
                piece.to - piece.from == parameter.size(),
                "%s: expected %d numbers of '%s', found %d to %d",
                file,
                parameter.size(),
                piece.name,
                piece.from,
                piece.to);
    }

    /** The colour channels of the pictures that the first kernel takes: 3 where it says so, else 1. */
    int channels() {
        return pieces.stream()
                .filter(Piece::kernel)
                .findFirst()
                .filter(first -> first.shape.size() == 4 && first.shape.get(2) == Images.RGB)
                .map(first -> Images.RGB)
                .orElse(1);
    }

    /** The lines for a network of our own, its parameters one after the other: convolutions, then a linear layer. */
    static SmallCnnLayout of(Path file, ParameterLayout network) {
        List<Parameter> parameters = network.parameters();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            int layer = i / 2;
            String name = layer == parameters.size() / 2 - 1 ? "dense" : layer == 0 ? "conv2d" : "conv2d_" + layer;
            String kind = i % 2 == 0 ? "kernel" : "bias";
            int from = parameter.offset();
            pieces.add(new Piece(
                    "sequential/" + name + "/" + kind + ":0",
                    from,
                    from + parameter.size(),
                    theirs(parameter.shape())));
        }
        return new SmallCnnLayout(file, pieces);
    }

    /** The lines as a table: {@link #of(Path, Table, long)} reads it. */
    Table table() {
        return Table.create(
                StringColumn.create("varname", pieces.stream().map(Piece::name)),
                IntColumn.create("start_idx", pieces.stream().mapToInt(Piece::from)),
                IntColumn.create("end_idx", pieces.stream().mapToInt(Piece::to)),
                IntColumn.create("size", pieces.stream().mapToInt(piece -> piece.to - piece.from)),
                StringColumn.create("shape", pieces.stream().map(Piece::tuple)));
    }

    /** Our shape in the declared order: the first two axes, out and in, come last, and in before out. */
    private static List<Integer> theirs(List<Integer> ours) {
        if (ours.size() < 2) {
            return ours;
        }
        List<Integer> theirs = new ArrayList<>(ours.subList(2, ours.size()));
        theirs.addAll(List.of(ours.get(1), ours.get(0)));
        return theirs;
    }

    /** A network's parameters, in our order. */
    static float[] row(ParameterLayout network, Map<Parameter, Piece> parameters, float[] read) {
        Map<String, float[]> values = new LinkedHashMap<>();
        parameters.forEach((parameter, piece) -> {
            float[] numbers = Arrays.copyOfRange(read, piece.from, piece.to);
            values.put(parameter.name(), piece.kernel() ? transposed(numbers, parameter.shape(), true) : numbers);
        });
        return network.join(values);
    }

    /** A row of the zoo, of a network's parameters in our order. */
    static float[] published(Map<Parameter, Piece> parameters, float[] row) {
        float[] published = new float[row.length];
        parameters.forEach((parameter, piece) -> {
            float[] numbers = Arrays.copyOfRange(row, parameter.offset(), parameter.offset() + parameter.size());
            float[] theirs = piece.kernel() ? transposed(numbers, parameter.shape(), false) : numbers;
            System.arraycopy(theirs, 0, published, piece.from, theirs.length);
        });
        return published;
    }

    /**
     * Moves {@code [..., in, out]} to {@code shape}, which is {@code [out, in, ...]}, or back.
     *
     * @param toOurs whether to {@code shape}
     */
    private static float[] transposed(float[] values, List<Integer> shape, boolean toOurs) {
        int out = shape.get(0);
        int in = shape.get(1);
        int places = values.length / (in * out);
        float[] moved = new float[values.length];
        for (int place = 0; place < places; place++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    int ours = (o * in + i) * places + place;
                    int theirs = (place * in + i) * out + o;
                    moved[toOurs ? ours : theirs] = values[toOurs ? theirs : ours];
                }
            }
        }
        return moved;
    }
}
