package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class PerClassTest {

    /** Nine pictures of one number; the class is the number's remainder by 2. */
    private final Images images = new Images(
            new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8},
            1,
            1,
            1,
            List.of(),
            Map.of("parity", new Labels(List.of("even", "odd"), new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0})));

    @Test
    void classesTakeTurnsAndNoPictureComesTwice() {
        Dataset data = new PerClass(1, 2, 1).split(images, "parity", new Seeds(5));
        assertThat(data.train().labels("parity").values()).containsExactly(0, 1, 0, 1);
        for (int i = 0; i < 4; i++) {
            assertThat(data.train().get(i)[0] % 2).isEqualTo(i % 2);
        }
        assertThat(IntStream.concat(
                        IntStream.concat(values(data.pretraining()), values(data.train())), values(data.test())))
                .hasSize(8)
                .doesNotHaveDuplicates();
        assertThat(data.classNames()).containsExactly("even", "odd");
        assertThat(data.aspects()).containsExactly("parity");
    }

    @Test
    void theSeedDecides() {
        assertThat(IntStream.range(0, 20)
                        .mapToObj(seed -> new PerClass(1, 2, 1)
                                .split(images, "parity", new Seeds(seed))
                                .train()
                                .pixels())
                        .map(Arrays::hashCode)
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void tooFewAreRefused() {
        assertThatThrownBy(() -> new PerClass(2, 2, 1).split(images, "parity", new Seeds(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 'odd': expected 5 pictures or more to split, found 4; take fewer of each class, or"
                        + " leave this one out");
        assertThatThrownBy(() -> new PerClass(1, 1, 0))
                .hasMessage("pictures per class: expected one or more to pre-train, train and test on, found 1, 1, 0");
    }

    private static IntStream values(Images part) {
        return IntStream.range(0, part.count()).map(i -> (int) part.get(i)[0]);
    }
}
