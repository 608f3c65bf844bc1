package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/** The smallest training job: each step's shard pulls the parameters to its own random target. */
final class Squares {

    static final int MODELS = 3;
    static final int SIZE = 5;

    private static final Script SCRIPT = Script.compile("squares", """
            def forward(self, p: Tensor, target: Tensor) -> Tensor:
              return torch.mean(torch.square(p - target), [1])
            """);

    private Squares() {}

    /** The same start for every model. */
    static NDArray start(NDManager owner) {
        return owner.ones(new Shape(MODELS, SIZE));
    }

    /** [models], from targets that the step and shard determine. */
    static NDArray loss(NDManager scope, NDArray parameters, int step, int shard) {
        float[] target = new Seeds(1).split("step", step).split("shard", shard).normal(SIZE);
        return SCRIPT.forward(scope, parameters, scope.create(target, new Shape(1, SIZE)));
    }

    /** The parameters of one model. */
    static float[] model(NDArray parameters, int model) {
        try (NDArray row = parameters.get(model)) {
            return Torch.floats(row);
        }
    }
}
