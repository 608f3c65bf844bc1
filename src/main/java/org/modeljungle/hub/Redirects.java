package org.modeljungle.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.modeljungle.Check;

/** Where a redirect leads, and which of them are refused. */
final class Redirects {

    /** How many are followed in a row. */
    static final int MOST = 5;

    private Redirects() {}

    static boolean is(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** @throws HubException unless it leads to http or https, and not from https to http */
    static URI next(String what, URI from, Optional<String> location) {
        URI to = from.resolve(parsed(what, from, location.orElse("")));
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || to.getHost() == null || to.getUserInfo() != null) {
            throw refused(what, from, "http or https", "'" + Check.excerpt(to.toString()) + "'");
        }
        if (scheme.equals("http") && from.getScheme().equalsIgnoreCase("https")) {
            throw refused(what, from, "https", "http, which anyone on the way can change, to " + to.getHost());
        }
        return to;
    }

    private static URI parsed(String what, URI from, String location) {
        try {
            if (!location.isBlank()) {
                return new URI(location);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw refused(what, from, "an address", "'" + Check.excerpt(location) + "'");
    }

    private static HubException refused(String what, URI from, String expected, String found) {
        return new HubException(what + ": expected a redirect to " + expected + ", found " + found + " from "
                + from.getHost() + "; it is not followed: check the endpoint");
    }
}
