package org.modeljungle.layers;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every layer that many models have in one shape, by name in natural order, and why the others are not here. */
public final class LayerBanks extends AbstractMap<String, LayerBank> {

    private static final int NAMED = 3; // layers, in a message

    private final Map<String, LayerBank> banks;
    private final Map<String, String> different;
    private final Map<String, String> omitted;

    /**
     * @param banks the layers
     * @param different layers in which the models differ
     * @param others tensors of the first model that are no layers
     */
    LayerBanks(Map<String, LayerBank> banks, Map<String, String> different, Map<String, String> others) {
        this.banks = Collections.unmodifiableMap(new LinkedHashMap<>(banks));
        this.different = Collections.unmodifiableMap(new LinkedHashMap<>(different));
        Map<String, String> all = new LinkedHashMap<>(different);
        all.putAll(others);
        omitted = Collections.unmodifiableMap(all);
    }

    @Override
    public Set<Entry<String, LayerBank>> entrySet() {
        return banks.entrySet();
    }

    @Override
    public LayerBank get(Object layer) {
        return banks.get(layer);
    }

    @Override
    public boolean containsKey(Object layer) {
        return banks.containsKey(layer);
    }

    /** The layers that some models lack, or have in another shape, each with the reason; the others are all here. */
    public Map<String, String> different() {
        return different;
    }

    /** What was left out, each with the reason: {@link #different()}, and the tensors that are no layers. */
    public Map<String, String> omitted() {
        return omitted;
    }

    /** The number of models. */
    public int models() {
        return banks.values().iterator().next().models();
    }

    /** The first of some reasons, and how many more there are. */
    static String some(Map<String, String> reasons) {
        String first = reasons.entrySet().stream()
                .limit(NAMED)
                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                .collect(Collectors.joining(", "));
        return reasons.size() <= NAMED ? first : first + ", and " + (reasons.size() - NAMED) + " more";
    }

    /** {@code 12 layers of 3 models; left out: lm_head ([103, 64] in c.safetensors, [100, 64] in a.safetensors)}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("%d %s of %d models".formatted(size(), size() == 1 ? "layer" : "layers", models()));
        if (!different.isEmpty()) {
            text.append("; left out: ").append(some(different));
        }
        int others = omitted.size() - different.size();
        return others == 0 ? text.toString() : text + "; " + others + " tensors of the first are no layers: omitted()";
    }
}
