package org.modeljungle.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as a server sends it.
 *
 * @param from its first byte
 * @param to its last byte
 * @param size the bytes of the whole file
 */
record ByteRange(long from, long to, long size) {

    private static final Pattern HEADER = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    long length() {
        return to - from + 1;
    }

    /**
     * The part that an answer holds.
     *
     * @throws HubException if it says none, or one that contradicts itself
     */
    static ByteRange of(Answer answer) {
        Optional<String> header = answer.header("Content-Range");
        Matcher parts = HEADER.matcher(header.orElse(""));
        if (answer.status() == 206 && parts.matches()) {
            ByteRange range = new ByteRange(
                    Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
            boolean whole = range.from <= range.to && range.to < range.size;
            if (whole && answer.length().orElse(range.length()) == range.length()) {
                return range;
            }
        }
        throw wrong(
                answer,
                "a part of the file",
                header.map(text -> "'" + text + "'").orElse("no word of which"));
    }

    /** @throws HubException unless it is the part that was asked for */
    void check(Answer answer, long wantedFrom, long wantedTo, long wantedSize) {
        if (from != wantedFrom || to != wantedTo || size != wantedSize) {
            throw wrong(
                    answer,
                    "bytes %d to %d of %d".formatted(wantedFrom, wantedTo, wantedSize),
                    "%d to %d of %d".formatted(from, to, size));
        }
    }

    private static HubException wrong(Answer answer, String expected, String found) {
        return new HubException("%s: expected %s, found %s (HTTP %d at %s); nothing of it is kept: check the endpoint"
                .formatted(answer.what(), expected, found, answer.status(), Problems.place(answer.uri())));
    }
}
