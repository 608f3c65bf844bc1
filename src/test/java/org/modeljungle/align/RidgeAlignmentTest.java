package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;

class RidgeAlignmentTest {

    private static final Seeds SEEDS = new Seeds(21);

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 0, SEEDS);
    private final List<Gram> grams =
            Gram.of(List.of(world.layer("q", .3), world.layer("noise", 30), world.layer("v", .2)));

    @Test
    void namesConceptsItNeverSaw() {
        RidgeAlignment aligned = RidgeAlignment.allLayers(grams, captions, split.train(), world::encode);
        ZeroShot.Result heldOut = ZeroShot.classify(aligned, split.heldOut(), captions);
        assertThat(heldOut.chance()).isEqualTo(1 / 9.0);
        assertThat(heldOut.accuracy()).isGreaterThan(.9);
        assertThat(ZeroShot.classify(aligned, split.test(), captions).accuracy())
                .isGreaterThan(.8);
        assertThat(aligned.ridge().leaveOneOutError()).isLessThan(.5);
    }

    @Test
    void picksTheLayerThatKnowsMost() {
        RidgeAlignment best = RidgeAlignment.bestLayer(grams, captions, split.train(), world::encode);
        assertThat(best.gram().layers()).containsExactly("v");
        assertThat(ZeroShot.classify(best, split.heldOut(), captions).accuracy())
                .isGreaterThan(.8);
    }

    @Test
    void noiseKnowsNothing() {
        RidgeAlignment aligned =
                RidgeAlignment.allLayers(List.of(grams.get(1)), captions, split.train(), world::encode);
        assertThat(aligned.ridge().leaveOneOutError()).isGreaterThan(.95);
        assertThat(ZeroShot.classify(aligned, split.heldOut(), captions).accuracy())
                .isLessThan(.4);
    }

    @Test
    void vectorsHaveLengthOneAndScoresAreTheirCosines() {
        RidgeAlignment aligned = RidgeAlignment.allLayers(grams, captions, split.train(), world::encode);
        float[][] models = aligned.modelVectors(3, 7);
        float[][] texts = aligned.textVectors(captions.subList(0, 1));
        assertThat(Vectors.norm(models[1])).isEqualTo(1, within(1e-6));
        assertThat(Vectors.norm(texts[0])).isEqualTo(1, within(1e-6));
        assertThat(aligned.scores(new int[] {3, 7}, captions.subList(0, 1))[1][0])
                .isEqualTo((float) Vectors.dot(models[1], texts[0]));
    }

    @Test
    void twoFitsAreEqual() {
        float[][] first = RidgeAlignment.allLayers(grams, captions, split.train(), world::encode)
                .modelVectors(split.heldOut());
        float[][] second = RidgeAlignment.allLayers(grams, captions, split.train(), world::encode)
                .modelVectors(split.heldOut());
        assertThat(first).isDeepEqualTo(second);
    }

    @Test
    void otherSimilaritiesServeToo() {
        ResidualGram cosines = ResidualGram.of(grams, split.train());
        RidgeAlignment linear = RidgeAlignment.of(cosines, captions, world::encode);
        assertThat(linear.modelVectors(split.heldOut()))
                .isDeepEqualTo(RidgeAlignment.allLayers(grams, captions, split.train(), world::encode)
                        .modelVectors(split.heldOut()));
        RidgeAlignment bent = RidgeAlignment.of(new GaussianKernel(1).of(cosines), captions, world::encode);
        assertThat(ZeroShot.classify(bent, split.heldOut(), captions).accuracy())
                .isGreaterThan(3.0 / Split.concepts(captions, split.heldOut()).size());
        assertThatThrownBy(() -> bent.reader(Map.of()))
                .hasMessage("ridge alignment: expected one fitted on the layers' own cosines, found one on other"
                        + " similarities, which are not known of models that come later; use RidgeAlignment.allLayers,"
                        + " bestLayer or gaussian");
        assertThatThrownBy(() -> RidgeAlignment.of(cosines, captions.subList(0, 5), world::encode))
                .hasMessage("alignment: expected a caption for each of the 144 models, found 5");
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> RidgeAlignment.allLayers(List.of(), captions, split.train(), world::encode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alignment: expected 1 layer or more, found none");
        assertThatThrownBy(() -> RidgeAlignment.allLayers(grams, captions.subList(0, 5), split.train(), world::encode))
                .hasMessage("alignment: expected a caption for each of the 144 models of layer 'q', found 5");
        assertThatThrownBy(() -> RidgeAlignment.bestLayer(
                        grams, Collections.nCopies(144, "colour1"), split.train(), world::encode))
                .hasMessage("ridge: expected targets that differ, found " + split.train().length + " equal ones");
        assertThatThrownBy(() ->
                        RidgeAlignment.allLayers(grams, captions, split.train(), texts -> new float[texts.size()][3]))
                .hasMessageStartingWith("text encoder: expected 3 numbers of length 1 for '")
                .hasMessageEndingWith(
                        "found 3 of length 0.0; divide each vector by its length, or use the encoder's raw()");
        assertThatThrownBy(() -> RidgeAlignment.allLayers(grams, captions, split.train(), texts -> new float[1][3]))
                .hasMessage(
                        "text encoder: expected a vector for each of " + split.train().length + " captions, found 1");
        RidgeAlignment aligned = RidgeAlignment.allLayers(grams, captions, split.train(), world::encode);
        assertThatThrownBy(() -> aligned.textVectors(List.of("colour1 dragon")))
                .hasMessage("text encoder: expected known words, found 'dragon'");
        assertThatThrownBy(() -> aligned.modelVectors(144))
                .hasMessage("models: expected indices from 0 to 143, found 144");
    }
}
