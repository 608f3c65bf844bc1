package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.Seeds;

class ConformalSetsTest {

    @Test
    void equalNumPysQuantile() {
        JsonNode golden = Golden.read("retrieval").get("naming");
        float[][] scores = RanksTest.rows(golden.get("scores"));
        int[] truths = RanksTest.ints(golden.get("truths"));
        double[] own = new double[30];
        Arrays.setAll(own, i -> scores[i][truths[i]]);
        ConformalSets sets = ConformalSets.of(own, .9);
        float[][] others = Arrays.copyOfRange(scores, 30, 60);
        assertThat(sets.threshold()).isEqualTo(golden.get("threshold").doubleValue());
        assertThat(sets.coverage(others, Arrays.copyOfRange(truths, 30, 60)))
                .isCloseTo(golden.get("coverage").doubleValue(), within(1e-12));
        assertThat(sets.meanSize(others)).isCloseTo(golden.get("size").doubleValue(), within(1e-12));
    }

    /** Over many draws of examples to calibrate on and of others, the promise holds, and not by far. */
    @Test
    void coverAsOftenAsPromised() {
        UniformRandomProvider random = new Seeds(9).random();
        for (double promised : new double[] {.5, .8, .9}) {
            double covered = 0;
            for (int trial = 0; trial < 4000; trial++) {
                double threshold =
                        ConformalSets.of(random.doubles(19).toArray(), promised).threshold();
                covered += random.nextDouble() >= threshold ? 1 / 4000.0 : 0;
            }
            assertThat(covered).isCloseTo(promised, within(.03));
        }
    }

    @Test
    void aSetHoldsWhatReachesTheThreshold() {
        ConformalSets sets = new ConformalSets(.5, .9, 20);
        assertThat(sets.set(.5f, .4f, .9f)).containsExactly(0, 2);
        assertThat(sets.set(.1f)).isEmpty();
        assertThat(ConformalSets.of(new double[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, .9)
                        .threshold())
                .as("nine examples are enough for 0.9")
                .isEqualTo(1);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> ConformalSets.of(new double[8], .9))
                .hasMessage("conformal sets: expected 9 examples or more to cover 0.9, found 8; calibrate on more, or"
                        + " ask for less");
        assertThatThrownBy(() -> ConformalSets.of(new double[8], 1))
                .hasMessage("conformal sets: expected a coverage between 0 and 1, found 1.0");
        assertThatThrownBy(() -> ConformalSets.of(new double[] {1, Double.NaN}, .5))
                .hasMessage("conformal sets: expected scores, found NaN");
        assertThatThrownBy(() -> new ConformalSets(0, .9, 9).coverage(new float[2][1]))
                .hasMessage("conformal sets: expected 1 example or more with a truth for each, found 2 and 0");
    }
}
