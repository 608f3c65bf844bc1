package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveCurveTest {

    private static ProgressView.Curve of(int points) {
        LiveCurve curve = new LiveCurve("loss");
        IntStream.rangeClosed(1, points).forEach(curve::add);
        return curve.view();
    }

    @Test
    void aShortCurveIsWhole() {
        assertThat(of(3).values()).containsExactly(1, 2, 3);
        assertThat(of(200).values()).hasSize(200).startsWith(1, 2).endsWith(200);
    }

    @Test
    void aLongOneIsThinnedEvenlyFromItsFirstPointToItsLatest() {
        for (int points : new int[] {201, 202, 399, 400, 401, 3_000, 100_001}) {
            ProgressView.Curve curve = of(points);
            double[] values = curve.values();
            assertThat(values).hasSizeBetween(100, 201).startsWith(1).endsWith(points);
            assertThat(curve.lowest()).isEqualTo(1);
            assertThat(curve.highest()).isEqualTo(points);
            double stride = values[1] - values[0];
            double[] steps = IntStream.range(1, values.length - 1)
                    .mapToDouble(i -> values[i] - values[i - 1])
                    .toArray();
            assertThat(Arrays.stream(steps).allMatch(step -> step == stride)).isTrue();
        }
    }

    @Test
    void aJobHasOneForEachNameUntilItEnds() {
        Progress progress = Progress.of("training", 4);
        try (progress) {
            progress.point("loss", 2);
            progress.point("validation", .5);
            progress.point("loss", Double.NaN);
            progress.point("loss", 1);
            progress.point("gradient", Double.POSITIVE_INFINITY);
            ProgressView running = ProgressView.of(progress);
            assertThat(running.curves()).extracting(ProgressView.Curve::name).containsExactly("loss", "validation");
            assertThat(running.curves().get(0).values()).containsExactly(2, 1);
            assertThat(running.curves().get(0).highest()).isEqualTo(2);
        }
        assertThat(ProgressView.of(progress).curves()).isEmpty();
    }
}
