package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/** How far a stack of networks is from numbers that they shall respond with. */
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
     * @param wanted [models, batch, outputs]
     * @return [models]
     * @throws IllegalArgumentException if the shapes are others
     */
    public NDArray of(NDManager scope, NDArray parameters, NDArray inputs, NDArray wanted) {
        check(parameters, inputs);
        Shape expected =
                new Shape(parameters.getShape().get(0), inputs.getShape().get(1), outputs);
        Check.that(
                wanted.getShape().equals(expected),
                "squared error: expected wanted %s, found %s",
                expected,
                wanted.getShape());
        return script.forward(scope, parameters, inputs, wanted);
    }

    /**
     * Each model's responses // [models, batch, outputs]
     *
     * @throws IllegalArgumentException if the shapes are others than those of {@link #of}
     */
    public NDArray responses(NDManager scope, NDArray parameters, NDArray inputs) {
        check(parameters, inputs);
        return script.call(scope, "responses", parameters, inputs);
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
            def responses(self, p: Tensor, x: Tensor) -> Tensor:
              return self.respond_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def forward(self, p: Tensor, x: Tensor, wanted: Tensor) -> Tensor:
              d = self.responses(p, x) - wanted
              return torch.mean(d * d, [1, 2])
            """;
}
