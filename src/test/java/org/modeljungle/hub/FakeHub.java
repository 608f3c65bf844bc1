package org.modeljungle.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A hub on this machine that speaks the public one's protocol: listings in pages, revisions, files with a redirect of
 * the large ones to a second server, tokens, gates, errors. What it was asked is noted.
 */
final class FakeHub implements AutoCloseable {

    /** What was asked: {@code hub GET /path range=bytes=0-9 token}. */
    final List<String> log = new CopyOnWriteArrayList<>();

    final AtomicLong bytesSent = new AtomicLong();
    final Map<String, FakeRepo> repos = new ConcurrentHashMap<>();

    /** Where large files are sent from; the second server of this hub, unless it is set. */
    volatile String mirror;

    /** Asked before each request to the hub; true where it has answered. */
    volatile Predicate<HttpExchange> hook = exchange -> false;

    /** The same of the server of large files. */
    volatile Predicate<HttpExchange> mirrorHook = exchange -> false;

    /** Tables of data sets, by {@code owner/name/subset/split}: rows of cells as JSON. */
    final Map<String, List<String>> tables = new ConcurrentHashMap<>();

    /** What a page of a table is before it is sent. */
    volatile UnaryOperator<String> tablePage = text -> text;

    volatile String token = "";
    volatile int page = 1000;

    /** Milliseconds after each piece of a file. */
    volatile int pause;

    private static final int PIECE = 1 << 18; // bytes

