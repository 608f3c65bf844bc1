package org.modeljungle.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;
import org.modeljungle.weights.NpyMatrix;
import org.modeljungle.weights.Safetensors;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads named vectors from files. */
final class NamedVectorFiles {

    private static final String NAMES = "names"; // a key of a safetensors file's metadata
    private static final JsonMapper JSON = new JsonMapper();

    private NamedVectorFiles() {}

    static NamedVectors csv(Path file) {
        Table table = table(file);
        Check.that(
                table.columnCount() > 1 && !table.isEmpty(),
                "%s: expected a name and numbers in each line, separated by commas, found %d columns",
                file,
                table.columnCount());
        List<String> names = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        int first = isNumber(table.getString(0, 1)) ? 0 : 1;
        for (int row = first; row < table.rowCount(); row++) {
            names.add(table.getString(row, 0));
            rows.add(numbers(file, table, row));
        }
        return NamedVectors.of(file.toString(), names, rows.toArray(float[][]::new));
    }

    private static Table table(Path file) {
        CsvReadOptions options = CsvReadOptions.builder(new StringReader(text(file)))
                .header(false)
                .columnTypes(column -> ColumnType.STRING)
                .missingValueIndicator()
                .build();
        try {
            return Table.read().usingOptions(options);
        } catch (RuntimeException e) { // Tablesaw's own
            throw new IllegalArgumentException(
                    file + ": expected a CSV file with as many cells in each line, found: " + e.getMessage(), e);
        }
    }

    private static float[] numbers(Path file, Table table, int row) {
        float[] numbers = new float[table.columnCount() - 1];
        for (int col = 0; col < numbers.length; col++) {
            String cell = table.getString(row, col + 1);
            Check.that(
                    isNumber(cell),
                    "%s, row %d ('%s'), column %d: expected a number, found '%s'",
                    file,
                    row + 1,
                    table.getString(row, 0),
                    col + 2,
                    Check.excerpt(cell));
            numbers[col] = Float.parseFloat(cell);
        }
        return numbers;
    }

    private static boolean isNumber(String cell) {
        try {
            return Float.isFinite(Float.parseFloat(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static NamedVectors npy(Path matrix, List<String> names) {
        NpyMatrix open = NpyMatrix.open(matrix);
        Check.that(
                open.rows() == names.size(),
                "%s: expected a row for each of %d names, found %d",
                matrix,
                names.size(),
                open.rows());
        float[][] rows = open.read(IntStream.range(0, names.size()).toArray());
        return NamedVectors.of(matrix.toString(), names, rows);
    }

    static List<String> lines(Path names) {
        return text(names).lines().toList();
    }

    static NamedVectors safetensors(Path path) {
        Safetensors file = Safetensors.open(path);
        return file.metadata().containsKey(NAMES) ? matrix(path, file) : single(path, file);
    }

    private static NamedVectors matrix(Path path, Safetensors file) {
        List<String> names = file.names();
        Check.that(
                names.size() == 1 && file.info(names.get(0)).shape().size() == 2,
                "%s: expected one matrix [names, dimension] beside the names in its metadata, found the tensors %s",
                path,
                names);
        int dimension = Math.toIntExact(file.info(names.get(0)).shape().get(1));
        float[] all = file.floats(names.get(0));
        float[][] rows = new float[dimension == 0 ? 0 : all.length / dimension][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * dimension, (i + 1) * dimension));
        return NamedVectors.of(path.toString(), namesOf(path, file.metadata().get(NAMES)), rows);
    }

    private static List<String> namesOf(Path path, String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    path + ": expected a JSON list of texts as names in its metadata, found " + JsonProblem.of(e), e);
        }
    }

    private static NamedVectors single(Path path, Safetensors file) {
        for (String name : file.names()) {
            Check.that(
                    file.info(name).shape().size() == 1,
                    "%s: expected a vector as tensor '%s', found %s; a matrix needs the names of its rows as a JSON"
                            + " list in the metadata, under 'names'",
                    path,
                    name,
                    file.info(name).shape());
        }
        float[][] rows = file.names().stream().map(file::floats).toArray(float[][]::new);
        return NamedVectors.of(path.toString(), file.names(), rows);
    }

    private static String text(Path file) {
        Check.that(Files.isRegularFile(file), "%s: expected a file, found none; check the path", file);
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // the mark that some programs put first
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected text in UTF-8, found other bytes", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
