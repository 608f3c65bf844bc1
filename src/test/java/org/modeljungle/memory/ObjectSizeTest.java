package org.modeljungle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.NativeUse;
import org.modeljungle.tensor.Torch;

class ObjectSizeTest {

    private static final int NUMBERS = 10_000;

    @Test
    void arraysCountToTheByte() {
        assertThat(ObjectSize.of(new float[NUMBERS]).heap()).isBetween(4L * NUMBERS, 4L * NUMBERS + 16);
        assertThat(ObjectSize.of(new double[2][NUMBERS]).heap()).isBetween(16L * NUMBERS, 16L * NUMBERS + 100);
    }

    @Test
    void whatIsReachedThroughFieldsAndCollectionsCounts() {
        LayerBank bank = new LayerBank("q", new Dense(NUMBERS, 1, 1, new float[NUMBERS]));
        assertThat(ObjectSize.of(Map.of("q", List.of(bank))).heap()).isBetween(4L * NUMBERS, 5L * NUMBERS);
    }

    @Test
    void whatIsReachedTwiceCountsOnce() {
        float[] shared = new float[NUMBERS];
        List<Object> around = new ArrayList<>(List.of(shared, shared));
        around.add(around);
        assertThat(ObjectSize.of(around).heap()).isBetween(4L * NUMBERS, 5L * NUMBERS);
    }

    @Test
    void arraysOfTheEngineCountApart() {
        try (NDManager scope = Torch.scope()) {
            NDArray array = scope.zeros(new Shape(NUMBERS));
            assertThat(ObjectSize.of(List.of(array, scope)).engine()).isEqualTo(4L * NUMBERS);
            assertThat(NativeUse.now()).anyMatch(use -> use.arrays() >= 1 && use.bytes() >= 4L * NUMBERS);
            array.close();
            assertThat(ObjectSize.of(array).engine()).isZero();
        }
    }

    @Test
    void nothingHoldsNothing() {
        assertThat(ObjectSize.of(null)).isEqualTo(new ObjectSize(0, 0));
    }

    @Test
    void bytesReadAsPeopleSayThem() {
        assertThat(ByteCount.text(512)).isEqualTo("512 bytes");
        assertThat(ByteCount.text(1_234)).isEqualTo("1.2 kB");
        assertThat(ByteCount.text(734_000_000)).isEqualTo("734 MB");
        assertThat(ByteCount.text(4_000_000_000_000L)).isEqualTo("4.0 TB");
        assertThat(ByteCount.text(999)).isEqualTo("999 bytes");
        assertThat(ByteCount.text(999_499)).isEqualTo("999 kB");
        assertThat(ByteCount.text(999_500)).isEqualTo("1.0 MB");
        assertThat(ByteCount.text(99_960)).isEqualTo("100 kB");
    }
}
