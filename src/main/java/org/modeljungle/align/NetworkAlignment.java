package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.nets.Epochs;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * A {@link MetanetworkAlignment} without the models that it was trained on. Its file has the public code's names of
 * tensors.
 *
 * @param network with a head for texts
 * @param layer that it reads
 * @param result the course of training, and the parameters that were kept
 * @param encoder what the captions were encoded by
 * @param trainingSet SHA-256 of what it was trained on
 */
record NetworkAlignment(Metanetwork network, String layer, Epochs.Best result, TextEncoder encoder, String trainingSet)
        implements AlignmentReader {

    static final String KIND = "metanetwork-alignment";

    private record Settings(String encoder, int bestEpoch, List<Epochs.Evaluation> history) {}

    @Override
    public List<LayerSize> layers() {
        return List.of(new LayerSize(layer, network.rows(), network.cols()));
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return Vectors.unit(network.representations(
                result.parameters(), Layers.pick("alignment", models, layer).matrices()));
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return network.texts(result.parameters(), Captions.encode(encoder, captions));
    }

    @Override
    public Artifact artifact() {
        MetanetworkFile file = new MetanetworkFile(network, layer, result.parameters());
        Settings settings = new Settings(AlignmentReader.digestOf(encoder), result.bestEpoch(), result.history());
        Artifact.About about = new Artifact.About(layers(), List.of(), trainingSet);
        return new Artifact(KIND, settings, about, file.tensors(), file.metadata());
    }

    static NetworkAlignment of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        MetanetworkFile saved = MetanetworkFile.of(file);
        Check.that(
                saved.network().head() instanceof Head.Text,
                "%s: expected a network with a head for texts, found %s",
                file,
                saved.network().head());
        Epochs.Best result = new Epochs.Best(saved.parameters(), settings.bestEpoch, settings.history);
        NetworkAlignment opened = new NetworkAlignment(
                saved.network(), saved.layer(), result, encoder, file.about().trainingSet());
        Check.that(
                file.about().layers().equals(opened.layers()),
                "%s: expected the layers %s, which its network reads, found %s",
                file,
                opened.layers(),
                file.about().layers());
        return opened;
    }
}
