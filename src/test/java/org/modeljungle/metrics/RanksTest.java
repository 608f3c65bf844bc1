package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.Seeds;

class RanksTest {

    private static final double CLOSE = 1e-12;

    static float[][] rows(JsonNode rows) {
        List<float[]> all = new ArrayList<>();
        rows.forEach(row -> all.add(Golden.floats(row)));
        return all.toArray(float[][]::new);
    }

    static int[] ints(JsonNode numbers) {
        int[] values = new int[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).intValue();
        }
        return values;
    }

    @Test
    void equalScikitLearn() {
        JsonNode golden = Golden.read("retrieval").get("naming");
        int[] ranks = Ranks.of(rows(golden.get("scores")), ints(golden.get("truths")));
        assertThat(Ranks.within(1, ranks)).isCloseTo(golden.get("top1").doubleValue(), within(CLOSE));
        assertThat(Ranks.within(5, ranks)).isCloseTo(golden.get("top5").doubleValue(), within(CLOSE));
        assertThat(Ranks.meanReciprocal(ranks)).isCloseTo(golden.get("mrr").doubleValue(), within(CLOSE));
    }

    /** Otherwise a method that says the same of everything would be the best. */
    @Test
    void equalScoresAreTheLast() {
        int[] ranks = Ranks.of(new float[3][10], 0, 4, 9);
        assertThat(ranks).containsOnly(10);
        assertThat(Ranks.within(9, ranks)).isZero();
        assertThat(Ranks.meanReciprocal(ranks)).isCloseTo(.1, within(CLOSE));
        assertThat(Ranks.ofAll(new double[6], new boolean[] {true, false, false, true, false, false}))
                .containsExactly(5, 6);
        assertThat(Ranks.ofAll(new double[] {-0.0, 0.0}, new boolean[] {true, false}))
                .containsExactly(2);
    }

    @Test
    void guessingComesToItsChance() {
        UniformRandomProvider random = new Seeds(7).random();
        float[][] scores = new float[20000][8];
        int[] truths = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            truths[i] = random.nextInt(8);
            for (int k = 0; k < 8; k++) {
                scores[i][k] = random.nextFloat();
            }
        }
        int[] ranks = Ranks.of(scores, truths);
        assertThat(Ranks.within(3, ranks)).isCloseTo(3 / 8.0, within(.01));
        assertThat(Ranks.meanReciprocal(ranks)).isCloseTo(Ranks.meanReciprocalByChance(8), within(.01));
        assertThat(Ranks.meanReciprocalByChance(3)).isCloseTo(11 / 18.0, within(CLOSE));
    }

    @Test
    void placesOfAllRightOnesEqualALoop() {
        UniformRandomProvider random = new Seeds(8).random();
        for (int trial = 0; trial < 100; trial++) {
            double[] scores = new double[30];
            boolean[] truth = new boolean[30];
            for (int i = 0; i < 30; i++) {
                scores[i] = random.nextInt(12); // many are equal
                truth[i] = random.nextInt(3) == 0;
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                order.add(i);
            }
            order.sort((i, j) -> scores[i] != scores[j]
                    ? Double.compare(scores[j], scores[i])
                    : Boolean.compare(truth[i], truth[j]));
            List<Integer> places = new ArrayList<>();
            for (int place = 1; place <= 30; place++) {
                if (truth[order.get(place - 1)]) {
                    places.add(place);
                }
            }
            int[] found = Ranks.ofAll(scores, truth);
            assertThat(found)
                    .containsExactly(places.stream().mapToInt(Integer::intValue).toArray());
            long amongTen = places.stream().filter(place -> place <= 10).count();
            assertThat(Ranks.precision(10, found)).isEqualTo(amongTen / 10.0);
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> Ranks.of(new float[2][3], 1))
                .hasMessage("ranks: expected 1 row of scores or more, one for each truth, found 2 for 1");
        assertThatThrownBy(() -> Ranks.of(new float[1][3], 3))
                .hasMessage("ranks: expected a truth from 0 to 2 in row 0, found 3");
        assertThatThrownBy(() -> Ranks.of(new float[][] {{1, Float.NaN}}, 0))
                .hasMessage("ranks: expected scores in row 0, found NaN");
        assertThatThrownBy(() -> Ranks.ofAll(new double[2], new boolean[3]))
                .hasMessage("ranks: expected a score for each of 3 answers, found 2");
        assertThatThrownBy(() -> Ranks.ofAll(new double[] {Double.NaN}, new boolean[1]))
                .hasMessage("ranks: expected scores, found NaN");
        assertThatThrownBy(() -> Ranks.within(0, 1)).hasMessage("ranks: expected k of 1 or more, found 0");
        assertThatThrownBy(() -> Ranks.meanReciprocal()).hasMessage("ranks: expected 1 or more, found none");
    }
}
