package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NeighboursTest {

    private static final float[][] VECTORS = {{1, 0}, {-1, 0}, {5, 1}, {0, 0}, {.1f, 0}};

    @Test
    void theNearestPointTheSameWay() {
        assertThat(Neighbours.of(VECTORS, 0, 4)).containsExactly(4, 2, 3, 1);
        assertThat(Neighbours.of(VECTORS, 1, 1)).containsExactly(3);
    }

    @Test
    void ofEqualsTheFirst() {
        assertThat(Neighbours.of(new float[][] {{1}, {2}, {3}}, 1, 2)).containsExactly(0, 2);
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Neighbours.of(VECTORS, 5, 1))
                .hasMessage("neighbours: expected a vector from 0 to 4, found 5");
        assertThatThrownBy(() -> Neighbours.of(VECTORS, 0, 5))
                .hasMessage("neighbours: expected k from 1 to 4 others, found 5");
    }
}
