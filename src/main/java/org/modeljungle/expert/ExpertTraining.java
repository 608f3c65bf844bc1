package org.modeljungle.expert;

import java.util.Optional;
import org.modeljungle.DataDigest;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.Workplace;
import org.modeljungle.metrics.LabelAccuracy;

/** The training of an expert on a task. */
record ExpertTraining(Expert expert, WeightTask task) implements Trainable<Expert.Reader> {

    /** To be raised when the same trial comes to another outcome. */
    private static final String KIND = "expert 2";

    @Override
    public String name() {
        return expert.name();
    }

    @Override
    public Object settings() {
        return expert.settings();
    }

    @Override
    public String version() {
        return expert.version();
    }

    @Override
    public Object author() {
        return expert.author();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String data(DataDigests digests) {
        return DataDigests.of(digest -> {
            for (String layer : expert.layers(task)) {
                digest.add(layer).add(digests.of(task.bank(layer)));
            }
            addLabels(digest);
            digest.add(task.train()).add(task.val()).add(task.test());
        });
    }

    private void addLabels(DataDigest digest) {
        for (float[] labels : task.labels()) {
            digest.add(labels);
        }
    }

    @Override
    public long steps() {
        return expert.steps(task);
    }

    @Override
    public Expert.Reader train(Workplace place) {
        return expert.fit(task, place.seeds(), place.progress(), place.checkpoints());
    }

    @Override
    public Outcome judge(Expert.Reader reader) {
        float[][] test = logits(reader, task.test());
        float[][] labels = task.labelsOf(task.test());
        Outcome outcome = Outcome.of("accuracy", LabelAccuracy.of(test, labels), labels.length)
                .withScores(LabelAccuracy.ofEach(test, labels))
                .withMeasures(reader.numbers())
                .withTraining(accuracy(reader, task.train()))
                .withChance(LabelAccuracy.majority(labels))
                .withCosts(reader.parameters(), reader.flops(), 0)
                .withHistory(reader.history());
        return task.val().length == 0 ? outcome : outcome.withValidation(accuracy(reader, task.val()));
    }

    @Override
    public Optional<float[][]> outputs(Expert.Reader reader) {
        return Optional.of(logits(reader, task.test()));
    }

    private double accuracy(Expert.Reader reader, int... models) {
        return LabelAccuracy.of(logits(reader, models), task.labelsOf(models));
    }

    private float[][] logits(Expert.Reader reader, int... models) {
        return reader.logits(task.select(models));
    }
}
