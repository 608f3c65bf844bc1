package org.modeljungle.hub;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A file at the hub of which parts are read: all of them are of one file, or none is used. */
final class RemoteFile {

    private final Http http;
    private final Patience patience;
    private final Ask ask;
    private final Watch watch;
    private URI place; // who serves the bytes
    private String etag = ""; // theirs
    private String commit = "";
    private ByteBuffer start = ByteBuffer.allocate(0);
    private long size = -1; // in bytes; not known yet

    RemoteFile(Http http, Patience patience, Ask ask, Watch watch) {
        this.http = http;
        this.patience = patience;
        this.ask = ask;
        this.watch = watch;
        place = ask.uri();
    }

    /** Reads its first bytes, as many as asked for or as it has: one request, and one for a redirect. */
    void open(int bytes) {
        start = Retry.run(ask.what(), patience, watch, () -> {
            try (Answer answer = http.get(ask.with("Range", "bytes=0-" + (bytes - 1)), watch)) {
                ByteRange range = ByteRange.of(answer);
                range.check(answer, 0, Math.min(bytes, range.size()) - 1, range.size());
                accept(answer, range);
                return received(answer, range);
            }
        });
    }

    long size() {
        return size;
    }

    /** The commit that it is of; empty where the hub did not say. */
    Optional<String> commit() {
        return commit.isEmpty() ? Optional.empty() : Optional.of(commit);
    }

    /** Some of its bytes, from one to the one before another. */
    ByteBuffer read(long from, long to) {
        if (from == to) {
            return ByteBuffer.allocate(0); // no request can ask for nothing
        }
        if (to <= start.remaining()) {
            return start.slice((int) from, (int) (to - from));
        }
        return Retry.run(ask.what(), patience, watch, () -> part(from, to - 1));
    }

    private ByteBuffer part(long from, long last) {
        Ask part = ask.with("Range", "bytes=" + from + "-" + last);
        if (etag.startsWith("\"")) {
            part = part.with("If-Range", etag);
        }
        try (Answer answer = http.get(part.to(place), watch)) {
            ByteRange range = ByteRange.of(answer);
            range.check(answer, from, last, size);
            accept(answer, range);
            return received(answer, range);
        } catch (HubException e) {
            if (e.status() / 100 == 4 && !place.equals(ask.uri())) { // a signed address is good for a while only
                place = ask.uri();
                etag = "";
                throw Passing.of(e.getMessage());
            }
            throw e;
        }
    }

    /** The first answer says which file it is, the others have to agree. */
    private void accept(Answer answer, ByteRange range) {
        String tag = answer.header(FileHeaders.ETAG).orElse("");
        String said = answer.hub(FileHeaders.COMMIT).orElse(commit);
        boolean first = size < 0;
        boolean same =
                (etag.isEmpty() || tag.isEmpty() || tag.equals(etag)) && (commit.isEmpty() || said.equals(commit));
        if (!first && (!same || range.size() != size)) {
            throw new HubException(ask.what() + ": expected parts of one file, found that it changed meanwhile at "
                    + Problems.place(answer.uri()) + "; nothing of it is kept: fetch it again");
        }
        size = range.size();
        etag = tag;
        commit = said;
        place = answer.uri();
    }

    private ByteBuffer received(Answer answer, ByteRange range) {
        byte[] bytes = answer.bytes((int) range.length(), watch);
        if (bytes.length < range.length()) {
            throw Passing.of("the end after %d of %d bytes".formatted(bytes.length, range.length()));
        }
        watch.received(bytes.length);
        return ByteBuffer.wrap(bytes);
    }
}
