package org.modeljungle.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** A model's low-rank changes of rank 2, written in other ways that change its base alike. */
public final class SameChanges {

    private static final int RANK = 2;

    private final Path folder;
    private final Map<String, LayerBank> banks;

    /** Models' changes as they are; files go into the folder. */
    public SameChanges(Path folder, Map<String, LayerBank> banks) {
        this.folder = folder;
        this.banks = banks;
    }

    /** Random ones. */
    public static LayerBank random(String layer, int models, int rows, int cols) {
        Seeds seeds = new Seeds(7).split(layer);
        float[] up = seeds.split("up").normal(models * rows * RANK);
        float[] down = seeds.split("down").normal(models * RANK * cols);
        return new LayerBank(layer, new LowRank(models, rows, cols, RANK, up, down));
    }

    private record Pair(int rows, int cols, int rank, float[] up, float[] down) {}

    private Pair pair(int model, String layer) {
        LowRank all = (LowRank) banks.get(layer).matrices();
        float[] up = all.ups().one(model);
        float[] down = all.downs().one(model);
        return new Pair(all.rows(), all.cols(), RANK, up, down);
    }

    /** One model's layers, read from each way of writing them, by what it is. */
    public Map<String, Map<String, LayerBank>> of(int model) {
        Map<String, Map<String, LayerBank>> all = new LinkedHashMap<>();
        all.put("other factors", read(rewritten(model, "rotated", Dtype.F32)));
        all.put("a higher rank", read(rewritten(model, "padded", Dtype.F32)));
        all.put("bfloat16", read(rewritten(model, "", Dtype.BF16)));
        all.put("half precision", read(rewritten(model, "", Dtype.F16)));
        all.put("merged, less the base", merged(model));
        return all;
    }

    private Map<String, LayerBank> read(Path file) {
        return LayerBank.readAll(List.of(file), List.copyOf(banks.keySet()));
    }

    private Path rewritten(int model, String how, Dtype dtype) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String layer : banks.keySet()) {
            Pair pair = pair(model, layer);
            put(
                    weights,
                    layer,
                    how.equals("rotated") ? rotated(pair) : how.equals("padded") ? padded(pair) : pair,
                    dtype);
        }
        return write("rewritten-" + how + dtype, weights);
    }

    /**
     * {@code B R} and {@code R^-1 A} with {@code R = [[2, 1], [3, 2]]}, whose inverse is {@code [[2, -1], [-3, 2]]}.
     */
    private Pair rotated(Pair pair) {
        int cols = pair.cols;
        float[] up = new float[pair.rows * RANK];
        float[] down = new float[RANK * cols];
        for (int i = 0; i < pair.rows; i++) {
            float first = pair.up[2 * i];
            float second = pair.up[2 * i + 1];
            up[2 * i] = 2 * first + 3 * second;
            up[2 * i + 1] = first + 2 * second;
        }
        for (int j = 0; j < cols; j++) {
            float first = pair.down[j];
            float second = pair.down[cols + j];
            down[j] = 2 * first - second;
            down[cols + j] = -3 * first + 2 * second;
        }
        return new Pair(pair.rows, cols, RANK, up, down);
    }

    private Pair padded(Pair pair) {
        int rank = 5;
        float[] up = new float[pair.rows * rank];
        float[] down = new float[rank * pair.cols];
        for (int i = 0; i < pair.rows; i++) {
            System.arraycopy(pair.up, i * RANK, up, i * rank, RANK);
        }
        System.arraycopy(pair.down, 0, down, 0, pair.down.length);
        return new Pair(pair.rows, pair.cols, rank, up, down);
    }

    private Map<String, LayerBank> merged(int model) {
        Map<String, Weight> base = new LinkedHashMap<>();
        Map<String, Weight> child = new LinkedHashMap<>();
        for (String layer : banks.keySet()) {
            Pair pair = pair(model, layer);
            int rows = pair.rows;
            int cols = pair.cols;
            float[] ancestor = new Seeds(9).split(layer).normal(rows * cols);
            float[] merged = ancestor.clone();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cols; j++) {
                    for (int k = 0; k < RANK; k++) {
                        merged[i * cols + j] += pair.up[i * RANK + k] * pair.down[k * cols + j];
                    }
                }
            }
            base.put(layer + ".weight", Weight.of(ancestor, rows, cols));
            child.put(layer + ".weight", Weight.of(merged, rows, cols));
        }
        Map<String, LayerBank> ancestor = read(write("base", base));
        Map<String, LayerBank> whole = read(write("merged", child));
        Map<String, LayerBank> changes = new LinkedHashMap<>();
        whole.forEach((layer, bank) -> changes.put(layer, bank.less(ancestor.get(layer))));
        return changes;
    }

    private void put(Map<String, Weight> weights, String layer, Pair pair, Dtype dtype) {
        weights.put(layer + ".lora.up.weight", weight(dtype, pair.up, pair.rows, pair.rank));
        weights.put(layer + ".lora.down.weight", weight(dtype, pair.down, pair.rank, pair.cols));
    }

    private static Weight weight(Dtype dtype, float[] values, long... shape) {
        if (dtype == Dtype.F32) {
            return Weight.of(values, shape);
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(dtype == Dtype.BF16 ? (short) ((Float.floatToIntBits(value) + 0x8000) >> 16) : half(value));
        }
        return new Weight(dtype, List.of(shape[0], shape[1]), bytes.flip());
    }

    /** Rounds a number of the usual sizes; what is smaller than half precision's normal numbers becomes zero. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value) + 0x1000;
        int exponent = (bits >> 23 & 0xFF) - 127 + 15;
        int sign = bits >>> 16 & 0x8000;
        return (short) (exponent <= 0 ? sign : sign | exponent << 10 | (bits >> 13 & 0x3FF));
    }

    private Path write(String name, Map<String, Weight> weights) {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, weights, Map.of());
        return file;
    }
}
