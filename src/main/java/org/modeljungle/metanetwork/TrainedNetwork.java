package org.modeljungle.metanetwork;

import java.util.List;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Epochs;

/**
 * A metanetwork and what it has learnt.
 *
 * @param network the network
 * @param result the parameters that were kept, and the course of training
 */
public record TrainedNetwork(Metanetwork network, Epochs.Best result) {

    /**
     * The course of training, as a file's settings have it.
     *
     * @param bestEpoch after how many epochs the kept parameters were reached
     * @param history the course of training
     */
    public record Course(int bestEpoch, List<Epochs.Evaluation> history) {
        /** The course of the training that led to this result. */
        public static Course of(Epochs.Best result) {
            return new Course(result.bestEpoch(), result.history());
        }
    }

    /** The network of a file, with the course of its training. */
    public static TrainedNetwork of(MetanetworkFile file, Course course) {
        return new TrainedNetwork(file.network(), new Epochs.Best(file.parameters(), course.bestEpoch, course.history));
    }

    /** What the head says of models, as {@link Metanetwork#outputs} // [models, outputs] */
    public float[][] outputs(Matrices models) {
        return network.outputs(result.parameters(), models);
    }

    /** The representations of models, as {@link Metanetwork#representations} // [models, representation] */
    public float[][] representations(Matrices models) {
        return network.representations(result.parameters(), models);
    }

    /** Texts in the representations' space, as {@link Metanetwork#texts} // [texts, representation] */
    public float[][] texts(float[][] texts) {
        return network.texts(result.parameters(), texts);
    }

    /**
     * The network in the form of a file.
     *
     * @param layer the layer that it reads; empty where that is said elsewhere
     */
    public MetanetworkFile file(String layer) {
        return new MetanetworkFile(network, layer, result.parameters());
    }
}
