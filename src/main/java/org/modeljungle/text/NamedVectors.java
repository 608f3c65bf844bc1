package org.modeljungle.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.weights.Safetensors;

/**
 * Vectors that were made elsewhere, each with a name: the text that it stands for. Only these texts can be encoded.
 */
public final class NamedVectors implements TextEncoder {

    private final Map<String, float[]> rows; // by name, in their order
    private final int dimension;

    private NamedVectors(Map<String, float[]> rows, int dimension) {
        this.rows = rows;
        this.dimension = dimension;
    }

    /**
     * Vectors in memory.
     *
     * @param names one for each vector, all different
     * @param vectors of any length above 0 // [names, dimension]
     * @throws IllegalArgumentException if there is none, names and vectors are not equally many, a name occurs twice or
     *     is blank, vectors have different dimensions, or one has no direction
     */
    public static NamedVectors of(List<String> names, float[][] vectors) {
        return of("named vectors", names, vectors);
    }

    static NamedVectors of(String where, List<String> names, float[][] vectors) {
        Check.that(
                !names.isEmpty() && names.size() == vectors.length,
                "%s: expected a name for each of %d vectors, found %d",
                where,
                vectors.length,
                names.size());
        Map<String, float[]> rows = new LinkedHashMap<>();
        int dimension = vectors[0].length;
        for (int i = 0; i < vectors.length; i++) {
            String name = names.get(i);
            Check.that(name != null && !name.isBlank(), "%s: expected a name for vector %d, found a blank", where, i);
            double length = UnitLength.length(vectors[i]);
            Check.that(
                    vectors[i].length == dimension && length > 0 && Double.isFinite(length),
                    "%s: expected %d numbers that have a direction as the vector of '%s', found %d of length %s",
                    where,
                    dimension,
                    name,
                    vectors[i].length,
                    length);
            Check.that(
                    rows.put(name, vectors[i].clone()) == null,
                    "%s: expected each name once, found '%s' twice",
                    where,
                    name);
        }
        return new NamedVectors(Collections.unmodifiableMap(rows), dimension);
    }

    /**
     * From a CSV file in UTF-8: the name in the first column, numbers in the others. Where the first line has no number
     * in its second column it is a line of column names.
     *
     * @throws IllegalArgumentException if the file is missing, a cell holds no number, or as {@link #of}
     */
    public static NamedVectors csv(Path file) {
        return NamedVectorFiles.csv(file);
    }

    /**
     * From a matrix in NumPy's form.
     *
     * @param matrix an {@code .npy} file of half, single or double precision // [names, dimension]
     * @param names one for each row
     * @throws IllegalArgumentException if the file is missing or damaged, or as {@link #of}
     */
    public static NamedVectors npy(Path matrix, List<String> names) {
        return NamedVectorFiles.npy(matrix, names);
    }

    /**
     * From a matrix in NumPy's form and a text file in UTF-8 with a name in each line; as the other form.
     */
    public static NamedVectors npy(Path matrix, Path names) {
        return npy(matrix, NamedVectorFiles.lines(names));
    }

    /**
     * From a safetensors file: either a tensor {@code [dimension]} for each name, or one matrix
     * {@code [names, dimension]} and, as {@code names} in the file's metadata, a JSON list of the names.
     *
     * @throws IllegalArgumentException if the file is missing, damaged or holds something else, or as {@link #of}
     */
    public static NamedVectors safetensors(Path file) {
        return NamedVectorFiles.safetensors(file);
    }

    /** The names, in their order. */
    public List<String> names() {
        return List.copyOf(rows.keySet());
    }

    /** Numbers in a vector. */
    public int dimension() {
        return dimension;
    }

    /**
     * The vectors of names, divided by their lengths // [names, dimension]
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the closest
     */
    @Override
    public float[][] encode(List<String> names) {
        return UnitLength.of(encodeRaw(names), names);
    }

    /** The vectors of names as they were given; as {@link #encode} // [names, dimension] */
    @Override
    public float[][] encodeRaw(List<String> names) {
        return names.stream().map(this::row).toArray(float[][]::new);
    }

    private float[] row(String name) {
        float[] row = rows.get(name);
        if (row == null) {
            throw new IllegalArgumentException(
                    "named vectors: expected one of %d names, found '%s'; closest: %s; names() lists all"
                            .formatted(rows.size(), Check.excerpt(name), Safetensors.closest(name, rows.keySet())));
        }
        return Arrays.copyOf(row, row.length);
    }

    @Override
    public String digest() {
        DataDigest digest = new DataDigest().add("named vectors 1");
        rows.forEach((name, row) -> digest.add(name).add(row));
        return digest.hex();
    }

    @Override
    public String toString() {
        return "%,d named vectors of %d numbers".formatted(rows.size(), dimension);
    }
}
