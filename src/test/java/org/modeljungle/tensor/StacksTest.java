package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StacksTest {

    @Test
    void aGpuTakesMoreAtATime() {
        assertThat(Stacks.of(false, 10, 300)).isEqualTo(10);
        assertThat(Stacks.of(true, 10, 300)).isEqualTo(300);
        assertThatThrownBy(() -> Stacks.of(false, 0, 1)).hasMessage("stack: expected 1 model or more, found 0 and 1");
    }

    @Test
    void aSetWhoseStacksDifferKeepsSixteenOfThem() {
        assertThat(Stacks.of(false, 20, 100, 2000)).isEqualTo(20);
        assertThat(Stacks.of(true, 20, 100, 2000)).isEqualTo(100);
        assertThat(Stacks.of(true, 20, 100, 800)).isEqualTo(50);
        assertThat(Stacks.of(true, 20, 100, 160)).isEqualTo(20);
    }

    @Test
    void workersAreFewOnAGpu() {
        assertThat(Workers.count(false, 16)).isEqualTo(16);
        assertThat(Workers.count(true, 16)).isEqualTo(2);
        assertThat(Workers.count(true, 1)).isEqualTo(1);
    }
}
