package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.List;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;

/**
 * A file whose layers are read.
 *
 * @param path the file
 * @param prefixes what its tensors' names are read without
 */
record LayerSource(Path path, List<String> prefixes) {

    static List<LayerSource> of(Models models) {
        return models.stream().map(LayerSource::of).toList();
    }

    private static LayerSource of(Model model) {
        return new LayerSource(model.file(), model.prefixes());
    }

    /** Files whose names are read as they are. */
    static List<LayerSource> of(List<Path> files) {
        return files.stream().map(file -> new LayerSource(file, List.of())).toList();
    }

    LayerFile open() {
        return LayerFile.of(Safetensors.open(path).withoutPrefixes(prefixes));
    }
}
