package org.modeljungle.expert;

import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.nets.Epochs;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;

/** A reader whose outputs are a metanetwork's. */
abstract class NetworkReader implements Expert.Reader {

    private final TrainedNetwork trained;
    private final Artifact.About about;

    NetworkReader(TrainedNetwork trained, Artifact.About about) {
        this.trained = trained;
        this.about = about;
    }

    /** What a file says of a reader with this network, whose head says what its outputs are. */
    static Artifact.About about(ArtifactFile file, TrainedNetwork trained) {
        Head.Linear head = Readers.head(file, trained.network());
        return Readers.about(file, head.count(), head.kind());
    }

    /** What the network sees of models. */
    abstract Matrices matrices(Map<String, LayerBank> models);

    /** The network, with the parameters that were kept. */
    public TrainedNetwork trained() {
        return trained;
    }

    @Override
    public Artifact.About about() {
        return about;
    }

    @Override
    public boolean isSavable() {
        return true;
    }

    @Override
    public float[][] representations(Map<String, LayerBank> models) {
        return trained.representations(matrices(models));
    }

    @Override
    public float[][] outputs(Map<String, LayerBank> models) {
        return trained.outputs(matrices(models));
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
    public List<Epochs.Evaluation> history() {
        return trained.result().history();
    }

    @Override
    public String toString() {
        return trained.network() + " as a reader";
    }
}
