package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/** The mean squared error between the outputs of a stack of networks and their targets. */
public final class SquaredError {

    private final Script script;
    private final int size;
    private final Shape input;
    private final int outputs;

    /** Compiles the error of networks of one architecture. */
    public SquaredError(Network network) {
        size = network.layout().size();
        input = new Shape(network.input().stream().mapToLong(Integer::longValue).toArray());
        outputs = network.outputs();
        script = Script.compile(
                "squared error",
                network.script() + TEXT.replace("{sizes}", network.layout().sizes()));
    }

    /**
     * Each model's mean squared error, differentiable in {@code parameters}.
     *
     * @param parameters [models, layout size]
     * @param inputs [models, batch, input...], or [1, batch, input...] where all models have the same
     * @param targets [models, batch, outputs]
     * @return [models]
     * @throws IllegalArgumentException if the shapes are others
     */
    public NDArray of(NDManager scope, NDArray parameters, NDArray inputs, NDArray targets) {
        check(parameters, inputs);
        Shape expected =
                new Shape(parameters.getShape().get(0), inputs.getShape().get(1), outputs);
        Check.that(
                targets.getShape().equals(expected),
                "squared error: expected targets %s, found %s",
                expected,
                targets.getShape());
        return script.forward(scope, parameters, inputs, targets);
    }

    /**
     * Each model's outputs // [models, batch, outputs]
     *
     * @throws IllegalArgumentException if the shapes are others than those of {@link #of}
     */
    public NDArray outputs(NDManager scope, NDArray parameters, NDArray inputs) {
        check(parameters, inputs);
        return script.call(scope, "outputs", parameters, inputs);
    }

    private void check(NDArray parameters, NDArray inputs) {
        Shape rows = parameters.getShape();
        Check.that(
                rows.dimension() == 2 && rows.get(1) == size,
                "squared error: expected parameters [models, %d], found %s",
                size,
                rows);
        Shape found = inputs.getShape();
        boolean axes = found.dimension() == input.dimension() + 2;
        long models = axes && found.get(0) == 1 ? 1 : rows.get(0); // or all models share them
        Shape expected = new Shape(models, axes ? found.get(1) : -1).addAll(input);
        Check.that(found.equals(expected), "squared error: expected inputs %s, found %s", expected, found);
    }

    private static final String TEXT = """
            def outputs(self, p: Tensor, x: Tensor) -> Tensor:
              return self.respond_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def forward(self, p: Tensor, x: Tensor, targets: Tensor) -> Tensor:
              d = self.outputs(p, x) - targets
              return torch.mean(d * d, [1, 2])
            """;

    @Override
    public String toString() {
        return "squared error of %d outputs".formatted(outputs);
    }
}
