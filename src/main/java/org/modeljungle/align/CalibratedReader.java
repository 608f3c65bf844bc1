package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * A {@link CalibratedAlignment} without the models that it was trained on. In its file the alignment's own tensors keep
 * their names.
 *
 * @param inner the alignment
 * @param bias what is subtracted from the cosines with seen concepts
 * @param seen the concepts that it was trained on
 */
record CalibratedReader(AlignmentReader inner, double bias, Set<String> seen) implements AlignmentReader {

    static final String KIND = "calibrated-alignment";

    private static final String READER = "reader"; // in the settings

    private record Settings(Artifact.Part reader, double bias, List<String> seen) {}

    CalibratedReader {
        seen = Set.copyOf(seen);
    }

    @Override
    public List<LayerSize> layers() {
        return inner.layers();
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return inner.modelVectors(models);
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return inner.textVectors(captions);
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
    public Optional<Metanetwork> network() {
        return inner.network();
    }

    @Override
    public long parameters() {
        return inner.parameters();
    }

    @Override
    public long flops() {
        return inner.flops();
    }

    @Override
    public TextEncoder encoder() {
        return inner.encoder();
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
        return new CalibratedReader(inner.apply(file.part(READER)), settings.bias, Set.copyOf(settings.seen));
    }
}
