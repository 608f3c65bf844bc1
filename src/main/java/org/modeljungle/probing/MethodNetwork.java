package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;

/** A {@link Method}, compiled for networks of one architecture. */
final class MethodNetwork {

    private final String name;
    private final ParameterLayout layout;
    private final Script script;
    private final boolean represents;

    /** To read networks. */
    MethodNetwork(Method method, Network network, int outputs) {
        this(method, network, outputs, "");
    }

    /** To learn, and to read. */
    MethodNetwork(Method method, Network network, int outputs, Loss loss) {
        this(method, network, outputs, LEARN + loss.script());
    }

    private MethodNetwork(Method method, Network network, int outputs, String learning) {
        name = method.name();
        layout = method.layout(network, outputs);
        String named = layout.named("c", true).indent(2).strip();
        String text = method.script(network, outputs).replace("{named}", named)
                + READ.replace("{own}", layout.sizes())
                + learning;
        represents = text.contains("def represent_of(");
        script = Script.compile(method.name(), represents ? text + REPRESENT.replace("{own}", layout.sizes()) : text);
    }

    ParameterLayout layout() {
        return layout;
    }

    /**
     * The mean loss of some models, differentiable in the parameters.
     *
     * @param parameters the method's [1, size]
     * @param models what is read of all models [models, numbers]
     * @param constant what is not learnt
     * @param index whole numbers, the models of this batch [batch]
     * @param targets as {@link Loss#script} reads them
     * @param mask dropout mask: a factor for each input of the MLP [batch, numbers]; empty without dropout
     */
    NDArray loss(
            NDManager scope,
            NDArray parameters,
            NDArray models,
            NDArray constant,
            NDArray index,
            NDArray targets,
            NDArray mask) {
        return script.forward(scope, parameters, models, constant, index, targets, mask);
    }

    /** The outputs of some models // [index length][outputs] */
    float[][] outputs(NDManager scope, NDArray parameters, NDArray models, NDArray constant, NDArray index) {
        return Tensors.rows(
                script.call(scope, "read_some", parameters, models, constant, index, scope.create(new Shape(0))));
    }

    /** What the last layer reads of some models // [index length][width] */
    float[][] representations(NDManager scope, NDArray parameters, NDArray models, NDArray constant, NDArray index) {
        Check.that(
                represents,
                "%s: expected a script with represent_of, found one without; it has no representations",
                name);
        return Tensors.rows(script.call(scope, "represent_some", parameters, models, constant, index));
    }

    private static final String READ = """
            def read_some(self, p: Tensor, q: Tensor, constant: Tensor, index: Tensor, mask: Tensor) -> Tensor:
              c = torch.split_with_sizes(p, [{own}], 1)
              return self.read_of(c, torch.index_select(q, 0, index), constant, mask)
            """;

    private static final String LEARN = """
            def forward(self, p: Tensor, q: Tensor, constant: Tensor, index: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
              return self.loss(self.read_some(p, q, constant, index, mask), targets)
            """;

    private static final String REPRESENT = """
            def represent_some(self, p: Tensor, q: Tensor, constant: Tensor, index: Tensor) -> Tensor:
              c = torch.split_with_sizes(p, [{own}], 1)
              return self.represent_of(c, torch.index_select(q, 0, index), constant, torch.zeros([0]))
            """;
}
