package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SeedsTest {

    private final Seeds seeds = new Seeds(7);

    /** The first eight bytes of SHA-256(big-endian seed, then the name in UTF-8), as Python's hashlib gives them. */
    @Test
    void splitIsFixedForEver() {
        assertThat(seeds.split("tree-3")).isEqualTo(new Seeds(-541787949611597711L));
        assertThat(seeds.split("tree-3").split("child-7")).isEqualTo(new Seeds(-7218332214618253661L));
    }

    /** xoshiro256++ whose state is four SplitMix64 numbers, as an independent Python version gives it. */
    @Test
    void randomBitsAreFixedForEver() {
        UniformRandomProvider random = seeds.random();
        assertThat(random.nextLong()).isEqualTo(1021219803524665661L);
        assertThat(random.nextLong()).isEqualTo(3174977118032272916L);
    }

    @Test
    void normalNumbersAndPermutationsAreFixedForEver() {
        assertThat(seeds.normal(3)).containsExactly(0.22612838f, 0.8894576f, -0.9172371f);
        assertThat(seeds.permutation(10)).containsExactly(3, 0, 6, 7, 5, 1, 2, 4, 8, 9);
    }

    @Test
    void theSameNameGivesTheSameNumbersHoweverOften() {
        assertThat(seeds.split("a").normal(5)).containsExactly(seeds.split("a").normal(5));
        assertThat(seeds.split("step", 12)).isEqualTo(seeds.split("step-12"));
    }

    @Test
    void namesAndSeedsAreIndependent() {
        Set<Long> all = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            for (int step = 0; step < 100; step++) {
                all.add(new Seeds(seed).split("step", step).value());
            }
        }
        assertThat(all).hasSize(10_000);
        assertThat(correlation(seeds.split("a").normal(20_000), seeds.split("b").normal(20_000)))
                .isCloseTo(0, within(0.03));
        assertThat(correlation(
                        seeds.split("a").normal(20_000), new Seeds(8).split("a").normal(20_000)))
                .isCloseTo(0, within(0.03));
    }

    @Test
    void orderOfNamesMatters() {
        assertThat(seeds.split("a").split("b")).isNotEqualTo(seeds.split("b").split("a"));
        assertThat(seeds.split("ab")).isNotEqualTo(seeds.split("a").split("b"));
    }

    @Test
    void normalNumbersAreStandardNormal() {
        float[] numbers = seeds.normal(200_000);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float number : numbers) {
            mean += number / 200_000.0;
            square += number * number / 200_000.0;
            fourth += Math.pow(number, 4) / 200_000.0;
        }
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(square).isCloseTo(1, within(0.015));
        assertThat(fourth).isCloseTo(3, within(0.1));
    }

    @Test
    void fillsOnlyItsOwnPart() {
        float[] target = new float[10];
        seeds.fillNormal(target, 3, 4);
        assertThat(Arrays.copyOfRange(target, 3, 7)).containsExactly(seeds.normal(4));
        assertThat(target[2]).isZero();
        assertThat(target[7]).isZero();
    }

    @Test
    void aPermutationHoldsEveryNumberOnce() {
        for (int count : new int[] {0, 1, 2, 1_000}) {
            int[] sorted = seeds.split("p", count).permutation(count);
            Arrays.sort(sorted);
            assertThat(sorted).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(sorted[i]).isEqualTo(i);
            }
        }
    }

    @Test
    void everyPermutationIsEquallyLikely() {
        int[] firsts = new int[4];
        for (int i = 0; i < 8_000; i++) {
            firsts[seeds.split("p", i).permutation(4)[0]]++;
        }
        assertThat(firsts)
                .satisfies(counts ->
                        Arrays.stream(counts).forEach(count -> assertThat(count).isBetween(1_850, 2_150)));
    }

    private static double correlation(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum / a.length;
    }
}
