package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.metrics.ClassAccuracy;

class ZeroShotTest {

    private static final List<String> CAPTIONS = List.of("dot", "ring", "star", "dot");

    /** Four models and three captions with given cosines. */
    private static final Alignment GIVEN = new Alignment() {
        @Override
        public int models() {
            return 4;
        }

        @Override
        public float[][] modelVectors(int... chosen) {
            float[][] all = {{.9f, .1f, 0}, {.7f, .2f, .2f}, {0, .1f, .3f}, {.1f, .1f, .8f}};
            float[][] some = new float[chosen.length][];
            for (int i = 0; i < some.length; i++) {
                some[i] = all[chosen[i]];
            }
            return some;
        }

        @Override
        public float[][] textVectors(List<String> captions) {
            float[][] vectors = new float[captions.size()][3];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i][List.of("dot", "ring", "star").indexOf(captions.get(i))] = 1;
            }
            return vectors;
        }
    };

    @Test
    void countsWhatItGetsRight() {
        ZeroShot.Result result = ZeroShot.classify(GIVEN, new int[] {0, 1, 2, 3}, CAPTIONS);
        assertThat(result.candidates()).containsExactly("dot", "ring", "star");
        assertThat(result.predictions()).containsExactly(0, 0, 2, 2);
        assertThat(result.names()).containsExactly("dot", "dot", "star", "star");
        assertThat(result.ranks()).containsExactly(1, 3, 1, 3); // equals come before
        assertThat(result.accuracy()).isEqualTo(.5);
        assertThat(result.accuracyWithin(1)).isEqualTo(.5);
        assertThat(result.accuracyWithin(3)).isEqualTo(1);
        assertThat(result.chance()).isEqualTo(1 / 3.0);
        assertThat(result.confusion()).isDeepEqualTo(new int[][] {{1, 0, 1}, {1, 0, 0}, {0, 0, 1}});
    }

    @Test
    void candidatesMayBeMoreThanTheModelsOwn() {
        ZeroShot.Result result = ZeroShot.classify(GIVEN, new int[] {2}, CAPTIONS, List.of("ring", "star"));
        assertThat(result.truths()).containsExactly(1);
        assertThat(result.accuracy()).isEqualTo(1);
        assertThat(result.chance()).isEqualTo(.5);
    }

    /** A share of nothing is no number. */
    @Test
    void aResultOfNoModelsIsRefused() {
        assertThatThrownBy(() -> new ZeroShot.Result(new int[0], CAPTIONS, new int[0], new float[0][]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zero-shot: expected 1 model or more, found none");
    }

    @Test
    void theAccuracyIsThatOfTheMetric() {
        float[][] scores = {{.3f, .3f, .1f}, {.1f, .2f, .4f}, {.9f, 0, 0}};
        int[] truths = {1, 2, 0};
        ZeroShot.Result result = new ZeroShot.Result(new int[] {0, 1, 2}, CAPTIONS.subList(0, 3), truths, scores);
        assertThat(result.predictions()).as("the first of equals").containsExactly(0, 2, 0);
        assertThat(result.accuracy()).isEqualTo(ClassAccuracy.of(new int[] {0, 2, 0}, truths));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> ZeroShot.classify(GIVEN, new int[] {1}, CAPTIONS, List.of("dot", "star")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "model 1: expected its caption 'ring' among the 2 candidates; add it or leave the model out");
        assertThatThrownBy(() -> ZeroShot.classify(GIVEN, new int[] {0}, CAPTIONS, List.of("dot", "dot")))
                .hasMessage("candidates: expected different captions, found 'dot' twice");
        assertThatThrownBy(() -> ZeroShot.classify(GIVEN, new int[] {4}, CAPTIONS))
                .hasMessage("models: expected indices from 0 to 3, found 4");
        assertThatThrownBy(() -> ZeroShot.classify(GIVEN, new int[0], CAPTIONS))
                .hasMessage("zero-shot: expected 1 model or more, found none");
        assertThatThrownBy(() -> ZeroShot.classify(GIVEN, new int[] {0}, List.of("dot")))
                .hasMessage("zero-shot: expected a caption for each of 4 models, found 1");
        assertThatThrownBy(
                        () -> ZeroShot.classify(GIVEN, new int[] {0}, CAPTIONS).accuracyWithin(2))
                .hasMessage("zero-shot: expected k from 1 to 1 candidates, found 2");
        assertThatThrownBy(() ->
                        new ZeroShot.Result(new int[] {7}, List.of("dot"), new int[1], new float[][] {{Float.NaN}}))
                .hasMessage("zero-shot: expected cosines, found NaN for model 7");
    }
}
