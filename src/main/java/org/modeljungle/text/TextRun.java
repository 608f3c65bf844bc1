package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/**
 * Texts through a network, in batches of equally many tokens, so that none is padded. A batch always has the same
 * number of texts, the last one filled up: a text gets the same vector whatever is encoded beside it.
 */
final class TextRun {

    private static final int BATCH = 8; // texts

    private final TextNetwork network;
    private final Script script;

    TextRun(TextNetwork network) {
        this.network = network;
        this.script = TowerScript.of(network.tower().sizes());
    }

    /**
     * The vectors of texts.
     *
     * @param tokens [texts][tokens of each]
     * @return [texts, dimension]
     */
    float[][] vectors(int[][] tokens) {
        float[][] vectors = new float[tokens.length][];
        List<int[]> batches = batches(tokens);
        try (Progress progress = Progress.of("encoding texts", tokens.length);
                NDManager scope = Torch.scope();
                Workers workers = Workers.of(Math.max(1, Math.min(batches.size(), Workers.cores())))) {
            List<NDArray[]> blocks = new ArrayList<>();
            for (int i = 0; i < network.tower().sizes().depth(); i++) {
                blocks.add(network.tower().block(scope, i));
                progress.check();
            }
            NDArray[] ends = network.ends(scope);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int[] batch : batches) {
                tasks.add(() -> {
                    int[][] own = Arrays.stream(batch).mapToObj(i -> tokens[i]).toArray(int[][]::new);
                    float[][] rows = forward(own, blocks, ends, progress);
                    for (int i = 0; i < batch.length; i++) {
                        vectors[batch[i]] = rows[i];
                    }
                    progress.step(batch.length);
                    return null;
                });
            }
            workers.run(progress, tasks);
        }
        return vectors;
    }

    /** The texts of each batch, all of one length. */
    private static List<int[]> batches(int[][] tokens) {
        Map<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int i = 0; i < tokens.length; i++) {
            byLength.computeIfAbsent(tokens[i].length, length -> new ArrayList<>())
                    .add(i);
        }
        List<int[]> batches = new ArrayList<>();
        for (List<Integer> same : byLength.values()) {
            for (int from = 0; from < same.size(); from += BATCH) {
                batches.add(same.subList(from, Math.min(from + BATCH, same.size())).stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
            }
        }
        return batches;
    }

    /** The vectors of some texts of one length // [texts, dimension] */
    private float[][] forward(int[][] texts, List<NDArray[]> blocks, NDArray[] ends, Progress progress) {
        TowerSizes sizes = network.tower().sizes();
        int[][] full = Arrays.copyOf(texts, BATCH);
        Arrays.fill(full, texts.length, BATCH, texts[0]);
        try (NDManager scope = Torch.scope()) {
            NDArray h = network.begin(scope, script, embedded(scope, full), ends); // [BATCH, tokens, width]
            for (NDArray[] block : blocks) {
                h = script.call(scope, network.block(), h, block, sizes.heads(), sizes.epsilon());
                progress.check();
            }
            return Tensors.rows(network.end(scope, script, h, full, ends));
        }
    }

    private NDArray embedded(NDManager scope, int[][] texts) {
        int width = network.tower().sizes().width();
        int length = texts[0].length;
        float[] all = new float[texts.length * length * width];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(network.tower().embedded(texts[i]), 0, all, i * length * width, length * width);
        }
        return Torch.tensor(scope, all, new Shape(texts.length, length, width));
    }
}
