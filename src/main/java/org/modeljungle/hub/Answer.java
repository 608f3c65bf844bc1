package org.modeljungle.hub;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server answered, after all redirects: its headers, and its bytes as they arrive. */
final class Answer implements AutoCloseable {

    private final Ask ask;
    private final HttpResponse<Body> response;
    private final Map<String, String> hub = new HashMap<>(); // what the hub itself said of the file
    private final Duration silence;

    /** @param said what the hub's own answers said on the way, the last of them last */
    Answer(Ask ask, HttpResponse<Body> response, Iterable<HttpResponse<Body>> said, Duration silence) {
        this.ask = ask;
        this.response = response;
        this.silence = silence;
        for (HttpResponse<Body> one : said) {
            for (String name : FileHeaders.NAMES) {
                one.headers().firstValue(name).ifPresent(value -> hub.put(name, value));
            }
        }
    }

    String what() {
        return ask.what();
    }

    /** Where the bytes come from. */
    URI uri() {
        return response.uri();
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** A header of the hub's own answers, not of whoever serves the bytes. */
    Optional<String> hub(String name) {
        return Optional.ofNullable(hub.get(name));
    }

    /** How many bytes follow, where that was said. */
    OptionalLong length() {
        return response.headers().firstValueAsLong("Content-Length");
    }

    /**
     * The next bytes; null at the end.
     *
     * @throws Passing if they stay away
     */
    ByteBuffer next(Watch watch) {
        return response.body().next(watch, silence);
    }

    /**
     * All bytes, at most so many.
     *
     * @throws HubException if there are more
     */
    byte[] bytes(int most, Watch watch) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer some = next(watch); some != null; some = next(watch)) {
            if (some.remaining() > most - all.size()) {
                throw new HubException(what() + ": expected at most " + most + " bytes, found more at "
                        + Problems.place(uri()) + "; nothing of them is kept");
            }
            byte[] part = new byte[some.remaining()];
            some.get(part);
            all.write(part, 0, part.length);
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        response.body().close();
    }
}
