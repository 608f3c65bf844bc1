package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardiserTest {

    @Test
    void isMeanAndOneOverTheDeviation() {
        float[][] standard = Standardiser.of(List.of(new float[] {1, 10}, new float[] {3, 30}));
        assertThat(standard[0]).containsExactly(2, 20);
        assertThat(standard[1]).containsExactly(new float[] {1, .1f}, within(1e-7f));
    }

    @Test
    void aNumberThatNeverChangesIsLeftOut() {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 480; i++) {
            rows.add(new float[] {.1f, i}); // the mean of .1f, 480 times, is not .1f
        }
        assertThat(Standardiser.of(rows)[1][0]).isZero();
        assertThat(Standardiser.of(rows)[1][1]).isPositive();
    }

    @Test
    void nothingHasNoStandard() {
        assertThatThrownBy(() -> Standardiser.of(List.of()))
                .hasMessage("standardising: expected 1 model to learn from or more, found none of this kind");
    }
}
