package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;

/**
 * A {@link CalibratedAlignment} without the models that it was trained on. In its file the alignment's own tensors keep
 * their names.
 *
 * @param inner the alignment
 * @param bias what is subtracted from the cosines with seen concepts
 * @param seen the concepts that it was trained on
 */
record CalibratedReader(AlignmentReader inner, double bias, Set<String> seen) implements ReaderAround {

    static final String KIND = "calibrated-alignment";

    private record Settings(Artifact.Part reader, double bias, List<String> seen) {}

    CalibratedReader {
        seen = Set.copyOf(seen);
    }

    /** Cosines, lowered for seen concepts // [models, captions] */
    @Override
    public float[][] scores(Map<String, LayerBank> models, List<String> captions) {
        return CalibratedAlignment.lowered(inner.scores(models, captions), captions, bias, seen);
    }

    @Override
    public Alignment on(Map<String, LayerBank> models) {
        return new CalibratedAlignment(inner.on(models), bias, seen);
    }

    @Override
    public Artifact artifact() {
        Artifact own = inner.artifact();
        Settings settings =
                new Settings(own.part(), bias, seen.stream().sorted().toList());
        return new Artifact(KIND, settings, own.about(), own.tensors(), own.metadata());
    }

    static CalibratedReader of(ArtifactFile file, Function<ArtifactFile, AlignmentReader> inner) {
        Settings settings = file.settings(Settings.class);
        Check.that(
                Double.isFinite(settings.bias) && !settings.seen.isEmpty(),
                "%s: expected a finite number to subtract for 1 seen concept or more, found %s for %d",
                file,
                settings.bias,
                settings.seen.size());
        return new CalibratedReader(inner.apply(file.part(PART)), settings.bias, Set.copyOf(settings.seen));
    }
}
