package org.modeljungle.probing;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Probes, made of parameters outside any training. */
final class MadeProbes {

    private MadeProbes() {}

    /**
     * Runs the lines that make probes.
     *
     * @param lines of {@link Probes#lines}
     * @param layout names the parameters that the lines read
     * @param row the parameters' values
     * @return row-major [probes, input...]
     */
    static float[] of(List<String> lines, ParameterLayout layout, float[] row) {
        String text = TEXT.replace("{named}", layout.unpack("p", true).indent(2).strip())
                .replace("{lines}", String.join("\n  ", lines));
        try (NDManager scope = Torch.scope()) {
            return Torch.floats(Script.compile("probes", text).call(scope, "probes", Tensors.row(scope, row)));
        }
    }

    private static final String TEXT = """
            def probes(self, p: Tensor) -> Tensor:
              {named}
              {lines}
              return z
            """;
}
