package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/**
 * A {@link CslsAlignment} without the models that it was trained on. In its file the alignment's own tensors keep
 * their names.
 *
 * @param inner the alignment
 * @param csls the correction
 */
record CslsReader(AlignmentReader inner, Csls csls) implements ReaderAround {

    static final String KIND = "csls-alignment";

    private static final String READINGS = "readings";

    private record Settings(Artifact.Part reader, int neighbours, int models, int width) {}

    /** Cosines, lowered for texts that are near to many models // [models, captions] */
    @Override
    public float[][] scores(Map<String, LayerBank> models, List<String> captions) {
        return csls.lower(inner.scores(models, captions), inner.textVectors(captions));
    }

    @Override
    public Alignment on(Map<String, LayerBank> models) {
        return new CslsAlignment(inner.on(models), csls);
    }

    @Override
    public Artifact artifact() {
        Artifact own = inner.artifact();
        int models = csls.readings().length;
        int width = csls.readings()[0].length;
        Map<String, Weight> tensors = new LinkedHashMap<>(own.tensors());
        tensors.put(READINGS, Weight.of(Vectors.flat(csls.readings()), models, width));
        Settings settings = new Settings(own.part(), csls.neighbours(), models, width);
        return new Artifact(KIND, settings, own.about(), tensors, own.metadata());
    }

    static CslsReader of(ArtifactFile file, Function<ArtifactFile, AlignmentReader> inner) {
        Settings settings = file.settings(Settings.class);
        float[] readings = file.floats(READINGS, settings.models, settings.width);
        return new CslsReader(
                inner.apply(file.part(PART)), new Csls(Vectors.rows(readings, settings.width), settings.neighbours));
    }
}
