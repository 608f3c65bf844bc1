package org.modeljungle.hub;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request.
 *
 * @param what it is about, for messages: {@code model.safetensors of someone/model}
 * @param uri where it goes first
 * @param headers beside those that every request has
 */
record Ask(String what, URI uri, Map<String, String> headers) {

    Ask {
        headers = Map.copyOf(headers);
    }

    static Ask of(String what, URI uri) {
        return new Ask(what, uri, Map.of());
    }

    Ask with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(what, uri, more);
    }

    /** The same to another address. */
    Ask to(URI other) {
        return new Ask(what, other, headers);
    }
}
