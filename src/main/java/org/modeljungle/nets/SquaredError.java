package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.modeljungle.tensor.Script;

/** How far a stack of networks is from numbers that they shall respond with. */
public final class SquaredError {

    private final Script script;

    /** Compiles the error of networks of one architecture. */
    public SquaredError(Network network) {
        script = Script.compile(
                "squared error",
                network.script() + TEXT.replace("{sizes}", network.layout().sizes()));
    }

    /**
     * Each model's mean squared error, differentiable in {@code parameters}.
     *
     * @param parameters [models, layout size]
     * @param inputs [models, batch, input...], or [1, batch, input...] where all models have the same
     * @param wanted [models, batch, outputs]
     * @return [models]
     */
    public NDArray of(NDManager scope, NDArray parameters, NDArray inputs, NDArray wanted) {
        return script.forward(scope, parameters, inputs, wanted);
    }

    /** Each model's responses // [models, batch, outputs] */
    public NDArray responses(NDManager scope, NDArray parameters, NDArray inputs) {
        return script.call(scope, "responses", parameters, inputs);
    }

    private static final String TEXT = """
            def responses(self, p: Tensor, x: Tensor) -> Tensor:
              return self.respond_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def forward(self, p: Tensor, x: Tensor, wanted: Tensor) -> Tensor:
              d = self.responses(p, x) - wanted
              return torch.mean(d * d, [1, 2])
            """;
}
