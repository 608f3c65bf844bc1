package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void bytesAreInPowersOfAThousand() {
        assertThat(Amounts.bytes(999)).isEqualTo("999 bytes");
        assertThat(Amounts.bytes(1_234)).isEqualTo("1.23 kB");
        assertThat(Amounts.bytes(12_345_678)).isEqualTo("12.3 MB");
        assertThat(Amounts.bytes(999_999)).isEqualTo("1.00 MB");
        assertThat(Amounts.bytes(5_000_000_000_000_000L)).isEqualTo("5000 TB");
    }

    @Test
    void countsAreAsTheyAreUpToTenThousand() {
        assertThat(Amounts.count(9_999)).isEqualTo("9,999");
        assertThat(Amounts.count(154_900)).isEqualTo("155 thousand");
        assertThat(Amounts.count(1_570_000)).isEqualTo("1.57 million");
    }

    @Test
    void textsAreCountedInNaturalOrderAndOfManySomeAreNamed() {
        assertThat(Amounts.counts(Stream.of("t10", "t2", "t10"), 5)).isEqualTo("t2 1, t10 2");
        assertThat(Amounts.counts(Stream.of("a", "b", "c"), 2)).isEqualTo("3 in all: a 1, b 1, ...");
        assertThat(Amounts.some(List.of("a", "b", "c"), 2)).isEqualTo("a, b, and 1 more");
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(Amounts.number(.00431234)).isEqualTo("0.00431");
        assertThat(Amounts.number(Double.NaN)).isEqualTo("-");
        assertThat(Amounts.range(1, 1)).isEqualTo("1");
        assertThat(Amounts.range(2, 1)).isEqualTo("1 to 2");
    }
}
