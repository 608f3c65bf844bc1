package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
