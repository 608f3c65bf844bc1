package org.modeljungle.hub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.modeljungle.Progress;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.SafetensorsHeader;
import org.modeljungle.weights.TensorInfo;

/**
 * One model of a hub, at one revision. The commit behind a branch or a tag is asked for once and holds for all that
 * follows: files of one object are always of one commit. Each method throws a {@link HubException} where the hub does
 * not give what is asked for.
 */
public final class Repo {

    private final HubSettings settings;
    private final HubId id;
    private final HeaderGuess guess;
    private final Http http;
    private final Api api;
    private final CachedRepo cached;
    private final AtomicBoolean referred = new AtomicBoolean();
    private volatile String commit; // null until asked for

    Repo(HubSettings settings, HubId id, HeaderGuess guess) {
        this.settings = settings;
        this.id = id;
        this.guess = guess;
        http = new Http(settings.origin(), settings.token(), settings.patience());
        api = new Api(settings.origin(), http, settings.patience());
        cached = new CachedRepo(RepoFolder.of(settings.cache(), id.repo()), id);
    }

    /** Which model it is. */
    public HubId id() {
        return id;
    }

    /** The commit that its revision stands for, 40 hexadecimal digits. */
    public String commit() {
        return commit(watch());
    }

    synchronized String commit(Watch watch) {
        if (id.pinned()) {
            return id.revision();
        }
        if (commit == null) {
            commit = settings.offline() ? cached.commit() : api.commit(id, watch);
        }
        return commit;
    }

    /** All files, as the hub lists them; offline, those that are in the cache. */
    public List<HubFile> files() {
        return files(watch());
    }

    private List<HubFile> files(Watch watch) {
        String of = commit(watch);
        return settings.offline() ? cached.files(of) : api.files(id, of, watch);
    }

    /** One file. */
    public HubFile file(String path) {
        return file(path, watch());
    }

    private HubFile file(String path, Watch watch) {
        FilePaths.check(api.what(id), path);
        String of = commit(watch);
        return settings.offline() ? cached.file(of, path) : api.file(id, of, path, watch);
    }

    /**
     * Downloads a file, unless the cache has it.
     *
     * @return its path in the cache
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public Path download(String path) {
        return download(List.of(path)).get(0);
    }

    /** Downloads some files, several at a time; as {@link #download(String)}. */
    public List<Path> download(List<String> paths) {
        Map<String, HubFile> files = new ConcurrentHashMap<>();
        try (Progress progress = Progress.of("looking up files of " + id.repo(), paths.size())) {
            Parallel.forEach(progress, settings.connections(), List.copyOf(new LinkedHashSet<>(paths)), path -> {
                files.put(path, file(path, progress::check));
                progress.step();
            });
        }
        Map<String, Path> done = fetch(files.values());
        return paths.stream().map(done::get).toList();
    }

    /**
     * Downloads what the model is read from: its safetensors file, or all files of one in several, with the
     * configuration of an adapter.
     *
     * @return the path that {@link org.modeljungle.weights.Safetensors#open} takes
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public Path weights() {
        Set<HubFile> files = new LinkedHashSet<>();
        HubFile main = select(files, watch());
        return fetch(files).get(main.path());
    }

    /** The same as a part of a longer job, one file after the other. */
    Path weights(Watch watch) {
        Set<HubFile> files = new LinkedHashSet<>();
        HubFile main = select(files, watch);
        files.forEach(file -> fetch(file, watch));
        refer();
        return cached.folder().file(main.commit(), main.path());
    }

    /** Finds the files of the model; what stands for all of them is returned. */
    private HubFile select(Set<HubFile> files, Watch watch) {
        Map<String, HubFile> listed = new LinkedHashMap<>();
        files(watch).forEach(file -> listed.put(file.path(), file));
        String path = id.file().orElseGet(() -> WeightFiles.choose(api.what(id), List.copyOf(listed.keySet())));
        HubFile main = listed(listed, path);
        files.add(main);
        if (WeightFiles.isIndex(path)) {
            Path index = fetch(main, watch);
            WeightFiles.shards(api.what(id, path), path, index)
                    .values()
                    .forEach(shard -> files.add(listed(listed, shard)));
        }
        Optional.ofNullable(listed.get(FilePaths.beside(path, WeightFiles.ADAPTER_CONFIG)))
                .ifPresent(files::add);
        return main;
    }

    private HubFile listed(Map<String, HubFile> files, String path) {
        HubFile file = files.get(path);
        if (file == null) {
            throw new HubException(
                    api.what(id, path) + ": expected this file, found none of its name; files() lists what there is",
                    0,
                    HubException.Kind.NO_SUCH_FILE);
        }
        return file;
    }

