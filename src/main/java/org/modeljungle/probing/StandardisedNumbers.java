package org.modeljungle.probing;

import java.util.List;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/** A method whose MLP reads numbers of each network, standardised over the training models. */
interface StandardisedNumbers extends Method {

    /** Reads the numbers. */
    Mlp mlp();

    /** How many it reads of such a network. */
    int numbers(Network network);

    @Override
    default ParameterLayout layout(Network network, int outputs) {
        ParameterLayout layout = new ParameterLayout();
        mlp().addTo(layout, numbers(network), outputs);
        return layout;
    }

    @Override
    default String script(Network network, int outputs) {
        return """
                def represent_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
                  {scaling}
                  return self.mix(c, q, mask)
                """.replace("{scaling}", Scaling.LINE) + mlp().script();
    }

    @Override
    default Constant constant(Network network, List<float[]> known) {
        return Scaling.of(known);
    }

    @Override
    default boolean dependsOnTrainingModels() {
        return true;
    }

    @Override
    default long flops(Network network, int outputs) {
        return mlp().flops(numbers(network), outputs);
    }
}