    private static final JsonMapper JSON = new JsonMapper();

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each second answer is late by 40 ms
    }

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-hub");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer hub;
    private final HttpServer files;

    FakeHub() throws IOException {
        this(0);
    }

    FakeHub(int port) throws IOException {
        hub = server(port, "hub", this::hub);
        files = server(0, "files", this::files);
        mirror = "http://127.0.0.1:" + files.getAddress().getPort() + "/blobs/";
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HttpServer server(int port, String name, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                note(name, exchange);
                handler.handle(exchange);
            } catch (RuntimeException e) {
                log.add("FAILED " + e);
                throw e;
            }
        });
        server.start();
        return server;
    }

    private void note(String server, HttpExchange exchange) {
        StringBuilder line = new StringBuilder(server)
                .append(' ')
                .append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI());
        for (String header : List.of("Range", "If-Range")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            line.append(value == null ? "" : " " + header.toLowerCase(java.util.Locale.ROOT) + "=" + value);
        }
        line.append(exchange.getRequestHeaders().containsKey("Authorization") ? " token" : "");
        log.add(line.toString());
    }

    String endpoint() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    FakeRepo add(String repo, Map<String, byte[]> files) {
        files.forEach((path, bytes) -> blobs.put(FakeRepo.etag(path, bytes), bytes));
        return repos.computeIfAbsent(repo, name -> new FakeRepo()).commit(files);
    }

    private void hub(HttpExchange exchange) throws IOException {
        if (hook.test(exchange)) {
            return;
        }
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/rows")) {
            rows(exchange);
        } else if (path.equals("/api/models")) {
            models(exchange);
        } else if (path.startsWith("/api/models/")) {
            api(exchange, path.substring("/api/models/".length()).split("/", -1));
        } else {
            resolve(exchange, path.substring(1).split("/", -1));
        }
    }

    /**
     * The repository that the first parts of a path name, of which the caller may know; null after an error was sent.
     */
    private FakeRepo repo(HttpExchange exchange, String name) throws IOException {
        FakeRepo repo = repos.get(name);
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = !token.isEmpty() && ("Bearer " + token).equals(bearer);
        if (repo == null || (repo.hidden && !known)) {
            error(exchange, known ? 404 : 401, "RepoNotFound", "Repository not found");
            return null;
        }
        if (repo.gated && !known) {
            error(exchange, 403, "GatedRepo", "Access to model " + name + " is restricted");
            return null;
        }
        return repo;
    }

    private void api(HttpExchange exchange, String[] parts) throws IOException {
        String name = parts[0] + "/" + parts[1];
        FakeRepo repo = repo(exchange, name);
        if (repo == null) {
            return;
        }
        String commit = repo.resolved(URLDecoder.decode(parts[3], StandardCharsets.UTF_8));
        if (commit == null) {
            error(exchange, 404, "RevisionNotFound", "Invalid rev id: " + parts[3]);
        } else if (parts[2].equals("revision")) {
            ObjectNode model = JSON.createObjectNode().put("id", name).put("sha", commit);
            repo.commits
                    .get(commit)
                    .keySet()
                    .forEach(path -> model.withArray("siblings").addObject().put("rfilename", path));
            json(exchange, model.toString());
        } else {
            tree(exchange, repo.commits.get(commit));
        }
    }

    private void tree(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
        List<ObjectNode> entries = new ArrayList<>();
        entries.add(JSON.createObjectNode()
                .put("type", "directory")
                .put("path", "folder")
                .put("oid", "0")
                .put("size", 0));
        files.forEach((path, bytes) -> {
            ObjectNode entry = JSON.createObjectNode().put("type", "file").put("path", path);
            entry.put("oid", FakeRepo.hex("SHA-1", bytes)).put("size", bytes.length);
            if (FakeRepo.isLarge(path)) {
                entry.putObject("lfs")
                        .put("oid", FakeRepo.etag(path, bytes))
                        .put("size", bytes.length)
                        .put("pointerSize", 134);
            } else {
                entry.put("oid", FakeRepo.etag(path, bytes));
            }
            entries.add(entry);
        });
        paged(exchange, entries);
    }

    private void models(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String author = query.replaceAll(".*author=([^&]*).*", "$1");
        String search = query.replaceAll(".*search=([^&]*).*", "$1");
        List<ObjectNode> entries = new ArrayList<>();
        repos.keySet().stream()
                .sorted()
                .filter(name -> name.startsWith(author + "/") && name.contains(search))
                .forEach(name -> entries.add(JSON.createObjectNode().put("id", name)));
        paged(exchange, entries);
    }

    private void rows(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", -1);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        List<String> table = tables.get(query.get("dataset") + "/" + query.get("config") + "/" + query.get("split"));
        if (table == null) {
            error(exchange, 404, "ResponseNotFound", "Not found.");
            return;
        }
        int from = Integer.parseInt(query.get("offset"));
        int to = Math.min(table.size(), from + Integer.parseInt(query.get("length")));
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add("{\"row_idx\":" + i + ",\"row\":" + table.get(i) + ",\"truncated_cells\":[]}");
        }
        json(
                exchange,
                tablePage.apply("{\"features\":[],\"rows\":" + rows + ",\"num_rows_total\":" + table.size()
                        + ",\"num_rows_per_page\":100,\"partial\":false}"));
    }

    private void paged(HttpExchange exchange, List<ObjectNode> entries) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        int to = Math.min(entries.size(), from + page);
        if (to < entries.size()) {
            String next = endpoint() + exchange.getRequestURI().getRawPath() + "?"
                    + query.replaceAll("&cursor=\\d+", "") + "&cursor=" + to;
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        ArrayNode list = JSON.createArrayNode();
        list.addAll(entries.subList(from, to));
        json(exchange, list.toString());
    }

    private void resolve(HttpExchange exchange, String[] parts) throws IOException {
        String name = parts[0] + "/" + parts[1];
        FakeRepo known = repos.get(name);
        if (known != null && !known.movedTo.isEmpty()) {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getRawPath().replace(name, known.movedTo));
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        FakeRepo repo = repo(exchange, name);
        if (repo == null) {
            return;
        }
        String commit = repo.resolved(URLDecoder.decode(parts[3], StandardCharsets.UTF_8));
        if (commit == null) {
            error(exchange, 404, "RevisionNotFound", "Invalid rev id: " + parts[3]);
            return;
        }
        String path = String.join("/", List.of(parts).subList(4, parts.length));
        byte[] bytes = repo.commits.get(commit).get(URLDecoder.decode(path, StandardCharsets.UTF_8));
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        if (bytes == null) {
            error(exchange, 404, "EntryNotFound", "Entry not found");
        } else if (FakeRepo.isLarge(path)) {
            redirect(exchange, FakeRepo.etag(path, bytes), bytes.length);
        } else {
            bytes(exchange, bytes, "\"" + FakeRepo.etag(path, bytes) + "\"");
        }
    }

    private void redirect(HttpExchange exchange, String etag, long size) throws IOException {
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + etag + "\"");
        exchange.getResponseHeaders().set("X-Linked-Size", Long.toString(size));
        exchange.getResponseHeaders().set("ETag", "\"" + etag + "\"");
        exchange.getResponseHeaders().set("Location", mirror + etag + "?signature=secret");
        byte[] text = "Found. Redirecting".getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(302, head ? -1 : text.length);
        if (!head) {
            exchange.getResponseBody().write(text);
        }
    }

    private void files(HttpExchange exchange) throws IOException {
        if (mirrorHook.test(exchange)) {
            return;
        }
        String etag = exchange.getRequestURI().getPath().substring("/blobs/".length());
        byte[] bytes = blobs.get(etag);
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        bytes(exchange, bytes, "\"served-" + etag.substring(0, 8) + "\"");
    }

    /** Sends bytes, or the part of them that was asked for. */
    void bytes(HttpExchange exchange, byte[] bytes, String etag) throws IOException {
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        int from = 0;
        int to = bytes.length - 1;
        if (range != null && (condition == null || condition.equals(etag))) {
            String[] ends = range.substring("bytes=".length()).split("-", -1);
            from = Integer.parseInt(ends[0]);
            to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
            exchange.sendResponseHeaders(206, to - from + 1);
        } else {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        }
        try (OutputStream out = exchange.getResponseBody()) {
            for (int at = from; at <= to; at += PIECE) {
                int count = Math.min(PIECE, to + 1 - at);
                bytesSent.addAndGet(count); // before whoever reads it can ask
                out.write(bytes, at, count);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.getResponseHeaders().set("X-Error-Message", message);
        exchange.sendResponseHeaders(status, -1);
    }

    void json(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The bytes of a large file, by its entity tag. */
    byte[] blob(String etag) {
        return blobs.get(etag);
    }

    @Override
    public void close() {
        hub.stop(0);
        files.stop(0);
        threads.shutdownNow();
    }
}
