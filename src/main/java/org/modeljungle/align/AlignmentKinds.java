package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.modeljungle.Check;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.ArtifactFile;

/** Opens alignments by the kinds that their files say. */
final class AlignmentKinds {

    private AlignmentKinds() {}

    static AlignmentReader open(
            ArtifactFile file,
            TextEncoder encoder,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> own) {
        AlignmentReader reader = of(file, encoder, kinds(own));
        file.end();
        return reader;
    }

    /** What opens each kind of file. */
    static Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> kinds(
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> own) {
        Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> kinds = new LinkedHashMap<>();
        kinds.put(RidgeReader.KIND, RidgeReader::of);
        kinds.put(NetworkAlignment.KIND, NetworkAlignment::of);
        kinds.put(TwoWayReader.KIND, TwoWayReader::of);
        kinds.put(CalibratedReader.KIND, (outer, by) -> CalibratedReader.of(outer, inner -> of(inner, by, kinds)));
        kinds.put(CslsReader.KIND, (outer, by) -> CslsReader.of(outer, inner -> of(inner, by, kinds)));
        kinds.putAll(own);
        return kinds;
    }

    private static AlignmentReader of(
            ArtifactFile file,
            TextEncoder encoder,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> kinds) {
        Check.that(
                kinds.containsKey(file.kind()),
                "%s: expected an alignment, one of %s, found a %s",
                file.path(),
                kinds.keySet(),
                file.kind());
        return kinds.get(file.kind()).apply(file, encoder);
    }
}
