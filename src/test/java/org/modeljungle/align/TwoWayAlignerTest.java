package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.metrics.Spread;
import org.modeljungle.ridge.ResidualGram;

class TwoWayAlignerTest {

    private static final Seeds SEEDS = new Seeds(9);

    private final World world = new World(SEEDS, 7, 7, 3); // 49 concepts, 147 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 0, SEEDS);
    private final AlignmentTask task = new AlignmentTask(
            Map.of("q", world.layer("q", 1), "v", world.layer("v", 1)), captions, split, world::encode);

    private static Alignment fit(Aligner aligner, AlignmentTask task) {
        return World.fit(aligner, task, SEEDS);
    }

    /** By {@code src/test/golden/reverse.py}, which refits for each caption that is left out. */
    @Test
    void wordsArePlacedAsInExplicitCoordinates() {
        JsonNode golden = Golden.read("reverse");
        float[] texts = Golden.floats(golden.get("texts"));
        double[][] similarities = new double[30][30];
        for (int i = 0; i < 900; i++) {
            similarities[i / 30][i % 30] = golden.get("similarities").get(i).doubleValue();
            similarities[i % 30][i / 30] = similarities[i / 30][i % 30];
        }
        List<String> own =
                IntStream.range(0, 30).mapToObj(i -> "caption " + i / 3).toList();
        ResidualGram gram = new ResidualGram(
                List.of("layer"), similarities, IntStream.range(0, 24).toArray());
        RidgeAlignment forward = RidgeAlignment.of(
                gram,
                own,
                wanted -> wanted.stream()
                        .map(text -> Integer.parseInt(text.substring(8)))
                        .map(text -> Arrays.copyOfRange(texts, 4 * text, 4 * text + 4))
                        .toArray(float[][]::new));
        ReverseAlignment reverse = ReverseAlignment.of(forward);
        assertThat(reverse.ridge().lambda()).isCloseTo(golden.get("lambda").doubleValue(), within(1e-12));
        List<String> all = own.stream().distinct().toList();
        float[][] scores = reverse.scores(IntStream.range(0, 30).toArray(), all);
        float[] expected = Golden.floats(golden.get("scores")); // [30, 10]
        for (int i = 0; i < scores.length; i++) {
            assertThat(scores[i]).containsExactly(Arrays.copyOfRange(expected, 10 * i, 10 * i + 10), within(1e-5f));
        }
    }

    @Test
    void bothWaysCountByTheirSpread() {
        RidgeAlignment forward = RidgeAlignment.allLayers(task);
        ReverseAlignment reverse = ReverseAlignment.of(forward);
        TwoWayAlignment both = TwoWayAlignment.of(forward);
        List<String> met = Split.concepts(captions, split.train());
        double ahead = spread(forward.leftOutVectors(), forward.textVectors(met));
        double back = spread(reverse.modelVectors(split.train()), reverse.leftOutTexts());
        double share = 1 / ahead / (1 / ahead + 1 / back);
        assertThat(both.share()).isCloseTo(share, within(1e-9));
        List<String> texts = Split.concepts(captions);
        int[] models = split.heldOut();
        float[][] one = forward.scores(models, texts);
        float[][] other = reverse.scores(models, texts);
        float[][] scores = both.scores(models, texts);
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < texts.size(); j++) {
                assertThat((double) scores[i][j])
                        .isCloseTo(share * one[i][j] + (1 - share) * other[i][j], within(1e-6));
            }
        }
        for (float[] vector : both.modelVectors(0, 5)) {
            assertThat(Vectors.norm(vector)).isCloseTo(1, within(1e-5));
        }
    }

    private static double spread(float[][] models, float[]... texts) {
        List<Double> all = new ArrayList<>();
        for (float[] model : models) {
            for (float[] text : texts) {
                all.add((double) (float) Vectors.dot(model, text));
            }
        }
        return Spread.of(all.stream().mapToDouble(Double::doubleValue).toArray())
                .std();
    }

    @Test
    void heldOutConceptsAreNamedEitherWayAndCorrected() {
        TwoWayAligner both = TwoWayAligner.of(GaussianAligner.of(1));
        Outcomes outcomes = Experiment.of(
                        "two ways",
                        both.on(task),
                        CslsAligner.of(both).on(task),
                        CalibratedAligner.of(CslsAligner.of(both)).on(task))
                .run();
        assertThat(outcomes.trials()).hasSize(3).allSatisfy(trial -> {
            assertThat(trial.outcome().measures().get("held-out")).isGreaterThan(.75); // chance 1 / 9
            assertThat(trial.outcome().measures().get("seen")).isGreaterThan(.5); // chance 1 / 40
        });
        ReverseAlignment reverse = ReverseAlignment.of(RidgeAlignment.allLayers(task));
        assertThat(task.heldOut(reverse).accuracy()).isGreaterThan(.75);
        assertThat(task.seen(reverse, split.test()).accuracy()).isGreaterThan(.5);
        assertThat(both.name()).isEqualTo("gaussian-ridge-two-way");
    }

    @Test
    void whatIsNoRidgeIsRefused() {
        var network = MetanetworkAligner.of("v", MetanetworkAlignment.Settings.PROBEX.withEpochs(1));
        AlignmentTask validated = task.withSplit(Split.draw(captions, 9, 1, SEEDS));
        assertThatThrownBy(() -> fit(TwoWayAligner.of(network), validated))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probex-two-way: expected a ridge, found probex; take a RidgeAligner, GaussianAligner or"
                        + " PictureAligner");
    }
}
