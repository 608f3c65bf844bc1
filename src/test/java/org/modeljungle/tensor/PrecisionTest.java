package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modeljungle.Processor;

class PrecisionTest {

    @Test
    void bfloat16IsCalledSlowOnAvx2Alone() {
        Processor avx2 = new Processor("x", "AVX2");
        assertThat(Precision.BF16.slowness(avx2, false))
                .hasValue(
                        "bfloat16 on this processor, which has AVX2 alone: a product of matrices takes 25 to 40 times as"
                                + " long as in Precision.FP32");
        assertThat(Precision.BF16.slowness(avx2, true)).isEmpty();
        assertThat(Precision.FP32.slowness(avx2, false)).isEmpty();
        assertThat(Precision.BF16.slowness(new Processor("x", "AVX512"), false)).isEmpty();
    }
}
