package org.modeljungle.probing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.DataDigest;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.DescribedTraining;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;

/** The training of a method on a task. */
record MethodTraining(Method method, MethodFit.Settings how, ZooTask task)
        implements DescribedTraining<MethodFit.Fitted> {

    /** Raise it when the same trial gets another outcome. */
    private static final String KIND = "probing 7";

    @Override
    public Described trained() {
        return method;
    }

    @Override
    public Object settings() {
        return Map.of(
                "method", method.settings(),
                "how", how,
                "loss", task.loss(),
                "target", task.target().settings());
    }

    @Override
    public List<Object> parts() {
        Stream<Object> networks = task.zoo().groups().stream().map(NetworkZoo.Group::network);
        return Stream.concat(Stream.of(task.target()), networks).toList();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String data(DataDigests digests) {
        return DataDigests.of(digest -> {
            digest.add(digests.of(task.zoo(), all -> write(task.zoo(), all)));
            task.target().addTo(digest);
            digest.add(task.train()).add(task.val()).add(task.test());
        });
    }

    private static void write(Zoo zoo, DataDigest digest) {
        for (NetworkZoo.Group group : zoo.groups()) {
            List<Integer> input = group.network().input();
            digest.add(input.toString()).add(group.network().script()); // no script names sizes of inputs
            group.rows().forEach(digest::add);
        }
    }

    @Override
    public long steps() {
        return how.steps(task.train().length);
    }

    @Override
    public MethodFit.Fitted train(TrainingContext context) {
        return new MethodFit(method, how, context.seeds())
                .saving(context.checkpoints())
                .run(task, context.progress());
    }

    @Override
    public Outcome evaluate(MethodFit.Fitted fitted) {
        Network first = task.zoo().groups().get(0).network();
        int outputs = task.target().width();
        return task.withGroups(Outcome.of(task.target(), fitted.test(), task.test()), fitted.test())
                .withValidation(fitted.validation())
                .withTraining(fitted.training())
                .withCosts(fitted.layout().size(), method.flops(first, outputs), method.flopsPerBatch(first))
                .withHistory(fitted.history());
    }

    @Override
    public Optional<float[][]> outputs(MethodFit.Fitted fitted) {
        return Optional.of(fitted.test());
    }

    @Override
    public boolean save(MethodFit.Fitted fitted, Path file) {
        fitted.reader().save(file);
        return true;
    }
}
