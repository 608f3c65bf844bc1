package org.modeljungle.hub;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.adapters.Adapter;

/**
 * Which tensors a layer is read from: its weight, the scales of one in eight bits, or what an adapter changes it by.
 */
final class LayerTensors {

    private static final List<String> ENDS =
            List.of("", ".weight", ".weight_scale", ".weight_scale_inv", ".scale_weight", ".SCB", ".weight_zero_point");

    private static final Pattern PART = Pattern.compile("\\[[a-z]+\\]$");

    /** The tensors of a recurrent layer say together how many gates it has. */
    private static final Pattern RECURRENT = Pattern.compile("((?:.*\\.)?weight_)(?:ih|hh)(|_l\\d+(?:_reverse)?)");

    private LayerTensors() {}

    /** The layer that a part such as {@code in_proj_weight[query]} is of; the layer itself, if it is no part. */
    static String whole(String layer) {
        return PART.matcher(layer).replaceFirst("");
    }

    /**
     * Those of a file.
     *
     * @param names of all its tensors
     * @param metadata where a second name of a tensor may stand, with the first
     */
    static List<String> of(String layer, Collection<String> names, Map<String, String> metadata) {
        String whole = whole(layer);
        Set<String> wanted = new LinkedHashSet<>();
        for (String end : ENDS) {
            String name = whole + end;
            wanted.add(name);
            if (metadata.containsKey(name)) {
                wanted.add(metadata.get(name));
            }
        }
        Matcher recurrent = RECURRENT.matcher(whole);
        if (recurrent.matches()) {
            for (String kind : List.of("hh", "hr")) {
                wanted.add(recurrent.group(1) + kind + recurrent.group(2));
            }
        }
        return names.stream()
                .filter(name -> wanted.contains(name)
                        || Adapter.layerNamed(name).filter(whole::equals).isPresent())
                .toList();
    }
}
