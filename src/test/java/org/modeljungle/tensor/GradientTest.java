package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GradientTest {

    @Test
    void leavesTheParametersAsTheyAre() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2});
            Gradient gradient = Gradient.of(scope, x, leaf -> leaf.pow(3));
            assertThat(Torch.floats(gradient.loss())).containsExactly(1, 8);
            assertThat(Torch.floats(gradient.gradient())).containsExactly(3, 12);
            assertThat(Torch.floats(x)).containsExactly(1, 2);
            assertThat(x.hasGradient()).isFalse();
            assertThat(gradient.loss().hasGradient()).isFalse();
        }
    }

    @Test
    void aScaledLossSurvivesGarbageCollection() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2});
            for (int round = 0; round < 5; round++) {
                Gradient gradient = Gradient.of(scope, x, leaf -> {
                    NDArray scaled = Torch.scaled(scope, leaf, 3);
                    collectAndReuseMemory();
                    return scaled;
                });
                assertThat(Torch.floats(gradient.loss())).containsExactly(3, 6);
                assertThat(Torch.floats(gradient.gradient())).containsExactly(3, 3);
            }
        }
    }

    private static void collectAndReuseMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            LockSupport.parkNanos(20_000_000); // for the thread that frees buffers
        }
        for (int i = 0; i < 2000; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(4 + i % 64);
            for (int k = 0; k < buffer.capacity(); k++) {
                buffer.put(k, (byte) 63);
            }
        }
    }

    @Test
    void aLossWithoutTheParametersSaysSo() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2});
            assertThatThrownBy(() ->
                            Gradient.of(scope, x, leaf -> leaf.stopGradient().sum()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the loss does not depend on the parameters: it has no gradient");
        }
    }

    @Test
    void gradientsAreOffAgainAfterAFailure() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2});
            IllegalStateException failure = new IllegalStateException("no data");
            assertThatThrownBy(() -> Gradient.of(scope, x, leaf -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            x.setRequiresGradient(true);
            assertThat(x.mul(2).hasGradient()).isFalse();
        }
    }
}
