package org.modeljungle.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of a {@link LocalHub}.
 *
 * @param exchange the request, and where the answer goes
 */
record LocalAnswer(HttpExchange exchange) {

    private static final String SENT_FROM = "sent=1"; // the place that large files are sent from
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    void json(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        headers().set("Content-Type", "application/json");
        start(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void error(int status, String code) throws IOException {
        headers().set("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    /** A file, or the part of it that was asked for; of a large one first where it is. */
    void file(LocalRepo repo, String path) throws IOException {
        LocalRepo.Entry entry = repo.files().get(path);
        String tag = "\"" + repo.tag(path) + "\"";
        headers().set(FileHeaders.ETAG, tag);
        if (SENT_FROM.equals(exchange.getRequestURI().getQuery())) {
            bytes(repo, entry, tag);
            return;
        }
        headers().set(FileHeaders.COMMIT, repo.commit());
        if (LocalRepo.isLarge(path)) {
            headers().set(FileHeaders.LINKED_ETAG, tag);
            headers().set(FileHeaders.LINKED_SIZE, Long.toString(entry.size()));
            headers().set("Location", exchange.getRequestURI().getRawPath() + "?" + SENT_FROM);
            exchange.sendResponseHeaders(302, -1);
        } else {
            bytes(repo, entry, tag);
        }
    }

    private void bytes(LocalRepo repo, LocalRepo.Entry entry, String tag) throws IOException {
        long size = entry.size();
        headers().set("Accept-Ranges", "bytes");
        Matcher range = RANGE.matcher(asked("Range"));
        boolean part = range.matches()
                && (asked("If-Range").isEmpty() || asked("If-Range").equals(tag));
        long from = part ? Long.parseLong(range.group(1)) : 0;
        long last = part && !range.group(2).isEmpty() ? Math.min(size - 1, Long.parseLong(range.group(2))) : size - 1;
        if (part && from > last) {
            headers().set("Content-Range", "bytes */" + size);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (part) {
            headers().set("Content-Range", "bytes " + from + "-" + last + "/" + size);
        }
        start(part ? 206 : 200, last + 1 - from);
        if (!isHead()) {
            send(repo, entry, from, last + 1 - from);
        }
    }

    private void send(LocalRepo repo, LocalRepo.Entry entry, long from, long count) throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(entry.file());
                OutputStream out = exchange.getResponseBody()) {
            in.skipNBytes(from);
            for (long left = count; left > 0; ) {
                int read = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
                if (read == 0) {
                    throw new IOException(entry.file() + ": shorter than it was");
                }
                out.write(chunk, 0, read);
                repo.sent().addAndGet(read);
                left -= read;
            }
        }
    }

    /** Says how much will come; to a request that asks for no more, what would. */
    private void start(int status, long length) throws IOException {
        if (isHead()) {
            headers().set("Content-Length", Long.toString(length));
        }
        exchange.sendResponseHeaders(status, isHead() || length == 0 ? -1 : length);
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private String asked(String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null ? "" : value;
    }

    private Headers headers() {
        return exchange.getResponseHeaders();
    }
}
