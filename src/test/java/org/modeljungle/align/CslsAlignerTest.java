package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.ridge.Ridge;

class CslsAlignerTest {

    private static final Seeds SEEDS = new Seeds(9);
    private static final int NEIGHBOURS = 5;

    private final World world = new World(SEEDS, 7, 7, 3); // 49 concepts, 147 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 0, SEEDS);
    private final AlignmentTask task = new AlignmentTask(
            Map.of("q", world.layer("q", 1), "v", world.layer("v", 1)), captions, split, world::encode);

    private static Alignment fit(Aligner aligner, AlignmentTask task) {
        return World.fit(aligner, task, SEEDS);
    }

    /** Each training model is read by a ridge that is fitted anew without its caption's models. */
    @Test
    void scoresEqualThoseOfRefitting() {
        RidgeAlignment plain = RidgeAlignment.allLayers(task);
        CslsAlignment csls =
                (CslsAlignment) fit(CslsAligner.of(RidgeAligner.allLayers()).withNeighbours(NEIGHBOURS), task);
        List<String> texts = Split.concepts(captions);
        int[] models = split.heldOut();
        float[][] cosines = plain.scores(models, texts);
        float[][] scores = csls.scores(models, texts);
        float[][] readings = refitted(plain);
        for (int text = 0; text < texts.size(); text += 7) {
            float[] own = plain.textVectors(List.of(texts.get(text)))[0];
            double near = Arrays.stream(readings)
                    .map(reading -> Vectors.dot(reading, own))
                    .sorted(Comparator.reverseOrder())
                    .limit(NEIGHBOURS)
                    .mapToDouble(cosine -> cosine)
                    .average()
                    .getAsDouble();
            for (int i = 0; i < models.length; i++) {
                assertThat((double) scores[i][text]).isCloseTo(cosines[i][text] - near / 2, within(1e-4));
            }
        }
    }

    private float[][] refitted(RidgeAlignment plain) {
        double[][] gram = plain.gram().trainGram();
        List<String> own = trainCaptions();
        float[][] texts = world.encode(own);
        float[][] readings = new float[gram.length][];
        for (int i = 0; i < gram.length; i++) {
            String caption = own.get(i);
            int[] others = IntStream.range(0, gram.length)
                    .filter(j -> !own.get(j).equals(caption))
                    .toArray();
            double[][] rest = Arrays.stream(others)
                    .mapToObj(a ->
                            Arrays.stream(others).mapToDouble(b -> gram[a][b]).toArray())
                    .toArray(double[][]::new);
            float[][] wanted = Arrays.stream(others).mapToObj(a -> texts[a]).toArray(float[][]::new);
            int model = i;
            double[][] cross = {
                Arrays.stream(others).mapToDouble(b -> gram[model][b]).toArray()
            };
            readings[i] = Ridge.fit(rest, wanted, plain.ridge().lambda()).predict(cross)[0];
            for (int k = 0; k < readings[i].length; k++) {
                readings[i][k] -= plain.ridge().mean()[k];
            }
        }
        return Vectors.unit(readings);
    }

    private List<String> trainCaptions() {
        return Arrays.stream(split.train()).mapToObj(captions::get).toList();
    }

    /** A name near to all that is read wins too often; what it is near to without cause is subtracted. */
    @Test
    void aHubIsNoLongerTheAnswerToEverything() {
        float[][] readings = {{1, 0, 0}, {.8f, .6f, 0}, {.6f, .8f, 0}, {0, 1, 0}};
        float[][] texts = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        float[][] lowered = new Csls(readings, 2).lower(new float[][] {{.5f, .5f, .5f}}, texts);
        assertThat(lowered[0]).containsExactly(.5f - .45f, .5f - .45f, .5f);
        assertThat(new Csls(readings, 4).lower(new float[][] {{.5f, .5f, .5f}}, texts)[0])
                .containsExactly(.5f - .3f, .5f - .3f, .5f);
    }

    @Test
    void vectorsAreTheRidges() {
        CslsAligner aligner = CslsAligner.of(RidgeAligner.allLayers());
        CslsAlignment csls = (CslsAlignment) fit(aligner, task);
        assertThat(csls.modelVectors(1, 4)).isDeepEqualTo(csls.inner().modelVectors(1, 4));
        assertThat(csls).hasToString(csls.inner() + ", CSLS with 10 neighbours");
        assertThat(aligner.name()).isEqualTo("ridge-all-layers-csls");
        assertThat(Experiment.of("csls", aligner.on(task)).run().trials().get(0).setting("method"))
                .isEqualTo("ridge-all-layers-csls");
    }

    /** Seen names are lowered besides, by a number that is learnt from scores with the correction. */
    @Test
    void itCanBeCalibrated() {
        CalibratedAlignment both =
                (CalibratedAlignment) fit(CalibratedAligner.of(CslsAligner.of(RidgeAligner.allLayers())), task);
        CslsAlignment csls = (CslsAlignment) both.inner();
        String seen = captions.get(split.train()[0]);
        String unseen = captions.get(split.heldOut()[0]);
        float[] scores = both.scores(new int[] {0}, List.of(seen, unseen))[0];
        float[] uncalibrated = csls.scores(new int[] {0}, List.of(seen, unseen))[0];
        assertThat(scores).containsExactly(uncalibrated[0] - (float) both.bias(), uncalibrated[1]);
    }

    @Test
    void whatIsNoRidgeAndTooManyNeighboursAreRefused() {
        var network = MetanetworkAligner.of("v", MetanetworkAlignment.Settings.PROBEX.withEpochs(1));
        AlignmentTask validated = task.withSplit(Split.draw(captions, 9, 1, SEEDS));
        assertThatThrownBy(() -> fit(CslsAligner.of(network), validated))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probex-csls: expected a ridge, whose readings of models that are left out are known, found"
                        + " probex; take a RidgeAligner, GaussianAligner, PictureAligner or TwoWayAligner");
        int train = split.train().length;
        assertThatThrownBy(() -> fit(CslsAligner.of(RidgeAligner.allLayers()).withNeighbours(train + 1), task))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "CSLS: expected 1 to %d neighbours, as many as there are training models, found %d",
                        train, train + 1);
    }
}
