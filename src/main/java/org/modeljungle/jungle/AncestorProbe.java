package org.modeljungle.jungle;

import java.util.Arrays;
import java.util.Map;
import org.modeljungle.DataDigest;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Images;
import org.modeljungle.data.Labels;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.nets.Backbone;
import org.modeljungle.nets.LinearProbe;
import org.modeljungle.store.Target;

/**
 * A linear probe of one network; what comes out is its accuracy on the test pictures.
 *
 * @param parameters the network's, one row
 * @param data whose classes are asked for
 * @param pictures how many of the pictures to pre-train on the map is fitted to
 */
record AncestorProbe(Backbone backbone, float[] parameters, Dataset data, int pictures) implements Trainable<Double> {

    /** To be raised when the same probe comes to another outcome. */
    private static final String KIND = "linear probe 1";

    @Override
    public String name() {
        return "linear-probe";
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object settings() {
        return Map.of("classes", data.classes(), "pictures", pictures);
    }

    @Override
    public String data(DataDigests digests) {
        return DataDigests.of(digest -> {
            digest.add(backbone.script()).add(parameters);
            add(digest, data.pretraining().slice(0, pictures));
            add(digest, data.test());
        });
    }

    private void add(DataDigest digest, Images images) {
        digest.add(images.pixels()).add(images.labels(data.classes()).values());
    }

    @Override
    public long steps() {
        return LinearProbe.STEPS;
    }

    @Override
    public Double train(TrainingContext context) {
        return new LinearProbe(backbone, data, pictures).accuracy(parameters, context.progress());
    }

    @Override
    public Outcome evaluate(Double accuracy) {
        Labels labels = data.test().labels(data.classes());
        long asked = Arrays.stream(labels.values()).distinct().count();
        return Outcome.of(Target.ACCURACY, accuracy, labels.count()).withChance(1.0 / asked);
    }
}
