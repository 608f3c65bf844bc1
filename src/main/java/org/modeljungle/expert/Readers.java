package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.ridge.ScalarRidgeFile;
import org.modeljungle.weights.ArtifactFile;

/** Opens the readers that experts saved. */
public final class Readers {

    private Readers() {}

    private static Map<String, Function<ArtifactFile, Expert.Reader>> kinds() {
        return new LinkedHashMap<>(Map.of(
                LinearReader.KIND, LinearReader::of,
                MetanetworkExpert.KIND, MetanetworkExpert::of,
                OnResiduals.KIND, OnResiduals::of,
                RandomExpert.KIND, RandomExpert::of,
                ScalarRidgeFile.KIND, ScalarRidgeExpert::of,
                StatNn.KIND, StatNn::of));
    }

    /**
     * Opens a reader.
     *
     * @throws IllegalArgumentException if the file is damaged, or holds something else
     */
    public static Expert.Reader open(Path path) {
        return open(path, Map.of());
    }

    /**
     * Opens a reader that may be of a kind of your own.
     *
     * @param own from what {@link org.modeljungle.weights.Artifact#kind()} says to what takes the tensors from the file
     * @throws IllegalArgumentException if the file is damaged, or holds something else
     */
    public static Expert.Reader open(Path path, Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        ArtifactFile file = ArtifactFile.open(path);
        Map<String, Function<ArtifactFile, Expert.Reader>> kinds = kinds();
        kinds.putAll(own);
        Expert.Reader reader = of(file, kinds);
        file.end();
        return reader;
    }

    /** The reader inside another one. */
    static Expert.Reader part(ArtifactFile part) {
        return of(part, kinds());
    }

    private static Expert.Reader of(ArtifactFile file, Map<String, Function<ArtifactFile, Expert.Reader>> kinds) {
        Check.that(
                kinds.containsKey(file.kind()),
                "%s: expected an expert's reader, one of %s, found a %s",
                file.path(),
                kinds.keySet().stream().sorted().toList(),
                file.kind());
        return kinds.get(file.kind()).apply(file);
    }
}
