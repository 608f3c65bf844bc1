package org.modeljungle.expert;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;

/** Picks layers out of models. */
final class Layers {

    private Layers() {}

    static LayerBank pick(String who, Map<String, LayerBank> models, String layer) {
        LayerBank bank = models.get(layer);
        Check.that(bank != null, "%s: expected layer '%s', found %s", who, layer, models.keySet());
        return bank;
    }
}
