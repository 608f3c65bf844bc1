package org.modeljungle.hub;

import java.util.List;

/** The headers in which a hub says what a file is. */
final class FileHeaders {

    static final String COMMIT = "X-Repo-Commit";
    static final String LINKED_ETAG = "X-Linked-Etag";
    static final String LINKED_SIZE = "X-Linked-Size";
    static final String ETAG = "ETag";

    static final List<String> NAMES = List.of(COMMIT, LINKED_ETAG, LINKED_SIZE, ETAG);

    private FileHeaders() {}

    /** An entity tag without quotes and without the mark of a weak one: what blobs are named by. */
    static String plain(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.length() >= 2 && strong.startsWith("\"") && strong.endsWith("\"")
                ? strong.substring(1, strong.length() - 1)
                : strong;
    }
}
