package org.modeljungle.expert;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;

/**
 * Reads one layer by a metanetwork: what a {@link MetanetworkExpert} has learnt, or a network of the public code of
 * ProbeX or MVProbe. Where it is not known which layer that is, models are to be given with that layer alone, whatever
 * it is called.
 */
public final class MetanetworkReader extends NetworkReader {

    static final String KIND = "metanetwork";

    private final String layer; // empty where it is not known

    MetanetworkReader(TrainedNetwork trained, String layer, Artifact.About about) {
        super(trained, about);
        this.layer = layer;
    }

    /**
     * The network of a file as a reader.
     *
     * @param file with its layer and classes, if they are known: {@link MetanetworkFile#withLayer},
     *     {@link MetanetworkFile#withClasses}
     * @throws IllegalArgumentException if it aligns models with texts
     */
    public static MetanetworkReader of(MetanetworkFile file) {
        Head.Linear head = Readers.head(file.network().name(), file.network());
        Artifact.About about = new Artifact.About(
                layers(file.layer(), file.network()),
                file.classes(),
                "",
                head.kind().inFiles());
        TrainedNetwork trained = TrainedNetwork.of(file, new TrainedNetwork.Course(0, List.of()));
        return new MetanetworkReader(trained, file.layer(), about);
    }

    static MetanetworkReader of(ArtifactFile file) {
        TrainedNetwork.Course course = file.settings(TrainedNetwork.Course.class);
        MetanetworkFile stored = MetanetworkFile.of(file);
        List<LayerSize> own = layers(stored.layer(), stored.network());
        Check.that(
                file.about().layers().equals(own),
                "%s: expected the layers %s, which its network reads, found %s",
                file,
                own,
                file.about().layers());
        Artifact.About about = about(file, TrainedNetwork.of(stored, course));
        return new MetanetworkReader(TrainedNetwork.of(inOrder(file, stored, about), course), stored.layer(), about);
    }

    private static MetanetworkFile inOrder(ArtifactFile file, MetanetworkFile stored, Artifact.About about) {
        Check.that(
                Set.copyOf(about.outputs()).equals(Set.copyOf(stored.classes())),
                "%s: expected its network's classes, %s, in any order, found %s",
                file,
                stored.classes(),
                about.outputs());
        return about.outputs().isEmpty() ? stored : stored.inOrder(about.outputs());
    }

    private static List<LayerSize> layers(String layer, Metanetwork network) {
        return layer.isEmpty() ? List.of() : List.of(new LayerSize(layer, network.rows(), network.cols()));
    }

    /** The network, in the form of the public code's files. */
    public MetanetworkFile file() {
        return new MetanetworkFile(
                trained().network(),
                layer,
                about().outputs(),
                trained().result().parameters());
    }

    /**
     * The layer that it reads.
     *
     * @throws IllegalArgumentException if it is not known
     */
    @Override
    public List<LayerSize> layers() {
        Check.that(
                !layer.isEmpty(),
                "%s: expected to know which layer [%d, %d] it reads, found a file that does not say so, as those of the"
                        + " public code; name the layer: Expert.Reader.open(file, layer, classes)",
                trained().network().name(),
                trained().network().rows(),
                trained().network().cols());
        return about().layers();
    }

    /** The tensors have the public code's names, and the head its order of classes, so that it opens the file too. */
    @Override
    public Artifact artifact() {
        MetanetworkFile file = file().inPublicOrder();
        return new Artifact(
                KIND, TrainedNetwork.Course.of(trained().result()), about(), file.tensors(), file.metadata());
    }

    @Override
    Matrices matrices(Map<String, LayerBank> models) {
        String name = trained().network().name();
        if (!layer.isEmpty()) {
            return Layers.pick(name, models, layer).matrices();
        }
        Check.that(
                models.size() == 1,
                "%s: expected one layer, the one that it reads, which its file does not say, found %s; give that one"
                        + " alone, or name it: Expert.Reader.open(file, layer, classes)",
                name,
                models.keySet());
        return models.values().iterator().next().matrices();
    }
}
