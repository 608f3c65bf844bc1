package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Gram;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

class AlignmentReaderTest {

    private static final Seeds SEEDS = new Seeds(21);

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final TextEncoder encoder = TextEncoder.named("world-21", world::encode);
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 0, SEEDS);
    private final Map<String, LayerBank> banks = new LinkedHashMap<>();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void layers() {
        file = folder.resolve("alignment.safetensors");
        banks.put("v", world.layer("v", .2));
        banks.put("q", world.layer("q", .3));
    }

    private RidgeAlignment fitted(TextEncoder by) {
        return RidgeAlignment.allLayers(Gram.of(banks.values()), captions, split.train(), by);
    }

    private Map<String, LayerBank> some(int... models) {
        Map<String, LayerBank> chosen = new LinkedHashMap<>();
        banks.forEach((name, bank) -> chosen.put(name, bank.select(models)));
        return chosen;
    }

    @Test
    void theReaderEqualsTheRidgeItComesFrom() {
        RidgeAlignment aligned = fitted(encoder);
        AlignmentReader reader = aligned.reader(banks);
        assertThat(reader.layers()).containsExactly(new LayerSize("v", 10, 8), new LayerSize("q", 10, 8));
        float[][] dual = aligned.scores(split.heldOut(), captions.subList(0, 9));
        float[][] primal = reader.scores(some(split.heldOut()), captions.subList(0, 9));
        for (int i = 0; i < dual.length; i++) {
            assertThat(primal[i]).containsExactly(dual[i], within(1e-3f));
        }
        Alignment on = reader.on(banks);
        assertThat(on.models()).isEqualTo(144);
        assertThat(ZeroShot.classify(on, split.heldOut(), captions).accuracy()).isGreaterThan(.9);
        assertThat(on.modelVectors(7)[0]).containsExactly(aligned.modelVectors(7)[0], within(1e-3f));
        assertThatThrownBy(() -> on.modelVectors(144)).hasMessage("models: expected indices from 0 to 143, found 144");
    }

    @Test
    void whatWasSavedReadsTheSame() throws IOException {
        AlignmentReader reader = fitted(encoder).reader(banks);
        reader.save(file);
        AlignmentReader opened = AlignmentReader.open(file, encoder);
        assertThat(opened.layers()).isEqualTo(reader.layers());
        assertThat(opened.modelVectors(some(3, 5))).isDeepEqualTo(reader.modelVectors(some(3, 5)));
        assertThat(opened.textVectors(captions)).isDeepEqualTo(reader.textVectors(captions));
        Path again = folder.resolve("again.safetensors");
        opened.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void filesAreReadByTheirNames() {
        List<Path> files = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int model : split.heldOut()) {
            Map<String, Weight> tensors = new LinkedHashMap<>();
            banks.forEach((layer, bank) -> tensors.put(layer + ".weight", Weight.of(bank.matrix(model), 10, 8)));
            files.add(folder.resolve(model + ".safetensors"));
            wanted.add(captions.get(model));
            Safetensors.write(files.get(files.size() - 1), tensors, Map.of());
        }
        RidgeAlignment aligned = fitted(encoder);
        List<String> concepts = Split.concepts(captions, split.heldOut());
        assertThat(aligned.reader(banks).read(files, concepts))
                .isEqualTo(ZeroShot.classify(aligned, split.heldOut(), captions).names());
        assertThat(aligned.reader(banks).read(some(split.heldOut()), concepts))
                .isEqualTo(aligned.reader(banks).read(files, concepts));
        assertThat(aligned.reader(banks).read(files.subList(0, 1), wanted.subList(0, 1)))
                .isEqualTo(wanted.subList(0, 1));
    }

    @Test
    void anotherEncoderIsRefused() {
        fitted(encoder).reader(banks).save(file);
        TextEncoder other = TextEncoder.named("world-22", world::encode);
        assertThatThrownBy(() -> AlignmentReader.open(file, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ridge-alignment in " + file
                        + ": expected the text encoder 'world-21', found 'world-22'; give the one that it was trained"
                        + " with");
        AlignmentReader nameless = fitted(world::encode).reader(banks);
        assertThatThrownBy(() -> nameless.save(file))
                .hasMessage("alignment: expected a text encoder with a digest, so that the file can say which it needs,"
                        + " found one without; train with TextEncoder.named(\"my-encoder-1\", encoder)");
        assertThatThrownBy(() -> TextEncoder.named("", world::encode))
                .hasMessage("text encoder: expected a digest, found a blank");
    }

    @Test
    void damagedFilesAreRefused() {
        fitted(encoder).reader(banks).save(file);
        String where = "residual-maps in " + file;
        Tamper.tensors(file, all -> all.put("v.map", Weight.of(new float[24], 2, 12)));
        refused().hasMessage("tensor 'v.map' of " + where + ": expected F32 [80, 12], found F32 [2, 12]");
        Tamper.tensors(file, all -> all.remove("v.map"));
        refused().hasMessage(where + ": expected a tensor 'v.map', found [mean, q.centre, q.map, v.centre]");
        Tamper.metadata(file, "layers", "{\"cols\":8,\"name\":\"v\",\"rows\":10},", "");
        refused()
                .hasMessage("ridge-alignment in " + file
                        + ": expected the tensors [mean, q.centre, q.map], found [v.centre] too; it was"
                        + " written by something else");
        Tamper.metadata(file, "kind", "ridge-alignment", "router");
        refused()
                .hasMessageStartingWith(
                        file + ": expected an alignment, one of [ridge-alignment, metanetwork-alignment,"
                                + " two-way-alignment, calibrated-alignment, csls-alignment]")
                .hasMessageEndingWith("found a router");
    }

    @Test
    void otherModelsAreRefused() {
        RidgeAlignment aligned = fitted(encoder);
        assertThatThrownBy(() -> aligned.reader(some(IntStream.range(0, 9).toArray())))
                .hasMessage("ridge alignment: expected the 144 models of its Gram matrices, found 9 in layer 'v'");
        assertThatThrownBy(() -> aligned.reader(Map.of("v", banks.get("v"))))
                .hasMessage("ridge alignment: expected layer 'q', found [v]");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(() -> AlignmentReader.open(file, encoder))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