    /** The paths of downloaded files, by those in the repository. */
    private Map<String, Path> fetch(Collection<HubFile> files) {
        Map<String, Path> done = new ConcurrentHashMap<>();
        long bytes = files.stream().mapToLong(HubFile::size).sum();
        try (Progress progress = MegabyteSteps.progress("downloading " + id.repo(), bytes)) {
            Watch watch = MegabyteSteps.of(progress);
            Parallel.forEach(
                    progress,
                    settings.connections(),
                    List.copyOf(files),
                    file -> done.put(file.path(), fetch(file, watch)));
        }
        refer();
        return done;
    }

    private Path fetch(HubFile file, Watch watch) {
        if (settings.offline()) {
            return cached.folder().file(file.commit(), file.path());
        }
        Ask ask = Ask.of(api.what(id, file.path()), api.resolve(id.repo(), file.commit(), file.path()));
        return new Download(http, settings.patience(), cached.folder(), file, ask, watch).run();
    }

    private void refer() {
        if (!settings.offline()
                && !id.pinned()
                && referred.compareAndSet(false, true)) { // once: an older object keeps to its commit
            cached.folder().refer(id.revision(), commit());
        }
    }

    /**
     * Fetches one layer without the rest of the file: its header by a request for the first bytes, then the layer's
     * tensors alone, adjacent ones in one request. Three requests, one of them a redirect, where the file is called
     * {@code model.safetensors} or is named in the id; one where the layer was fetched before; none where the cache has
     * the whole file of a commit.
     *
     * @param layer as {@code LayerBank} calls it; what an adapter changes, or a weight
     * @return a safetensors file with the layer's tensors and the metadata of the whole, which {@code LayerBank} reads
     */
    public Path layer(String layer) {
        return layer(layer, watch());
    }

    Path layer(String layer, Watch watch) {
        return new RemoteLayer(this, settings, layer, watch).fetch();
    }

    /**
     * The header of its weights, by a request for the first bytes: which tensors there are, of which shapes, and what
     * the file says of itself. Of a model in several files the tensors of all; their places are each in its own.
     * Offline, that of the model in the cache.
     *
     * @throws org.modeljungle.weights.WeightFileException if it is no safetensors file
     */
    public SafetensorsHeader header() {
        Watch watch = watch();
        String path = path(watch);
        if (settings.offline()) {
            return Safetensors.open(inCache(path, watch)).header();
        }
        if (!WeightFiles.isIndex(path)) {
            return open(path, watch).header();
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String shard : new LinkedHashSet<>(shards(path, watch).values())) {
            SafetensorsHeader header = open(shard, watch).header();
            tensors.putAll(header.tensors());
            header.metadata().forEach(metadata::putIfAbsent);
        }
        return new SafetensorsHeader(0, tensors, metadata);
    }

    /** A model in the cache, while offline. @throws HubException if the cache lacks it, or one of its files */
    Path inCache(String path, Watch watch) {
        String of = commit(watch);
        if (WeightFiles.isIndex(path)) {
            new LinkedHashSet<>(shards(path, watch).values()).forEach(shard -> cached.file(of, shard));
        }
        return cached.folder().file(of, cached.file(of, path).path());
    }

    /** The file that stands for the model. */
    String path(Watch watch) {
        return id.file().orElseGet(() -> {
            List<String> paths = new ArrayList<>();
            files(watch).forEach(file -> paths.add(file.path()));
            return WeightFiles.choose(api.what(id), paths);
        });
    }

    /** The file of each tensor. */
    Map<String, String> shards(String index, Watch watch) {
        Path file = fetch(file(index, watch), watch);
        refer();
        return WeightFiles.shards(api.what(id, index), index, file);
    }

    /**
     * A weight file of which parts are read: of the commit that is known, or that which the hub then says that the
     * revision is.
     */
    RemoteWeights open(String path, Watch watch) {
        String what = api.what(id, path);
        Ask ask = Ask.of(what, api.resolve(id.repo(), known().orElse(id.revision()), path));
        RemoteWeights weights = RemoteWeights.open(new RemoteFile(http, settings.patience(), ask, watch), what, guess);
        weights.file().commit().ifPresent(said -> found(what, said));
        return weights;
    }

    /** A small file beside the weights. */
    Path small(String path, Watch watch) {
        Path file = fetch(file(path, watch), watch);
        refer();
        return file;
    }

    CachedRepo cached() {
        return cached;
    }

    /** What begins errors about a file. */
    String what(String path) {
        return api.what(id, path);
    }

    /** The commit that the hub said when it gave a part of a file: it is that of all that follows. */
    private synchronized void found(String what, String said) {
        Api.checkCommit(what, known().orElse(said), said);
        commit = said;
    }

    /** The commit, where it was asked for or said. */
    private Optional<String> known() {
        return id.pinned() ? Optional.of(id.revision()) : Optional.ofNullable(commit);
    }

    private Watch watch() {
        return Watch.of("asking the hub for " + id);
    }

    @Override
    public String toString() {
        return id + " at " + settings.origin();
    }
}
