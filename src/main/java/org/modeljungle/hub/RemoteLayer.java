package org.modeljungle.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.modeljungle.AtomicFile;

/** Fetches one layer of one model, by as few requests as can be. */
final class RemoteLayer {

    private final Repo repo;
    private final HubSettings settings;
    private final String layer;
    private final Watch watch;
    private final LayerFolder folder;

    RemoteLayer(Repo repo, HubSettings settings, String layer, Watch watch) {
        this.repo = repo;
        this.settings = settings;
        this.layer = LayerTensors.whole(layer); // one file serves all parts of a packed weight
        this.watch = watch;
        folder = LayerFolder.of(settings.layers(), repo.id().repo());
    }

    /** The layer's file. */
    Path fetch() {
        String likely = repo.id().file().orElse(WeightFiles.USUAL);
        if (settings.offline()) {
            return offline(likely);
        }
        if (isCached(likely)) {
            return repo.cached().folder().file(repo.id().revision(), likely);
        }
        try {
            return of(holder(likely));
        } catch (HubException e) {
            if (!e.noSuchFile() || repo.id().file().isPresent()) {
                throw e;
            }
            return of(holder(repo.path(watch)));
        }
    }

    /** Whether the cache has all files of a commit's model; the index alone is there once a layer was fetched. */
    private boolean isCached(String path) {
        CachedRepo cached = repo.cached();
        if (!cached.hasPinned(path) || !WeightFiles.isIndex(path)) {
            return cached.hasPinned(path);
        }
        Path index = cached.folder().file(repo.id().revision(), path);
        return WeightFiles.shards(repo.what(path), path, index).values().stream()
                .allMatch(cached::hasPinned);
    }

    /** The file that has the layer: the model's one, or one of its several. */
    private String holder(String path) {
        return WeightFiles.isIndex(path) ? WeightFiles.shardOf(repo.what(path), repo.shards(path, watch), layer) : path;
    }

    /** Of one file. */
    private Path of(String path) {
        Optional<Path> there = folder.there(repo.id(), path, layer);
        if (there.isPresent() && (repo.id().pinned() || isCurrent(there.get(), path))) {
            return there.get();
        }
        RemoteWeights weights = repo.open(path, watch);
        Path target = folder.file(repo.commit(watch), path, layer);
        if (weights.needsConfig(layer)) {
            configure(path, target);
        }
        weights.write(layer, target);
        if (!repo.id().pinned()) {
            folder.refs().refer(repo.id().revision(), repo.commit(watch));
        }
        return target;
    }

    private boolean isCurrent(Path file, String path) {
        return file.equals(folder.file(repo.commit(watch), path, layer));
    }

    /** The scale of PEFT's adapters is in a file of its own: it goes beside the layer's. */
    private void configure(String path, Path target) {
        try {
            Path config = repo.small(FilePaths.beside(path, WeightFiles.ADAPTER_CONFIG), watch);
            AtomicFile.write(target.resolveSibling(WeightFiles.ADAPTER_CONFIG), out -> Files.copy(config, out));
        } catch (HubException e) {
            if (!e.noSuchFile()) {
                throw e;
            }
        }
    }

    /** The layer as it was fetched, or the whole file. */
    private Path offline(String likely) {
        Optional<Path> there = folder.there(repo.id(), likely, layer);
        Optional<Path> only = repo.id().file().isPresent() ? there : there.or(() -> folder.only(repo.id(), layer));
        return only.orElseGet(() -> {
            String path = repo.path(watch);
            return folder.there(repo.id(), holder(path), layer).orElseGet(() -> repo.inCache(path, watch));
        });
    }
}
