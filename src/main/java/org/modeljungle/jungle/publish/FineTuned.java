package org.modeljungle.jungle.publish;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.weights.Safetensors;

/**
 * A base model and what fine-tuning changed of it.
 *
 * @param base all its tensors, as PyTorch names and turns them: weights {@code [out, in]}
 * @param changes the factors of each layer's change; none for the base itself
 */
record FineTuned(Map<String, Tensor> base, Map<String, LayerChange.LowRank> changes) {

    private static final String QKV = "to_qkv.weight";

    /** The drawing network of a jungle, whose file keeps weights {@code [in, out]}, those of q, k and v as one. */
    static FineTuned base(Path ancestor) {
        Safetensors file = Safetensors.open(ancestor);
        Map<String, Tensor> base = new LinkedHashMap<>();
        for (String name : file.names()) {
            Tensor tensor = Tensor.of(file.floats(name), file.info(name).shape());
            if (name.endsWith(QKV)) {
                String block = name.substring(0, name.length() - QKV.length());
                int width = tensor.rows();
                base.put(block + "to_q.weight", tensor.transposed(0, width));
                base.put(block + "to_k.weight", tensor.transposed(width, 2 * width));
                base.put(block + "to_v.weight", tensor.transposed(2 * width, 3 * width));
            } else {
                base.put(name, name.endsWith(".weight") ? tensor.transposed(0, tensor.cols()) : tensor);
            }
        }
        return new FineTuned(base, Map.of());
    }

    /** The same base with the changes of a LoRA file. */
    FineTuned with(Path lora) {
        Adapter adapter = Adapter.open(lora);
        Map<String, LayerChange.LowRank> found = new LinkedHashMap<>();
        adapter.layers().forEach(layer -> found.put(layer, (LayerChange.LowRank) adapter.change(layer)));
        return new FineTuned(base, found);
    }

    /** The fine-tuned model as a whole. */
    Map<String, Tensor> whole() {
        Map<String, Tensor> whole = new LinkedHashMap<>(base);
        changes.forEach((layer, change) ->
                whole.computeIfPresent(layer + ".weight", (name, weight) -> weight.plus(change.dense())));
        return whole;
    }
}
