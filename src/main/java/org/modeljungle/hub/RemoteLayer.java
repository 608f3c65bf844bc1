package org.modeljungle.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        if (repo.cached().hasPinned(likely)) {
            return repo.cached().folder().file(repo.id().revision(), likely);
        }
        try {
            return WeightFiles.isIndex(likely)
                    ? ofShards(likely)
                    : of(likely, repo.id().revision());
        } catch (HubException e) {
            if (!e.noSuchFile() || repo.id().file().isPresent()) {
                throw e;
            }
            String path = repo.path(watch);
            return WeightFiles.isIndex(path) ? ofShards(path) : of(path, repo.commit());
        }
    }

    private Path ofShards(String index) {
        Map<String, String> shards = repo.shards(index, watch);
        return of(WeightFiles.shardOf(repo.what(index), shards, layer), repo.commit());
    }

    /** Of one file. */
    private Path of(String path, String revision) {
        Optional<Path> there = folder.there(repo.id(), path, layer);
        if (there.isPresent() && (repo.id().pinned() || isCurrent(there.get(), path))) {
            return there.get();
        }
        RemoteWeights weights = repo.open(path, repo.known().orElse(revision), watch);
        repo.found(weights.file().commit().orElseGet(repo::commit));
        Path target = folder.file(repo.commit(), path, layer);
        if (WeightFiles.needsConfig(path)) {
            configure(path, target);
        }
        weights.write(layer, target);
        if (!repo.id().pinned()) {
            folder.refs().refer(repo.id().revision(), repo.commit());
        }
        return target;
    }

    private boolean isCurrent(Path file, String path) {
        return file.equals(folder.file(repo.commit(), path, layer));
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
        return there.orElseGet(() -> {
            String path = repo.path(watch);
            return folder.there(repo.id(), path, layer)
                    .orElseGet(() -> repo.cached().folder().file(repo.commit(), path));
        });
    }
}
