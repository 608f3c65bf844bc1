package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.DescribedTraining;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.experiment.TrainingContext;

/** The training of an expert on a task. */
record ExpertTraining(Expert expert, WeightTask task) implements DescribedTraining<Expert.Reader> {

    /** To be raised when the same trial comes to another outcome. */
    private static final String KIND = "expert 6";

    @Override
    public Described trained() {
        return expert;
    }

    @Override
    public Object settings() {
        Object target = task.target().settings(); // nothing, but for a target of the caller's own
        return target.equals(Map.of()) ? expert.settings() : Map.of("expert", expert.settings(), "target", target);
    }

    @Override
    public List<Object> parts() {
        return List.of(task.target());
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
            task.target().addTo(digest);
            digest.add(task.train()).add(task.val()).add(task.toTestOn(expert.name()));
        });
    }

    @Override
    public long steps() {
        return expert.steps(task);
    }

    @Override
    public Expert.Reader train(TrainingContext context) {
        return expert.fit(task, context.seeds(), context.progress(), context.checkpoints());
    }

    @Override
    public Optional<Stackable<Expert.Reader>> stackable(Seeds seeds) {
        return expert.stackable(task, seeds);
    }

    @Override
    public Outcome evaluate(Expert.Reader reader) {
        Outcome outcome = Outcome.of(task.target(), outputs(reader, task.test()), task.test())
                .withMeasures(reader.numbers())
                .withTraining(score(reader, task.train()))
                .withCosts(reader.parameters(), reader.flops(), 0)
                .withHistory(reader.history());
        return task.val().length == 0 ? outcome : outcome.withValidation(score(reader, task.val()));
    }

    @Override
    public Optional<float[][]> outputs(Expert.Reader reader) {
        return Optional.of(outputs(reader, task.test()));
    }

    @Override
    public boolean save(Expert.Reader reader, Path file) {
        if (reader.isSavable()) {
            reader.save(file);
        }
        return reader.isSavable();
    }

    private double score(Expert.Reader reader, int... models) {
        return task.target().score(outputs(reader, models), models);
    }

    private float[][] outputs(Expert.Reader reader, int... models) {
        return reader.outputs(task.select(models));
    }
}
