package org.modeljungle.layers;

import java.util.Map;
import org.modeljungle.Check;

/** Picks layers out of models. */
public final class Layers {

    private Layers() {}

    /**
     * One of some layers.
     *
     * @param who begins the error
     * @throws IllegalArgumentException if it is not among them
     */
    public static LayerBank pick(String who, Map<String, LayerBank> models, String layer) {
        LayerBank bank = models.get(layer);
        Check.that(bank != null, "%s: expected layer '%s', found %s", who, layer, models.keySet());
        return bank;
    }
}
