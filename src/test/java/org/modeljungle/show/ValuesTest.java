package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void arraysAreTheirShapeAndFirstNumbers() {
        assertThat(Values.text(new float[] {1, 2.5f})).isEqualTo("float[2]: 1.0, 2.5");
        assertThat(Values.text(new int[9])).isEqualTo("int[9]: 0, 0, 0, 0, 0, 0, 0, 0, ...");
        assertThat(Values.text(new double[][] {{1}, {2}})).isEqualTo("double[2][1]: 1.0, ...");
        assertThat(Values.text(new float[0])).isEqualTo("float[0]");
        assertThat(Values.text(new float[3][])).isEqualTo("float[3][]");
        assertThat(Values.text(new String[] {"a"})).isEqualTo("String[1]: a");
        assertThat(Values.text(List.of(new float[2], new float[3])))
                .isEqualTo("[float[2]: 0.0, 0.0, float[3]: 0.0, 0.0, 0.0]");
    }

    @Test
    void listsAndTextsAreCut() {
        assertThat(Values.text(Collections.nCopies(2_000, 1)))
                .hasSize(100 * 3 + ", ... 1,900 more".length())
                .endsWith(", ... 1,900 more]");
        assertThat(Values.text("x".repeat(2_000_000)))
                .endsWith("x... 1,990,000 more characters")
                .hasSizeLessThan(10_100);
        assertThat(Values.text(Collections.nCopies(90, "x".repeat(1_000)))).hasSizeLessThan(11_100);
        assertThat(Values.text(Map.of("a", new int[1]))).isEqualTo("{a=int[1]: 0}");
        assertThat(Values.text(Arrays.asList(1, null))).isEqualTo("[1, null]");
        assertThat(Values.text(null)).isEqualTo("null");
    }

    private record Inner(double[] numbers, String word) {}

    private record Outer(int count, List<Inner> all) {}

    @Test
    void arraysWithinRecordsAreShownToo() {
        assertThat(Values.text(new Inner(new double[] {1, 2}, "a")))
                .isEqualTo("Inner[numbers=double[2]: 1.0, 2.0, word=a]");
        assertThat(Values.text(new Outer(1, List.of(new Inner(new double[1], "me@beef.org")))))
                .isEqualTo("Outer[count=1, all=[Inner[numbers=double[1]: 0.0, word=me@beef.org]]]");
    }
}
