package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourAgreementTest {

    private static final double[][] ALIKE = {
        {1, .9, .2, .1},
        {.9, 1, .3, .4},
        {.2, .3, 1, .3},
        {.1, .8, .3, 1}
    };

    @Test
    void countsNearestNeighboursOfTheSameKind() {
        assertThat(NeighbourAgreement.of(ALIKE, List.of("a", "a", "b", "b"))).isEqualTo(.5);
        assertThat(NeighbourAgreement.of(ALIKE, List.of("a", "a", "a", "a"))).isEqualTo(1);
        assertThat(NeighbourAgreement.of(ALIKE, List.of("a", "b", "c", "b"))).isEqualTo(.25);
    }

    @Test
    void chanceIsTheShareOfOthersOfTheSameKind() {
        assertThat(NeighbourAgreement.chance(List.of("a", "a", "b", "b"))).isCloseTo(1. / 3, within(1e-12));
        assertThat(NeighbourAgreement.chance(List.of("a", "a", "a", "b"))).isEqualTo(.5);
        assertThat(NeighbourAgreement.chance(List.of("a", "b"))).isZero();
    }

    @Test
    void labelsAreNeededForAll() {
        assertThatThrownBy(() -> NeighbourAgreement.of(ALIKE, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("neighbours: expected a label for each of 2 things or more, found 4 things and 1 labels");
        assertThatThrownBy(() -> NeighbourAgreement.of(new double[][] {{1, 0}, {1}}, List.of("a", "b")))
                .hasMessage("neighbours: expected similarities of 2 things in each row, found 1 in row 1");
        assertThatThrownBy(() -> NeighbourAgreement.chance(List.of("a")))
                .hasMessage("neighbours: expected a label for each of 2 things or more, found 1 things and 1 labels");
    }
}
