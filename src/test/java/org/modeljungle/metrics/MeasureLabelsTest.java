package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasureLabelsTest {

    @Test
    void measuresAreCalledAsReadersCallThem() {
        assertThat(MeasureLabels.of("kendall-tau")).isEqualTo("Kendall's tau");
        assertThat(MeasureLabels.of("balanced-accuracy by chance")).isEqualTo("balanced accuracy by chance");
        assertThat(MeasureLabels.of("f1 or auc")).isEqualTo("F1 or AUC");
        assertThat(MeasureLabels.of("held-out-among-all/top-5 by chance"))
                .isEqualTo("held out, among all, top 5 by chance");
        assertThat(MeasureLabels.of("seen/mrr")).isEqualTo("seen, mean reciprocal rank");
        assertThat(MeasureLabels.of("held-out-30/top-5")).isEqualTo("held out, among 30, top 5");
        assertThat(MeasureLabels.of("held-out/nearest")).isEqualTo("held out, nearest neighbour");
        assertThat(MeasureLabels.of("seen/one-class")).isEqualTo("seen, one class");
        assertThat(MeasureLabels.of("colour-named")).isEqualTo("colour named");
    }

    @Test
    void whatIsNoMeasureStaysAsItIs() {
        assertThat(MeasureLabels.of("my-own")).isEqualTo("my-own");
        assertThat(MeasureLabels.of("classes/dense")).isEqualTo("classes/dense");
        assertThat(MeasureLabels.of("oak or elm")).isEqualTo("oak or elm");
    }
}
