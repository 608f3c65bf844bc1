package org.modeljungle.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.modeljungle.Check;

/**
 * The hub itself: the one place that a token is sent to.
 *
 * @param endpoint its address without a slash at the end
 */
record Origin(URI endpoint) {

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** @throws IllegalArgumentException if it is no address of http or https */
    static Origin of(String endpoint) {
        String plain = endpoint.strip().replaceAll("/+$", "");
        try {
            URI uri = new URI(plain);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return new Origin(uri);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException("hub: expected an endpoint such as https://host, found '"
                + Check.excerpt(endpoint) + "'; check HF_ENDPOINT, or the address given to Hub.at");
    }

    /** Whether a token may be sent there: over https, or within this machine. */
    boolean mayHaveToken() {
        return endpoint.getScheme().equals("https") || HERE.contains(endpoint.getHost());
    }

    /** Whether an address is this hub's own: scheme, host and port are the same. */
    boolean holds(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
