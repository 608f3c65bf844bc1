package org.modeljungle.hub;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/**
 * The Hugging Face Hub, or a mirror of it: whole files in the cache that Python's {@code huggingface_hub} uses, or one
 * layer of each model by requests for byte ranges.
 *
 * <pre>{@code
 * Hub hub = Hub.standard();
 * Path weights = hub.repo("someone/model").weights();
 * Fetched layers = hub.layer(List.of("someone/model", "someone/other@v2"), "encoder.layer.7.attention.output.dense");
 * }</pre>
 *
 * <p>Nothing is downloaded unless asked. What is stopped or cut goes on where it was when the same is asked again.
 * Sizes and digests are checked before a file takes its name; the token is sent to the hub's own address alone. Every
 * failure is a {@link HubException} that says what to do.
 *
 * <p>Immutable; every change gives another hub.
 */
public final class Hub {

    private static final int CONNECTIONS = 8;

    private final HubSettings settings;

    private Hub(HubSettings settings) {
        this.settings = settings;
        Check.that(
                settings.token().isEmpty() || settings.origin().mayHaveToken(),
                "hub: expected an endpoint of https for a token, found %s; give one of https, or no token: unset HF_TOKEN,"
                        + " or use Hub.at",
                settings.origin());
    }

    /**
     * The hub as the environment says: {@code HF_ENDPOINT} (else the public hub), {@code HF_TOKEN} (else the file
     * {@code token} in {@code HF_HOME}), {@code HF_HUB_CACHE} (else {@code hub} in {@code HF_HOME}),
     * {@code HF_HUB_OFFLINE}.
     *
     * @throws IllegalArgumentException if the endpoint is no address, or a token would go to one that is not of https
     */
    public static Hub standard() {
        return of(HubEnvironment.ofProcess());
    }

    static Hub of(HubEnvironment environment) {
        Hub hub = new Hub(settings(Origin.of(environment.endpoint()), environment, environment.offline()));
        return environment.token().map(hub::withToken).orElse(hub);
    }

    /**
     * The hub at an address, {@code https://host}, without a token; its cache is where the environment says.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public static Hub at(String endpoint) {
        return new Hub(settings(Origin.of(endpoint), HubEnvironment.ofProcess(), false));
    }

    /** What a cache in the layout of Python's {@code huggingface_hub} holds, without any hub. */
    public static Hub ofCache(Path folder) {
        return at(HubEnvironment.PUBLIC).offline().withCache(folder);
    }

    private static HubSettings settings(Origin origin, HubEnvironment environment, boolean offline) {
        Path layers = Caches.folder().resolve("hub");
        return new HubSettings(
                origin,
                Origin.of(Viewer.PUBLIC),
                Optional.empty(),
                environment.cache(),
                layers,
                offline,
                CONNECTIONS,
                Patience.STANDARD);
    }

    /**
     * The same with a token, which lets private and gated models be read.
     *
     * @throws IllegalArgumentException if it cannot be one, or the endpoint is not of https
     */
    public Hub withToken(String token) {
        Check.that(
                token.matches("[\\x21-\\x7e]+"),
                "hub: expected a token of letters, digits and signs, found one with spaces or others; check HF_TOKEN");
        return new Hub(settings.withToken(token));
    }

    /**
     * The same with another dataset viewer, which {@link #rows} asks; the public hub's from the start.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public Hub withViewer(String endpoint) {
        return new Hub(settings.withViewer(Origin.of(endpoint)));
    }

    /** The same with another cache of whole files. */
    public Hub withCache(Path folder) {
        return new Hub(settings.withCache(folder));
    }

    /** The same with another cache of single layers; else it is in the library's own cache folder. */
    public Hub withLayerCache(Path folder) {
        return new Hub(settings.withLayers(folder));
    }

    /** The same with so many requests at a time; 8 from the start. */
    public Hub withConnections(int count) {
        Check.that(count > 0, "hub: expected 1 connection or more, found %d", count);
        return new Hub(settings.withConnections(count));
    }

    /** The same with another patience; {@link Patience#STANDARD} from the start. */
    public Hub withPatience(Patience patience) {
        return new Hub(settings.withPatience(patience));
    }

    /** The same without any request: what the caches hold, and a clear error where they do not. */
    public Hub offline() {
        return new Hub(settings.withOffline(true));
    }

