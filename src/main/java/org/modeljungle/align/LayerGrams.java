package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Gram;

/** The inner products of some models, layer by layer, each computed once for all splits. */
final class LayerGrams {

    private final Map<String, Gram> known = new LinkedHashMap<>();

    /** Those of some layers, of the same models in every call. */
    synchronized List<Gram> of(Map<String, LayerBank> banks) {
        List<LayerBank> missing = banks.values().stream()
                .filter(bank -> !known.containsKey(bank.layer()))
                .toList();
        if (!missing.isEmpty()) {
            Gram.of(missing).forEach(gram -> known.put(gram.layer(), gram));
        }
        return banks.values().stream().map(bank -> known.get(bank.layer())).toList();
    }
}
