package org.modeljungle.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.modeljungle.Check;

/**
 * A folder on this machine served as the Hub serves models: listings, revisions, ranges of bytes, redirects of large
 * files. To learn and to try things out without a network; this machine alone is answered.
 *
 * <pre>{@code
 * try (LocalHub local = LocalHub.serve(folder)) { // folder/owner/name/model.safetensors
 *     Hub hub = Hub.at(local.address()).withCache(cache).withLayerCache(layers);
 *     hub.layer(local.ids(), "encoder.layer.7.attention.output.dense");
 * }
 * }</pre>
 *
 * <p>Each folder {@code owner/name} is a model of one commit, {@code main}, which is named by what its files hold. They
 * are not to change while they are served.
 */
public final class LocalHub implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each second answer is late by 40 ms
    }

    /**
     * What was asked for and sent.
     *
     * @param requests how many, a redirect's second one among them
     * @param bytes of files' contents
     */
    public record Traffic(long requests, long bytes) {}

    private final Path folder;
    private final Map<String, LocalRepo> repos;
    private final ExecutorService threads = Executors.newCachedThreadPool(daemons());
    private final HttpServer server;

    private LocalHub(Path folder, Map<String, LocalRepo> repos) throws IOException {
        this.folder = folder;
        this.repos = repos;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Serves a folder at a free port, until it is closed or the program ends.
     *
     * @param folder of folders {@code owner/name}; hidden ones, whose names begin with a dot, are passed over
     * @throws IllegalArgumentException if there is no folder, no model in it, or one whose name is no model's
     * @throws UncheckedIOException if it cannot be read, or no port can be had
     */
    public static LocalHub serve(Path folder) {
        Check.that(
                Files.isDirectory(folder),
                "local hub: expected a folder of owner/name/files, found none at %s",
                folder);
        try {
            Map<String, LocalRepo> repos = repos(folder);
            Check.that(!repos.isEmpty(), "local hub: expected folders owner/name in %s, found none", folder);
            LocalHub hub = new LocalHub(folder, repos);
            hub.start();
            return hub;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be served", e);
        }
    }

    /** In a thread whose own threads do not keep a program from ending. */
    private void start() {
        Thread starter = daemons().newThread(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped: serving " + folder);
        }
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "local-hub");
            thread.setDaemon(true);
            return thread;
        };
    }

    private static Map<String, LocalRepo> repos(Path folder) throws IOException {
        Map<String, LocalRepo> repos = new TreeMap<>();
        for (Path owner : folders(folder)) {
            for (Path repo : folders(owner)) {
                String name = owner.getFileName() + "/" + repo.getFileName();
                repos.put(HubId.of(name).repo(), new LocalRepo(repo));
            }
        }
        return repos;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    /** What {@link Hub#at} takes. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All models. */
    public List<String> ids() {
        return List.copyOf(repos.keySet());
    }

    /**
     * The bytes of all files of some models.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public long bytes(Collection<String> ids) {
        return ids.stream().map(this::repo).mapToLong(LocalRepo::bytes).sum();
    }

    /**
     * What was asked for and sent of some models since it was started, or since {@link #forgetTraffic}; listings of
     * models are of none.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public Traffic traffic(Collection<String> ids) {
        List<LocalRepo> some = ids.stream().map(this::repo).toList();
        return new Traffic(
                some.stream().mapToLong(repo -> repo.requests().get()).sum(),
                some.stream().mapToLong(repo -> repo.sent().get()).sum());
    }

    /** Counts {@link #traffic} from here on. */
    public void forgetTraffic() {
        repos.values().forEach(LocalRepo::forgetTraffic);
    }

    private LocalRepo repo(String id) {
        LocalRepo repo = repos.get(id);
        Check.that(repo != null, "local hub: expected one of its models, found '%s'; ids() lists them", id);
        return repo;
    }

    private void answer(HttpExchange exchange) throws IOException {
        LocalAnswer answer = new LocalAnswer(exchange);
        try (exchange) {
            String[] parts = exchange.getRequestURI().getPath().substring(1).split("/", -1);
            if (exchange.getRequestURI().getPath().equals("/api/models")) {
                answer.json(LocalListing.models(ids(), exchange.getRequestURI()));
            } else if (parts.length >= 6 && parts[0].equals("api")) {
                api(answer, parts);
            } else if (parts.length >= 5 && parts[2].equals("resolve")) {
                file(answer, parts);
            } else {
                answer.error(404, "EntryNotFound");
            }
        }
    }

    /** {@code api/models/owner/name/tree/main} */
    private void api(LocalAnswer answer, String[] parts) throws IOException {
        String name = parts[2] + "/" + parts[3];
        LocalRepo repo = repos.get(name);
        if (repo == null) {
            answer.error(401, "RepoNotFound");
        } else if (!repo.asked().has(parts[5])) {
            answer.error(404, "RevisionNotFound");
        } else {
            answer.json(parts[4].equals("tree") ? LocalListing.files(repo) : LocalListing.model(name, repo));
        }
    }

    /** {@code owner/name/resolve/main/folder/file} */
    private void file(LocalAnswer answer, String[] parts) throws IOException {
        LocalRepo repo = repos.get(parts[0] + "/" + parts[1]);
        String path = String.join("/", Arrays.asList(parts).subList(4, parts.length));
        if (repo == null) {
            answer.error(401, "RepoNotFound");
        } else if (!repo.asked().has(parts[3])) {
            answer.error(404, "RevisionNotFound");
        } else if (!repo.files().containsKey(path)) {
            answer.error(404, "EntryNotFound");
        } else {
            answer.file(repo, path);
        }
    }

    /** Ends it: nothing is answered from here on. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return "%d models of %s at %s".formatted(repos.size(), folder, address());
    }
}