    /**
     * One model: {@code owner/name}, {@code owner/name@revision}, {@code owner/name@revision:folder/file.safetensors}.
     * Nothing is asked yet.
     *
     * @throws IllegalArgumentException if it is no id
     */
    public Repo repo(String id) {
        return new Repo(settings, HubId.of(id), new HeaderGuess());
    }

    /**
     * The ids of all public models of an owner in whose names a text is, in the hub's order.
     *
     * @throws HubException if they cannot be had
     */
    public List<String> find(String owner, String text) {
        if (settings.offline()) {
            throw new HubException("hub: expected to ask for models of " + owner + ", found that the hub is offline;"
                    + " list the ids, or go online");
        }
        return api(settings.origin(), settings.token()).models(owner, text, Watch.of("listing models of " + owner));
    }

    /**
     * The table of a public data set, as the hub's dataset viewer gives it. Empty cells are left out; lists and numbers
     * are their JSON.
     *
     * @param dataset {@code owner/name}
     * @param subset one of its configurations
     * @param split one of its splits
     * @return all rows, each by the names of its columns
     * @throws HubException if they cannot be had, or not whole
     */
    public List<Map<String, String>> rows(String dataset, String subset, String split) {
        if (settings.offline()) {
            throw new HubException(
                    "hub: expected to ask for the data set " + dataset + ", found that the hub is offline; go online");
        }
        Origin viewer = settings.viewer();
        return new Viewer(viewer, api(viewer, Optional.empty()))
                .rows(dataset, subset, split, Watch.of("reading the table of " + dataset));
    }

    private Api api(Origin origin, Optional<String> token) {
        return new Api(origin, new Http(origin, token, settings.patience()), settings.patience());
    }

    /**
     * Downloads the weights of each model, several at a time; see {@link Repo#weights()}. Models that cannot be had do
     * not keep the others from coming.
     *
     * @param ids as {@link #repo(String)}
     * @throws IllegalArgumentException if one is no id, or is there twice
     * @throws HubException if the hub does not answer for several in a row
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public Fetched download(List<String> ids) {
        return each("downloading models", ids, repo -> repo::weights);
    }

    /**
     * Fetches one layer of each model without the rest, thousands of models in one call; see
     * {@link Repo#layer(String)}. Models that cannot be had do not keep the others from coming.
     *
     * @param ids as {@link #repo(String)}
     * @param layer as {@code LayerBank} calls it
     * @throws IllegalArgumentException if an id is none, or is there twice
     * @throws HubException if the hub does not answer for several in a row
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public Fetched layer(List<String> ids, String layer) {
        return each("fetching layer " + layer, ids, repo -> watch -> repo.layer(layer, watch));
    }

    private Fetched each(String title, List<String> ids, Function<Repo, Function<Watch, Path>> how) {
        HeaderGuess guess = new HeaderGuess();
        Map<String, Repo> repos = new LinkedHashMap<>();
        for (String id : ids) {
            Check.that(repos.put(id, new Repo(settings, HubId.of(id), guess)) == null, "hub: found '%s' twice", id);
        }
        Map<String, Path> files = new ConcurrentHashMap<>();
        Map<String, String> failed = new ConcurrentHashMap<>();
        try (Progress progress = Progress.of(title, repos.size())) {
            ByteNote watch = new ByteNote(progress);
            AtomicInteger silent = new AtomicInteger(); // failures in a row without any answer
            Parallel.forEach(progress, settings.connections(), List.copyOf(repos.keySet()), id -> {
                try {
                    files.put(id, how.apply(repos.get(id)).apply(watch));
                    silent.set(0);
                } catch (HubException | IllegalArgumentException | UncheckedIOException e) {
                    failed.put(id, e.getMessage());
                    boolean silence = e instanceof HubException hub && hub.unreachable();
                    if (silence && silent.incrementAndGet() > settings.connections()) {
                        throw e; // nobody is there: a thousand others need not be tried
                    }
                }
                progress.step();
            });
        }
        return new Fetched(inOrder(ids, files), inOrder(ids, failed));
    }

    private static <T> Map<String, T> inOrder(List<String> ids, Map<String, T> found) {
        Map<String, T> ordered = new LinkedHashMap<>();
        ids.stream().filter(found::containsKey).forEach(id -> ordered.put(id, found.get(id)));
        return ordered;
    }

    @Override
    public String toString() {
        return "hub " + settings;
    }
}
