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

class SignerTest {

    private static final Seeds OAK = new Seeds(1);
    private static final Seeds ELM = new Seeds(2);
    private static final double NOISE = .12; // some standard deviations of a distance in 512 numbers

    @TempDir
    Path folder;

    private Signature sign(Signer signer, Map<String, Weight> weights) {
        return signer.sign(TinyModels.write(folder, "model", weights));
    }

    private Signature sign(Map<String, Weight> weights) {
        return sign(Signer.DEFAULT, weights);
    }

    private static Map<String, Weight> oak(int child, double moved, int classes) {
        return TinyModels.model(OAK, new Seeds(100 + child), 4, moved, classes);
    }

    @Test
    void siblingsAreNearAndStrangersAreWhereTheMathematicsPutsThem() {
        Signer headless = Signer.DEFAULT.skipping("head");
        Signature child = sign(headless, oak(1, .1, 10));
        double moved = Math.sqrt(2 * .01 / 1.01); // of a unit vector, by independent changes of a tenth
        assertThat(child.distance(sign(headless, oak(2, .1, 10)))).isEqualTo(moved, within(NOISE * moved));
        Signature stranger = sign(headless, TinyModels.model(ELM, new Seeds(7), 4, .1, 10));
        assertThat(child.distance(stranger)).isEqualTo(Signer.UNRELATED, within(NOISE));
        Signature lora = sign(headless, TinyModels.lora(OAK, 4, List.of("q", "k")));
        assertThat(child.distance(lora)).isEqualTo(Math.sqrt(3), within(NOISE)); // no weights on one side
        Map<String, Weight> renamed = new HashMap<>();
        oak(1, .1, 10).forEach((name, weight) -> renamed.put("model." + name, weight));
        assertThat(child.distance(sign(headless, renamed))).isEqualTo(2, within(2 * NOISE));
    }

    @Test
    void headsDoNotDominate() {
        Signature child = sign(oak(1, 0, 10));
        double heads = Math.sqrt(2.0 * 256 / (9 * 256)); // one of nine sampled tensors
        assertThat(child.distance(sign(oak(2, 0, 10)))).isEqualTo(heads, within(NOISE));
        double structure = 2.0 / 18; // one of eighteen tensors has another shape
        double other = Math.sqrt(heads * heads + structure);
        assertThat(child.distance(sign(oak(2, 0, 100)))).isEqualTo(other, within(NOISE));
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
        assertThat(sign(child).distance(sign(scaled))).isLessThan(1e-5);
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
        assertThat(sign(brain).distance(Signer.DEFAULT.sign(file))).isLessThan(.01);
    }

    @Test
    void lorasOfOneTreeAreEqualWhateverTheirRank() {
        List<String> layers = List.of("blocks.0.q", "blocks.1.q", "blocks.1.k");
        Signature lora = sign(TinyModels.lora(OAK, 4, layers));
        assertThat(lora.distance(sign(TinyModels.lora(ELM, 8, layers)))).isZero();
        assertThat(lora.distance(sign(TinyModels.lora(ELM, 4, layers.subList(0, 2)))))
                .isGreaterThan(.3);
    }

    @Test
    void oneSeedGivesOneSignatureAndAnotherSeedAnother() {
        assertThat(sign(oak(1, .1, 10)).values()).isEqualTo(sign(oak(1, .1, 10)).values());
        Signer other = new Signer(512, 256, 1, "");
        assertThat(sign(oak(1, .1, 10)).distance(sign(other, oak(1, .1, 10)))).isGreaterThan(1);
        float sum = 0;
        for (float value : sign(oak(1, .1, 10)).values()) {
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
            Signatures signatures = Signer.DEFAULT.sign(files, workers, progress);
            assertThat(progress.done()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(signatures.get(i).values())
                        .isEqualTo(Signer.DEFAULT.sign(files.get(i)).values());
            }
            Progress stopped = Progress.of("reading", 3);
            stopped.cancel();
            assertThatThrownBy(() -> Signer.DEFAULT.sign(files, workers, stopped))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whatHoldsNoWeightsHasStructureAlone() {
        Signature zeros = sign(Map.of("a", Weight.of(new float[64], 8, 8), "b", Weight.of(new float[0], 0, 3)));
        assertThat(zeros.distance(new Signature(new float[512]))).isEqualTo(1, within(.5));
        assertThat(sign(Map.of("s", Weight.of(new float[] {3}))).values())
                .contains(0)
                .containsAnyOf(1, -1);
    }

    @Test
    void wrongArgumentsAndBrokenModelsAreRefused() {
        assertThatThrownBy(() -> new Signer(8, 256, 0, ""))
                .hasMessage("signer: expected signatures of 16 numbers or more, found 8");
        assertThatThrownBy(() -> new Signer(512, 100, 0, ""))
                .hasMessage("signer: expected samples of a multiple of 16 places, found 100");
        Path empty = TinyModels.write(folder, "empty", Map.of());
        assertThatThrownBy(() -> Signer.DEFAULT.sign(empty))
                .hasMessage(empty + ": expected tensors to sign, found none");
        assertThatThrownBy(() -> Signer.DEFAULT.skipping(".").sign(empty))
                .hasMessage(empty + ": expected tensors to sign, found none besides those that '.' leaves out");
        float[] diverged = {1, Float.NaN};
        Path broken = TinyModels.write(folder, "broken", Map.of("w", Weight.of(diverged, 1, 2)));
        assertThatThrownBy(() -> Signer.DEFAULT.sign(broken))
                .hasMessage("tensor 'w' in " + broken
                        + ": expected finite weights, found NaN; the model diverged, leave" + " it out");
    }
}
