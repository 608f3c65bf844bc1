package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final Script SQUARE = Script.compile("square", """
            def scaled(self, x: Tensor, factor: float) -> Tensor:
              return x * factor
            def square(self, x: Tensor, times: int, negate: bool) -> Tensor:
              y = x
              for i in range(times):
                y = y * y
              if negate:
                y = -y
              return self.scaled(y, 0.5)
            def forward(self, x: Tensor) -> Tensor:
              return self.square(x, 1, False)
            def both(self, x: Tensor) -> List[Tensor]:
              return [x, x + 1]
            def last(self, all: List[Tensor], place: int) -> Tensor:
              return all[place]
            """);

    @Test
    void methodsCallEachOtherAndTakeNumbers() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2, 3});
            assertThat(Torch.floats(SQUARE.call(scope, "square", x, 1, false))).containsExactly(.5f, 2, 4.5f);
            assertThat(Torch.floats(SQUARE.call(scope, "square", x, 2, true))).containsExactly(-.5f, -8, -40.5f);
            NDArray[] both = SQUARE.callList(scope, "both", x);
            assertThat(Torch.floats(both[1])).containsExactly(2, 3, 4);
        }
    }

    @Test
    void anArrayOfTensorsIsAList() {
        try (NDManager scope = Torch.scope()) {
            NDArray[] all = {scope.create(new float[] {1}), scope.create(new float[] {2, 3})};
            assertThat(Torch.floats(SQUARE.call(scope, "last", all, 1))).containsExactly(2, 3);
        }
    }

    @Test
    void gradientOfASumOfSquares() {
        try (NDManager scope = Torch.scope()) {
            NDArray x = scope.create(new float[] {1, 2, 3}, new Shape(1, 3));
            Gradient gradient = Gradient.of(scope, x, p -> SQUARE.forward(scope, p));
            assertThat(Torch.floats(gradient.gradient())).containsExactly(1, 2, 3);
            assertThat(Torch.floats(gradient.loss())).containsExactly(.5f, 2, 4.5f);
        }
    }

    @Test
    void textThatDoesNotCompileSaysWhy() {
        assertThatThrownBy(() -> Script.compile("broken", "def f(self, x: Tensor) -> Tensor:\n  return no_such(x)\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("script 'broken' does not compile")
                .hasMessageContaining("no_such");
    }

    @Test
    void theSameTextIsCompiledOnce() {
        String text = "def twice(self, x: Tensor) -> Tensor:\n  return x * 2 # of this test\n";
        Script.compile("first", text);
        int compiled = Script.compiled();
        Script again = Script.compile("again", text);
        assertThat(Script.compiled()).isEqualTo(compiled);
        try (NDManager scope = Torch.scope()) {
            assertThat(Torch.floats(again.call(scope, "twice", scope.create(new float[] {3}))))
                    .containsExactly(6);
        }
    }

    @Test
    void anArgumentOfTheWrongKindIsNamed() {
        try (NDManager scope = Torch.scope()) {
            assertThatThrownBy(() -> SQUARE.call(scope, "both", "text"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("script argument: expected a tensor, an array of them, a number or a boolean, found"
                            + " java.lang.String");
        }
    }
}
