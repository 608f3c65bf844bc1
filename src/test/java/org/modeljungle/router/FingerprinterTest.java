package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class FingerprinterTest {

    private static final Seeds OAK = new Seeds(1);
    private static final Seeds ELM = new Seeds(2);
    private static final double NOISE = .12; // some standard deviations of a distance in 512 numbers

    @TempDir
    Path folder;

    private Fingerprint fingerprint(Fingerprinter fingerprinter, Map<String, Weight> weights) {
        return fingerprinter.fingerprint(TinyModels.write(folder, "model", weights));
    }

    private Fingerprint fingerprint(Map<String, Weight> weights) {
        return fingerprint(Fingerprinter.DEFAULT, weights);
    }

    private static Map<String, Weight> oak(int child, double moved, int classes) {
        return TinyModels.model(OAK, new Seeds(100 + child), 4, moved, classes);
    }

    @Test
    void siblingsAreNearAndStrangersAreWhereTheMathematicsPutsThem() {
        Fingerprinter headless = Fingerprinter.DEFAULT.skipping("head");
        Fingerprint child = fingerprint(headless, oak(1, .1, 10));
        double moved = Math.sqrt(2 * .01 / 1.01); // of a unit vector, by independent changes of a tenth
        assertThat(child.distance(fingerprint(headless, oak(2, .1, 10)))).isEqualTo(moved, within(NOISE * moved));
        Fingerprint stranger = fingerprint(headless, TinyModels.model(ELM, new Seeds(7), 4, .1, 10));
        assertThat(child.distance(stranger)).isEqualTo(Fingerprinter.UNRELATED, within(NOISE));
        Fingerprint lora = fingerprint(headless, TinyModels.lora(OAK, 4, List.of("q", "k")));
        assertThat(child.distance(lora)).isEqualTo(Math.sqrt(3), within(NOISE)); // no weights on one side
        Map<String, Weight> renamed = new HashMap<>();
        oak(1, .1, 10).forEach((name, weight) -> renamed.put("model." + name, weight));
        assertThat(child.distance(fingerprint(headless, renamed))).isEqualTo(2, within(2 * NOISE));
    }

    @Test
    void headsDoNotDominate() {
        Fingerprint child = fingerprint(oak(1, 0, 10));
        double heads = Math.sqrt(2.0 * 256 / (9 * 256)); // one of nine sampled tensors
        assertThat(child.distance(fingerprint(oak(2, 0, 10)))).isEqualTo(heads, within(NOISE));
        double structure = 2.0 / 18; // one of eighteen tensors has another shape
        double other = Math.sqrt(heads * heads + structure);
        assertThat(child.distance(fingerprint(oak(2, 0, 100)))).isEqualTo(other, within(NOISE));
    }

    @Test
    void noTensorDominatesByItsScale() {
        Map<String, Weight> child = oak(1, 0, 10);
        Map<String, Weight> scaled = new HashMap<>(child);
        Safetensors file = Safetensors.open(TinyModels.write(folder, "a", child));
        float[] values = file.floats("blocks.0.attn.weight");
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1e6f;
        }
        scaled.put("blocks.0.attn.weight", Weight.of(values, 32, 32));
        assertThat(fingerprint(child).distance(fingerprint(scaled))).isLessThan(1e-5);
    }

    @Test
    void equalWeightsInAnotherPrecisionAreNearlyEqual() {
        Map<String, Weight> brain = new HashMap<>();
        Safetensors file = Safetensors.open(TinyModels.write(folder, "a", oak(1, .1, 10)));
        for (String name : file.names()) {
            if (file.info(name).dtype() == Dtype.F32) {
                float[] values = file.floats(name);
                ByteBuffer half = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
                for (float value : values) {
                    half.putShort((short) (Float.floatToIntBits(value) >>> 16));
                }
                brain.put(name, new Weight(Dtype.BF16, file.info(name).shape(), half.flip()));
            } else {
                brain.put(name, Weight.of(file, name));
            }
        }
        assertThat(fingerprint(brain).distance(Fingerprinter.DEFAULT.fingerprint(file)))
                .isLessThan(.01);
    }

    @Test
    void lorasOfOneTreeAreEqualWhateverTheirRank() {
        List<String> layers = List.of("blocks.0.q", "blocks.1.q", "blocks.1.k");
        Fingerprint lora = fingerprint(TinyModels.lora(OAK, 4, layers));
        assertThat(lora.distance(fingerprint(TinyModels.lora(ELM, 8, layers)))).isZero();
        assertThat(lora.distance(fingerprint(TinyModels.lora(ELM, 4, layers.subList(0, 2)))))
                .isGreaterThan(.3);
    }

    @Test
    void oneSeedGivesOneFingerprintAndAnotherSeedAnother() {
        assertThat(fingerprint(oak(1, .1, 10)).values())
                .isEqualTo(fingerprint(oak(1, .1, 10)).values());
        Fingerprinter other = new Fingerprinter(512, 256, 1, "");
        assertThat(fingerprint(oak(1, .1, 10)).distance(fingerprint(other, oak(1, .1, 10))))
                .isGreaterThan(1);
        float sum = 0;
        for (float value : fingerprint(oak(1, .1, 10)).values()) {
            sum += Math.abs(value);
        }
        assertThat(sum).as("the same on every machine").isEqualTo(20.461164f, within(1e-4f));
    }

    @Test
    void manyFilesAreReadInOrderAndTheReadingCanBeStopped() {
        List<Path> files = List.of(
                TinyModels.write(folder, "a", oak(1, .1, 10)),
                TinyModels.write(folder, "b", oak(2, .1, 10)),
                TinyModels.write(folder, "c", oak(3, .1, 10)));
        try (Workers workers = Workers.of(2)) {
            Progress progress = Progress.of("reading", 3);
            Fingerprints fingerprints = Fingerprinter.DEFAULT.fingerprint(files, workers, progress);
            assertThat(progress.done()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(fingerprints.get(i).values())
                        .isEqualTo(
                                Fingerprinter.DEFAULT.fingerprint(files.get(i)).values());
            }
            Progress stopped = Progress.of("reading", 3);
            stopped.cancel();
            assertThatThrownBy(() -> Fingerprinter.DEFAULT.fingerprint(files, workers, stopped))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whatHoldsNoWeightsHasStructureAlone() {
        Fingerprint zeros =
                fingerprint(Map.of("a", Weight.of(new float[64], 8, 8), "b", Weight.of(new float[0], 0, 3)));
        assertThat(zeros.distance(new Fingerprint(new float[512]))).isEqualTo(1, within(.5));
        assertThat(fingerprint(Map.of("s", Weight.of(new float[] {3}))).values())
                .contains(0)
                .containsAnyOf(1, -1);
    }

    @Test
    void wrongArgumentsAndBrokenModelsAreRefused() {
        assertThatThrownBy(() -> new Fingerprinter(8, 256, 0, ""))
                .hasMessage("fingerprinter: expected fingerprints of 16 numbers or more, found 8");
        assertThatThrownBy(() -> new Fingerprinter(512, 100, 0, ""))
                .hasMessage("fingerprinter: expected samples of a multiple of 16 places, found 100");
        Path empty = TinyModels.write(folder, "empty", Map.of());
        assertThatThrownBy(() -> Fingerprinter.DEFAULT.fingerprint(empty))
                .hasMessage(empty + ": expected tensors to read, found none");
        assertThatThrownBy(() -> Fingerprinter.DEFAULT.skipping(".").fingerprint(empty))
                .hasMessage(empty + ": expected tensors to read, found none besides those that '.' leaves out");
        float[] diverged = {1, Float.NaN};
        Path broken = TinyModels.write(folder, "broken", Map.of("w", Weight.of(diverged, 1, 2)));
        assertThatThrownBy(() -> Fingerprinter.DEFAULT.fingerprint(broken))
                .hasMessage("tensor 'w' in " + broken
                        + ": expected finite weights, found NaN; the model diverged, leave" + " it out");
    }
}
