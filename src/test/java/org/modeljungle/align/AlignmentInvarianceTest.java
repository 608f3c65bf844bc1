package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.SameChanges;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.Gram;
import org.modeljungle.text.TextEncoder;

/** Which words fit an adapter does not depend on how its file writes the change. */
class AlignmentInvarianceTest {

    private static final Seeds SEEDS = new Seeds(21);
    private static final MetanetworkAlignment.Settings SHORT = MetanetworkAlignment.Settings.PROBEX
            .withNetwork(new ProbeX.Settings(16, 16, 32, true))
            .withFit(MetanetworkFit.Settings.ALIGNMENT
                    .withEpochs(5)
                    .withBatch(32)
                    .withRate(5e-3));

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 1, SEEDS);
    private final Map<String, LayerBank> banks = new LinkedHashMap<>();
    private Map<String, Map<String, LayerBank>> variants;

    @TempDir
    Path folder;

    @BeforeEach
    void writeOneInOtherWays() {
        banks.put("v", world.layer("v", .2));
        banks.put("q", world.layer("q", .3));
        variants = new SameChanges(folder, banks).of(0);
    }

    @Test
    void aRidgeReadsTheSame() {
        AlignmentReader reader = RidgeAlignment.allLayers(
                        Gram.of(banks.values()), captions, split.train(), TextEncoder.named("world", world::encode))
                .reader(banks);
        assertInvariant("ridge", reader);
    }

    @Test
    void aKernelReadsTheSame() {
        AlignmentTask task = new AlignmentTask(banks, captions, split, TextEncoder.named("world", world::encode));
        assertInvariant(
                "kernel", RidgeAlignment.gaussian(task, new GaussianKernel(1)).reader(banks));
    }

    @Test
    void metanetworksReadTheSame() {
        for (MetanetworkAlignment.Settings settings : List.of(
                SHORT,
                SHORT.withNetwork(DenseNetwork.Settings.ALIGNMENT),
                SHORT.withNetwork(new MvProbe.Settings(6, 5, 4)))) {
            MetanetworkAlignment aligned = MetanetworkAlignment.fit(
                    banks.get("q"), captions, split, TextEncoder.named("world", world::encode), settings, SEEDS);
            assertInvariant(settings.network().toString(), aligned.reader());
        }
    }

    private void assertInvariant(String name, AlignmentReader reader) {
        List<String> words = captions.subList(0, 9);
        float[][] read = reader.scores(banks, words);
        assertThat(read[0][0]).as("%s tells models apart", name).isNotCloseTo(read[100][0], within(.05f));
        variants.forEach((variant, layers) -> assertThat(reader.scores(layers, words)[0])
                .as("%s, %s", name, variant)
                .containsExactly(read[0], within(.01f)));
    }
}
