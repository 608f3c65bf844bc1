package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class KernelMapTest {

    private static final Seeds SEEDS = new Seeds(4);
    private static final GaussianKernel KERNEL = new GaussianKernel(.8);
    private static final int TRAIN = 7;
    private static final int LATER = 3;
    private static final double[][] ALPHA = alpha();

    @TempDir
    Path folder;

    private static double[][] alpha() {
        double[][] alpha = new double[TRAIN][2];
        for (int i = 0; i < TRAIN; i++) {
            alpha[i] = new double[] {Math.sin(i), Math.cos(3 * i)};
        }
        return alpha;
    }

    private static LayerBank factored(int rank) {
        float[] up = SEEDS.split("up").normal((TRAIN + LATER) * 5 * rank);
        float[] down = SEEDS.split("down").normal((TRAIN + LATER) * rank * 4);
        return new LayerBank("a", new LowRank(TRAIN + LATER, 5, 4, rank, up, down));
    }

    private static LayerBank whole() {
        return new LayerBank(
                "b", new Dense(TRAIN + LATER, 2, 3, SEEDS.split("b").normal((TRAIN + LATER) * 6)));
    }

    private static KernelMap map(LayerBank... banks) {
        Map<String, KernelMap.Layer> layers = new LinkedHashMap<>();
        for (LayerBank bank : banks) {
            int[] train = IntStream.range(0, TRAIN).toArray();
            layers.put(bank.layer(), KernelMap.Layer.of(bank.select(train)));
        }
        return new KernelMap(KERNEL, layers, ALPHA);
    }

    private static Map<String, LayerBank> later(LayerBank... banks) {
        Map<String, LayerBank> later = new LinkedHashMap<>();
        for (LayerBank bank : banks) {
            int[] chosen = IntStream.range(TRAIN, TRAIN + LATER).toArray();
            later.put(bank.layer(), bank.select(chosen));
        }
        return later;
    }

    /** Number by number, in double precision. */
    private static double[][] naive(LayerBank... banks) {
        double[][] sums = new double[LATER][2];
        for (int i = 0; i < LATER; i++) {
            for (int j = 0; j < TRAIN; j++) {
                double cosine = 0;
                for (LayerBank bank : banks) {
                    cosine += cosine(residual(bank, TRAIN + i), residual(bank, j)) / banks.length;
                }
                for (int k = 0; k < 2; k++) {
                    sums[i][k] += Math.exp(-.8 * (2 - 2 * cosine)) * ALPHA[j][k];
                }
            }
        }
        return sums;
    }

    private static double[] residual(LayerBank bank, int model) {
        double[] residual = new double[bank.rows() * bank.cols()];
        for (int k = 0; k < residual.length; k++) {
            residual[k] = bank.matrix(model)[k];
            for (int j = 0; j < TRAIN; j++) {
                residual[k] -= (double) bank.matrix(j)[k] / TRAIN;
            }
        }
        return residual;
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < a.length; k++) {
            ab += a[k] * b[k];
            aa += a[k] * a[k];
            bb += b[k] * b[k];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void readsLikeALoop() {
        for (int rank : List.of(1, 2, 4)) {
            LayerBank[] banks = {factored(rank), whole()};
            float[][] read = map(banks).read("test", later(banks));
            double[][] expected = naive(banks);
            for (int i = 0; i < LATER; i++) {
                for (int k = 0; k < 2; k++) {
                    assertThat((double) read[i][k]).isEqualTo(expected[i][k], within(1e-5));
                }
            }
        }
    }

    @Test
    void factorsAreKeptWhereTheyAreSmaller() {
        assertThat(map(factored(2)).layers().get("a").train().matrices()).isInstanceOf(LowRank.class);
        assertThat(map(factored(3)).layers().get("a").train().matrices()).isInstanceOf(Dense.class);
        assertThat(map(factored(2))).hasToString("kernel map of 7 training models in the layers [a]");
    }

    /** So that its file needs none of the bank's. */
    @Test
    void whatLiesInAFileIsReadIntoMemory() {
        List<Path> files =
                IntStream.range(0, TRAIN + LATER).mapToObj(this::model).toList();
        LayerBank disk = DiskBank.build(folder.resolve("bank"), Models.of(files), "b", Dtype.F32)
                .bank();
        assertThat(disk.matrices().inMemory()).isFalse();
        KernelMap map = map(disk);
        assertThat(map.layers().get("b").train().matrices().inMemory()).isTrue();
        assertThat(map.read("test", later(whole()))).isDeepEqualTo(map(whole()).read("test", later(whole())));
    }

    private Path model(int number) {
        Path file = folder.resolve(number + ".safetensors");
        Safetensors.write(file, Map.of("b.weight", Weight.of(whole().matrix(number), 2, 3)), Map.of());
        return file;
    }

    @Test
    void whatIsTooLargeIsRefusedWithItsSize() {
        List<LayerBank> banks = List.of(factored(2), factored(2), whole()); // 18 + 18 + 6 numbers of each model
        int most = (int) ((2L << 30) / (42 * Float.BYTES));
        assertThat(KernelMap.fits(banks, most)).isTrue();
        assertThat(KernelMap.fits(banks, most + 1)).isFalse();
        KernelMap.checkSize(banks, most);
        assertThatThrownBy(() -> KernelMap.checkSize(banks, 50_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel map: expected training models of at most 2 GiB, which it keeps, found 7.823 GiB of"
                        + " 50000000 models in 3 layers; read fewer layers, or train on fewer models");
    }

    @Test
    void aStopEndsTheReading() {
        KernelMap map = map(whole());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> map.read("test", later(whole())))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: comparing models in layer 'b'");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void otherLayersAreRefused() {
        KernelMap map = map(whole());
        assertThatThrownBy(() -> map.read("test", later(factored(2))))
                .hasMessage("test: expected layer 'b', found [a]");
        LayerBank wider = new LayerBank("b", new Dense(1, 2, 4, new float[8]));
        assertThatThrownBy(() -> map.read("test", Map.of("b", wider)))
                .hasMessage("test: expected 6 numbers in layer 'b', found [2, 4]");
    }
}
