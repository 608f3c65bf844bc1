package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.nets.Epochs;

class ProbeXAlignmentTest {

    private static final Seeds SEEDS = new Seeds(22);
    private static final ProbeXAlignment.Settings SMALL = new ProbeXAlignment.Settings(
            new ProbeX.Settings(16, 16, 32, true), 10, new MetanetworkFit.Settings(60, 32, 5e-3, 0, 10));

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 1, SEEDS);
    private final LayerBank bank = world.layer("q", .15);

    @Test
    void namesSeenAndHeldOutConceptsFarAboveChance() {
        ProbeXAlignment aligned = fit(SMALL);
        ZeroShot.Result seen = ZeroShot.classify(aligned, split.test(), captions);
        ZeroShot.Result heldOut = ZeroShot.classify(aligned, split.heldOut(), captions);
        assertThat(seen.accuracy()).isGreaterThan(10 * seen.chance());
        assertThat(heldOut.accuracy()).isGreaterThan(3 * heldOut.chance());
        assertThat(aligned.history()).hasSize(6);
        double best = aligned.history().stream()
                .mapToDouble(Epochs.Evaluation::score)
                .max()
                .getAsDouble();
        assertThat(ZeroShot.classify(aligned, split.validation(), captions, Split.concepts(captions, split.train()))
                        .accuracy())
                .isEqualTo(best);
        assertThat(aligned.bestEpoch()).isIn(10, 20, 30, 40, 50, 60);
    }

    @Test
    void scoresAreCosinesAlsoOfModelsFromElsewhere() {
        ProbeXAlignment aligned = fit(SMALL.withEpochs(1));
        float[][] vectors = aligned.modelVectors(5, 2);
        assertThat(Vectors.norm(vectors[0])).isEqualTo(1, within(1e-5));
        assertThat(aligned.modelVectors(bank.matrices().select(5, 2))).isDeepEqualTo(vectors);
        assertThat(aligned.scores(new int[] {5}, captions.subList(0, 2))[0]).hasSize(2);
        MetanetworkFile trained = aligned.trained();
        assertThat(Vectors.unit(trained.network().representations(trained.parameters(), bank.matrices()))[5])
                .containsExactly(vectors[0], within(1e-5f));
    }

    @Test
    void twoFitsAreEqual() {
        ProbeXAlignment.Settings few = SMALL.withEpochs(3);
        assertThat(fit(few).trained().parameters()).isEqualTo(fit(few).trained().parameters());
    }

    @Test
    void publishedSettings() {
        ProbeXAlignment.Settings published = ProbeXAlignment.Settings.PUBLISHED;
        assertThat(published.network()).isEqualTo(new ProbeX.Settings(128, 128, 512, true));
        assertThat(published.logitScale()).isEqualTo(1);
        assertThat(published.withLogitScale(10).logitScale()).isEqualTo(10);
        assertThat(published.fit()).isEqualTo(new MetanetworkFit.Settings(200, 128, 2e-3, 0, 10));
    }

    @Test
    void wrongArgumentsAreRefused() {
        Split without = Split.draw(captions, 9, 0, SEEDS);
        assertThatThrownBy(() -> ProbeXAlignment.fit(bank, captions, without, world::encode, SMALL, SEEDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ProbeX alignment: expected validation models, found none; draw the split with 1 or more per"
                                + " concept");
        assertThatThrownBy(() -> ProbeXAlignment.fit(bank, captions.subList(0, 9), split, world::encode, SMALL, SEEDS))
                .hasMessage("alignment: expected a caption for each of the 144 models of layer 'q', found 9");
    }

    private ProbeXAlignment fit(ProbeXAlignment.Settings settings) {
        return ProbeXAlignment.fit(bank, captions, split, world::encode, settings, SEEDS);
    }
}
