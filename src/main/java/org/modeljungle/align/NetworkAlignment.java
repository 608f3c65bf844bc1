package org.modeljungle.align;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.nets.Epochs;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * A {@link MetanetworkAlignment} without the models that it was trained on. Its file has the public code's names of
 * tensors.
 *
 * @param trained with a head for texts
 * @param layer that it reads
 * @param encoder what the captions were encoded by
 * @param trainingSet SHA-256 of what it was trained on; empty if unknown
 */
record NetworkAlignment(TrainedNetwork trained, String layer, TextEncoder encoder, String trainingSet)
        implements AlignmentReader {

    static final String KIND = "metanetwork-alignment";

    private record Settings(String encoder, int bestEpoch, List<Epochs.Evaluation> history) {}

    @Override
    public List<LayerSize> layers() {
        return List.of(
                new LayerSize(layer, trained.network().rows(), trained.network().cols()));
    }

    @Override
    public Optional<Metanetwork> network() {
        return Optional.of(trained.network());
    }

    @Override
    public long parameters() {
        return trained.network().layout().size();
    }

    @Override
    public long flops() {
        return trained.network().flops();
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return modelVectors(trained, Layers.pick("alignment", models, layer).matrices());
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return trained.texts(Captions.encode(encoder, captions));
    }

    /** Models in the space that they share with texts; rows of length 1 // [models, representation] */
    static float[][] modelVectors(TrainedNetwork trained, Matrices models) {
        return Vectors.unit(trained.representations(models));
    }

    @Override
    public Artifact artifact() {
        MetanetworkFile file = trained.file(layer);
        Epochs.Best result = trained.result();
        Settings settings = new Settings(AlignmentReader.digestOf(encoder), result.bestEpoch(), result.history());
        Artifact.About about = new Artifact.About(layers(), List.of(), trainingSet);
        return new Artifact(KIND, settings, about, file.tensors(), file.metadata());
    }

    static NetworkAlignment of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        MetanetworkFile saved = MetanetworkFile.of(file);
        checkHead(file, saved);
        TrainedNetwork trained =
                TrainedNetwork.of(saved, new TrainedNetwork.Course(settings.bestEpoch, settings.history));
        NetworkAlignment opened = new NetworkAlignment(
                trained, saved.layer(), encoder, file.about().trainingSet());
        Check.that(
                file.about().layers().equals(opened.layers()),
                "%s: expected the layers %s, which its network reads, found %s",
                file,
                opened.layers(),
                file.about().layers());
        return opened;
    }

    /** A file of the public code. */
    static NetworkAlignment of(Path path, String layer, TextEncoder encoder) {
        MetanetworkFile file = MetanetworkFile.read(path);
        checkHead(path, file);
        TrainedNetwork trained = TrainedNetwork.of(file, new TrainedNetwork.Course(0, List.of()));
        return new NetworkAlignment(trained, layer, encoder, "");
    }

    private static void checkHead(Object where, MetanetworkFile file) {
        Check.that(
                file.network().head() instanceof Head.Text,
                "%s: expected a network with a head for texts, found %s",
                where,
                file.network().head());
    }
}
