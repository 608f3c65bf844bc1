package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.data.Dataset;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ParameterLayout;

/** Classifies every aspect of a picture at once, by cross-entropy: its shape, its colour and its texture. */
final class SupervisedPretraining implements Pretraining {

    private final Classifier classifier;
    private final List<String> aspects;
    private final Batches batches;

    SupervisedPretraining(Backbone backbone, Dataset data, Batches batches) {
        this.aspects = data.aspects();
        this.batches = batches;
        this.classifier = new Classifier(
                backbone,
                aspects.stream()
                        .map(aspect ->
                                data.pretraining().labels(aspect).classes().size())
                        .toList());
    }

    @Override
    public ParameterLayout layout() {
        return classifier.layout();
    }

    @Override
    public NDArray loss(NDManager scope, NDArray parameters, int step) {
        UniformRandomProvider random = batches.random(step);
        int[] chosen = batches.choose(random);
        return classifier.loss(
                scope, parameters, batches.augmented(scope, chosen, random), batches.labels(scope, chosen, aspects));
    }
}
