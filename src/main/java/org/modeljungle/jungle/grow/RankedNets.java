package org.modeljungle.jungle.grow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modeljungle.nets.DiffusionTransformer;

/** One network with LoRAs of any rank; each is made, and compiled, once. */
public final class RankedNets {

    private final DiffusionTransformer.Settings settings;
    private final Map<Integer, DiffusionTransformer> nets = new ConcurrentHashMap<>();

    /** Networks that have these sizes but for the rank. */
    public RankedNets(DiffusionTransformer.Settings settings) {
        this.settings = settings;
    }

    /** The network with LoRAs of a rank. */
    public DiffusionTransformer of(int rank) {
        return nets.computeIfAbsent(rank, own -> new DiffusionTransformer(settings.withRank(own)));
    }

    @Override
    public String toString() {
        return "networks of " + settings + " for LoRAs of any rank";
    }
}
