package org.modeljungle.hub;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a hub is, and how it is used.
 *
 * @param origin its address
 * @param viewer that of its dataset viewer
 * @param token what lets private and gated models be read; sent to the origin alone
 * @param cache whole files, in the layout of {@code huggingface_hub}
 * @param layers single layers
 * @param offline whether the caches alone are used
 * @param connections how many requests run at a time
 * @param patience how long it is waited for
 */
record HubSettings(
        Origin origin,
        Origin viewer,
        Optional<String> token,
        Path cache,
        Path layers,
        boolean offline,
        int connections,
        Patience patience) {

    HubSettings withViewer(Origin other) {
        return new HubSettings(origin, other, token, cache, layers, offline, connections, patience);
    }

    HubSettings withToken(String secret) {
        return new HubSettings(origin, viewer, Optional.of(secret), cache, layers, offline, connections, patience);
    }

    HubSettings withCache(Path folder) {
        return new HubSettings(origin, viewer, token, folder, layers, offline, connections, patience);
    }

    HubSettings withLayers(Path folder) {
        return new HubSettings(origin, viewer, token, cache, folder, offline, connections, patience);
    }

    HubSettings withOffline(boolean alone) {
        return new HubSettings(origin, viewer, token, cache, layers, alone, connections, patience);
    }

    HubSettings withConnections(int count) {
        return new HubSettings(origin, viewer, token, cache, layers, offline, count, patience);
    }

    HubSettings withPatience(Patience other) {
        return new HubSettings(origin, viewer, token, cache, layers, offline, connections, other);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return origin + (token.isPresent() ? " with a token" : "") + (offline ? ", offline" : "") + ", cache " + cache;
    }
}
