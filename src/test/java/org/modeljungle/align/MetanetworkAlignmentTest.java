package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.TieBreak;
import org.modeljungle.tensor.Precision;

class MetanetworkAlignmentTest {

    private static final Seeds SEEDS = new Seeds(22);
    private static final MetanetworkAlignment.Settings SMALL = MetanetworkAlignment.Settings.PROBEX
            .withNetwork(new ProbeX.Settings(16, 16, 32, true))
            .withLogitScale(10)
            .withFit(MetanetworkFit.Settings.ALIGNMENT
                    .withEpochs(60)
                    .withBatch(32)
                    .withRate(5e-3));

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 1, SEEDS);
    private final LayerBank bank = world.layer("q", .15);

    @Test
    void namesSeenAndHeldOutConceptsFarAboveChance() {
        MetanetworkAlignment aligned = fit(SMALL);
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
        MetanetworkAlignment aligned = fit(SMALL.withEpochs(1));
        float[][] vectors = aligned.modelVectors(5, 2);
        assertThat(Vectors.norm(vectors[0])).isEqualTo(1, within(1e-5));
        assertThat(aligned.modelVectors(bank.matrices().select(5, 2))).isDeepEqualTo(vectors);
        assertThat(aligned.scores(new int[] {5}, captions.subList(0, 2))[0]).hasSize(2);
        MetanetworkFile trained = aligned.trained();
        assertThat(Vectors.unit(trained.network().representations(trained.parameters(), bank.matrices()))[5])
                .containsExactly(vectors[0], within(1e-5f));
    }

    /** As candidate 0 it would be an answer. */
    @Test
    void aModelThatIsNotFiniteIsNoAnswer() {
        LayerBank broken = world.layer("q", .15).dense();
        ((Dense) broken.matrices()).blocks().all()[0] = Float.NaN;
        MetanetworkAlignment aligned = fit(SMALL.withEpochs(1));
        assertThat(aligned.modelVectors(broken.matrices().select(0))[0]).contains(Float.NaN);
    }

    @Test
    void twoFitsAreEqual() {
        MetanetworkAlignment.Settings few = SMALL.withEpochs(3);
        assertThat(fit(few).trained().parameters()).isEqualTo(fit(few).trained().parameters());
    }

    @Test
    void publishedSettings() {
        MetanetworkAlignment.Settings published = MetanetworkAlignment.Settings.PROBEX;
        assertThat(published.network()).isEqualTo(new ProbeX.Settings(128, 128, 512, true));
        assertThat(published.logitScale()).isEqualTo(1);
        assertThat(published.withLogitScale(10).logitScale()).isEqualTo(10);
        assertThat(published.fit())
                .isEqualTo(new MetanetworkFit.Settings(200, 128, 2e-3, 0, 10, Precision.FP32, 1, TieBreak.LATEST));
        MetanetworkAlignment.Settings mvProbe = MetanetworkAlignment.Settings.MVPROBE;
        assertThat(mvProbe.network()).isEqualTo(new MvProbe.Settings(128, 128, 512));
        assertThat(mvProbe.fit())
                .isEqualTo(new MetanetworkFit.Settings(400, 128, 3e-4, 0, 10, Precision.FP32, 1, TieBreak.LATEST));
    }

    static List<Metanetwork.Architecture> networks() {
        return List.of(
                new ProbeX.Settings(16, 16, 32, false), new DenseNetwork.Settings(32), new MvProbe.Settings(8, 8, 32));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void anyMetanetworkAligns(Metanetwork.Architecture network) {
        MetanetworkAlignment aligned = fit(SMALL.withNetwork(network));
        ZeroShot.Result seen = ZeroShot.classify(aligned, split.test(), captions);
        assertThat(seen.accuracy()).isGreaterThan(6 * seen.chance());
        assertThat(aligned.trained().network().settings()).isEqualTo(network);
        assertThat(aligned.trained().layer()).isEqualTo("q");
    }

    @Test
    void theTieBreakDecidesBetweenEquallyGoodEpochs() {
        MetanetworkAlignment latest = fit(SMALL);
        MetanetworkAlignment earliest = fit(SMALL.withFit(SMALL.fit().withTieBreak(TieBreak.EARLIEST)));
        List<Integer> best = latest.history().stream()
                .filter(one -> one.score()
                        == latest.history().stream()
                                .mapToDouble(Epochs.Evaluation::score)
                                .max()
                                .getAsDouble())
                .map(Epochs.Evaluation::epoch)
                .toList();
        assertThat(best).as("this world's validation is saturated").hasSizeGreaterThan(1);
        assertThat(earliest.history()).isEqualTo(latest.history());
        assertThat(earliest.bestEpoch()).isEqualTo(best.get(0));
        assertThat(latest.bestEpoch()).isEqualTo(best.get(best.size() - 1));
    }

    @Test
    void wrongArgumentsAreRefused() {
        Split without = Split.draw(captions, 9, 0, SEEDS);
        assertThatThrownBy(() -> MetanetworkAlignment.fit(bank, captions, without, world::encode, SMALL, SEEDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "alignment: expected validation models, found none; draw the split with 1 or more per concept");
        assertThatThrownBy(() ->
                        MetanetworkAlignment.fit(bank, captions.subList(0, 9), split, world::encode, SMALL, SEEDS))
                .hasMessage("alignment: expected a caption for each of the 144 models of layer 'q', found 9");
    }

    private MetanetworkAlignment fit(MetanetworkAlignment.Settings settings) {
        return MetanetworkAlignment.fit(bank, captions, split, world::encode, settings, SEEDS);
    }
}
