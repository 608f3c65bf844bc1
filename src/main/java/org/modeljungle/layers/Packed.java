package org.modeljungle.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.weights.Safetensors;

/**
 * Matrices that a network keeps in one tensor, one behind the other, and reads as several: query, key and value of an
 * attention, the gates of a recurrent layer as PyTorch orders them. A part is called {@code lstm.weight_ih_l0[forget]}.
 */
final class Packed {

    private static final List<String> ATTENTION = List.of("query", "key", "value");
    private static final List<String> LSTM = List.of("input", "forget", "cell", "output");
    private static final List<String> GRU = List.of("reset", "update", "new");

    private static final Pattern PART = Pattern.compile("(.+)\\[([a-z]+)\\]");
    private static final Pattern BELOW = Pattern.compile("(.*[._])?(in_proj_weight|W?qkv\\.weight)");
    private static final Pattern BESIDE = Pattern.compile("(.*\\.)?c_attn\\.weight");
    private static final Pattern RECURRENT = Pattern.compile("((?:.*\\.)?weight_)(?:ih|hh)(|_l\\d+(?:_reverse)?)");

    /**
     * A part of a matrix.
     *
     * @param row its first row
     * @param col its first column
     * @param rows how many rows it has
     * @param cols how many columns it has
     */
    record Place(int row, int col, int rows, int cols) {
        List<Long> shape() {
            return List.of((long) rows, (long) cols);
        }

        /** Copies it out of the whole, which has {@code width} columns. */
        void copy(float[] whole, int width, float[] target, int at) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(whole, (row + i) * width + col, target, at + i * cols, cols);
            }
        }
    }

    private Packed() {}

    /** The layer that a part's name is of; the name itself, if it is no part's. */
    static String whole(String layer) {
        Matcher part = PART.matcher(layer);
        return part.matches() ? part.group(1) : layer;
    }

    /** What a part is called in its layer: {@code query}; nothing, if the name is no part's. */
    static String part(String layer) {
        Matcher part = PART.matcher(layer);
        return part.matches() ? part.group(2) : "";
    }

    /** The parts of a tensor, by what they are called; none of one that is not packed. */
    static Map<String, Place> parts(Safetensors file, String tensor) {
        List<Long> shape = file.info(tensor).shape();
        if (shape.size() != 2) {
            return Map.of();
        }
        int rows = Math.toIntExact(shape.get(0));
        int cols = Math.toIntExact(shape.get(1));
        if (BELOW.matcher(tensor).matches() && rows == 3L * cols) {
            return below(ATTENTION, rows, cols);
        }
        if (BESIDE.matcher(tensor).matches() && cols == 3L * rows) {
            Map<String, Place> parts = new LinkedHashMap<>();
            for (int i = 0; i < ATTENTION.size(); i++) {
                parts.put(ATTENTION.get(i), new Place(0, i * rows, rows, rows));
            }
            return parts;
        }
        Matcher recurrent = RECURRENT.matcher(tensor);
        return recurrent.matches()
                ? below(gates(file, recurrent.group(1), recurrent.group(2), rows), rows, cols)
                : Map.of();
    }

    /** The gates of a recurrent layer: its rows are as many times the state's numbers as it has gates. */
    private static List<String> gates(Safetensors file, String stem, String end, int rows) {
        String projection = stem + "hr" + end; // makes the state smaller
        String sized = file.has(projection) ? projection : stem + "hh" + end;
        boolean known = file.has(sized) && file.info(sized).shape().size() == 2;
        long state = known ? file.info(sized).shape().get(1) : 0;
        return rows == 4 * state ? LSTM : rows == 3 * state ? GRU : List.of();
    }

    private static Map<String, Place> below(List<String> names, int rows, int cols) {
        Map<String, Place> parts = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            int each = rows / names.size();
            parts.put(names.get(i), new Place(i * each, 0, each, cols));
        }
        return parts;
    }
}
