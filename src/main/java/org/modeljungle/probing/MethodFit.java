package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;

/** Trains a {@link Method} on a zoo by Adam and keeps the parameters that did best on validation. */
public final class MethodFit {

    private static final int CHUNK = 64; // models that are read at a time

    /**
     * How to train.
     *
     * @param epochs how often all training networks are seen
     * @param batch networks per step; the last batch of an epoch may be smaller
     * @param rate Adam's learning rate, which falls to zero like a cosine, step by step
     * @param weightDecay Adam's L2 penalty
     * @param l1 the factor on the sum of all parameters' absolute values in the loss
     * @param dropout the share of the numbers that the MLP reads which are dropped in each step
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     */
    public record Settings(
            int epochs, int batch, double rate, double weightDecay, double l1, double dropout, int evaluateEvery) {

        /** As published. */
        public static final Settings PUBLISHED = new Settings(30, 32, 3e-4, 0, 0, 0, 1);

        public Settings {
            Check.that(
                    epochs > 0 && batch > 0 && evaluateEvery > 0,
                    "training: expected epochs, batch and evaluation interval of 1 or more, found %d, %d, %d",
                    epochs,
                    batch,
                    evaluateEvery);
            Check.that(
                    weightDecay >= 0 && l1 >= 0 && dropout >= 0 && dropout < 1,
                    "training: expected penalties of 0 or more and a dropout from 0 to below 1, found %s, %s and %s",
                    weightDecay,
                    l1,
                    dropout);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int other) {
            return new Settings(other, batch, rate, weightDecay, l1, dropout, evaluateEvery);
        }

        /** The same with other penalties and dropout. */
        public Settings regularised(double l2, double newL1, double newDropout) {
            return new Settings(epochs, batch, rate, l2, newL1, newDropout, evaluateEvery);
        }

        /** How many steps the training on this many networks takes. */
        public int steps(int models) {
            return Math.multiplyExact(epochs, perEpoch(models));
        }

        private int perEpoch(int models) {
            return (models + batch - 1) / batch;
        }
    }

    /**
     * One validation.
     *
     * @param epoch the number of epochs done
     * @param loss the mean loss of the last epoch
     * @param score on validation
     */
    public record Evaluation(int epoch, double loss, double score) {}

    // one architecture of the zoo in the engine; first: the number of its first model in the zoo
    private record Group(MethodNetwork network, NDArray models, NDArray given, int first, int count) {}

    private final Method method;
    private final Settings settings;
    private final Seeds seeds;

    /** Training of a method; its parameters start and batches are drawn from {@code seeds}. */
    public MethodFit(Method method, Settings settings, Seeds seeds) {
        this.method = method;
        this.settings = settings;
        this.seeds = seeds;
    }

    /** Trains as a job of its own. */
    public Fitted run(ZooTask task) {
        try (Progress progress = Progress.of("training " + method.name(), settings.steps(task.train().length))) {
            return run(task, progress);
        }
    }

    /**
     * Trains.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Fitted run(ZooTask task, Progress progress) {
        try (NDManager scope = Torch.scope()) {
            List<Group> groups = groups(scope, task);
            ParameterLayout layout = groups.get(0).network.layout();
            NDArray row = Tensors.row(scope, layout.initial(seeds.split("parameters")));
            int perEpoch = settings.perEpoch(task.train().length);
            Fit fit = new Fit(
                    row,
                    Fit.Settings.of(settings.epochs * perEpoch, settings.rate)
                            .withSchedule(new Schedule.Cosine(0, 0))
                            .withWeightDecay(settings.weightDecay));
            Fit.Loss loss = (step, leaf, number, shard) -> loss(step, leaf, groups, task, number);
            List<Evaluation> history = new ArrayList<>();
            Evaluation best = null;
            float[] kept = null;
            for (int epoch = 1; epoch <= settings.epochs; epoch++) {
                double lost = mean(fit.run(epoch * perEpoch, progress, loss));
                Check.that(
                        Double.isFinite(lost),
                        "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                        method.name(),
                        lost,
                        epoch,
                        settings.rate);
                if (epoch % settings.evaluateEvery == 0 || epoch == settings.epochs) {
                    double score = task.score(outputs(groups, row, task.val(), progress), task.val());
                    Evaluation now = new Evaluation(epoch, lost, score);
                    history.add(now);
                    progress.note(String.format(Locale.ROOT, "validation %.3f", score));
                    if (best == null || score > best.score) {
                        best = now;
                        kept = Torch.floats(row);
                    }
                }
            }
            Torch.copyInto(row, kept);
            return new Fitted(
                    layout, kept, best.epoch, List.copyOf(history), outputs(groups, row, task.test(), progress));
        }
    }

    /**
     * What came out.
     *
     * @param layout of the method's parameters
     * @param parameters the best on validation, the earliest of equals
     * @param bestEpoch after how many epochs they were reached
     * @param history all validations
     * @param test the outputs of the test models, in the task's order
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Fitted(
            ParameterLayout layout, float[] parameters, int bestEpoch, List<Evaluation> history, float[][] test) {}

    private List<Group> groups(NDManager scope, ZooTask task) {
        boolean[] known = new boolean[task.zoo().models()];
        Arrays.stream(task.train()).forEach(model -> known[model] = true);
        List<Group> groups = new ArrayList<>();
        int first = 0;
        for (Zoo.Group group : task.zoo().groups()) {
            int start = first;
            List<float[]> reads = group.rows().stream()
                    .map(row -> method.reads(group.network(), row))
                    .toList();
            List<float[]> toLearnFrom = IntStream.range(0, reads.size())
                    .filter(i -> known[start + i])
                    .mapToObj(reads::get)
                    .toList();
            Method.Given given = method.given(group.network(), toLearnFrom.isEmpty() ? reads : toLearnFrom);
            groups.add(new Group(
                    new MethodNetwork(method, group.network(), task.goal()),
                    Tensors.of(scope, reads),
                    given.tensor(scope),
                    first,
                    reads.size()));
            first += reads.size();
        }
        checkOneLayout(groups, task);
        return groups;
    }

    private void checkOneLayout(List<Group> groups, ZooTask task) {
        ParameterLayout layout = groups.get(0).network.layout();
        for (int i = 1; i < groups.size(); i++) {
            Check.that(
                    groups.get(i).network.layout().parameters().equals(layout.parameters()),
                    "%s: expected one architecture, found %d of different sizes; it reads weights, and these do not compare",
                    method.name(),
                    task.zoo().groups().size());
        }
    }

    /** The mean over the batch's models, whatever architectures they are of, and the penalty. */
    private NDArray loss(NDManager step, NDArray row, List<Group> groups, ZooTask task, int number) {
        int[] batch = batch(task, settings.perEpoch(task.train().length), number);
        NDArray sum = settings.l1 > 0 ? row.abs().sum().mul((float) settings.l1) : null;
        for (Group group : groups) {
            int[] own = members(group, batch);
            if (own.length > 0) {
                NDArray mean = group.network.loss(
                        step,
                        row,
                        group.models,
                        group.given,
                        index(step, group, own),
                        wanted(step, task, own),
                        keep(step, group, own.length, number));
                NDArray part = own.length == batch.length ? mean : mean.mul((float) own.length / batch.length);
                sum = sum == null ? part : sum.add(part);
            }
        }
        return sum;
    }

    /** 0 for what is dropped, else one over the share that is kept. */
    private NDArray keep(NDManager step, Group group, int models, int number) {
        if (settings.dropout == 0) {
            return step.create(new Shape(0));
        }
        int width = group.network.layout().get(Mlp.FIRST).shape().get(1);
        UniformRandomProvider random =
                seeds.split("dropout", number).split("group", group.first).random();
        float[] keep = new float[models * width];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = random.nextDouble() < settings.dropout ? 0 : (float) (1 / (1 - settings.dropout));
        }
        return Torch.tensor(step, keep, new Shape(models, width));
    }

    private static float[][] outputs(List<Group> groups, NDArray row, int[] models, Progress progress) {
        float[][] all = new float[models.length][];
        for (Group group : groups) {
            int[] places = IntStream.range(0, models.length)
                    .filter(i -> isMember(group, models[i]))
                    .toArray();
            for (int from = 0; from < places.length; from += CHUNK) {
                int[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + CHUNK));
                try (NDManager inner = Torch.scope()) {
                    int[] chosen = Arrays.stream(some).map(i -> models[i]).toArray();
                    float[][] part =
                            group.network.outputs(inner, row, group.models, group.given, index(inner, group, chosen));
                    for (int i = 0; i < some.length; i++) {
                        all[some[i]] = part[i];
                    }
                }
                progress.check();
            }
        }
        return all;
    }

    private static int[] members(Group group, int... models) {
        return Arrays.stream(models).filter(model -> isMember(group, model)).toArray();
    }

    private static boolean isMember(Group group, int model) {
        return model >= group.first && model < group.first + group.count;
    }

    private static NDArray index(NDManager scope, Group group, int... models) {
        return scope.create(
                Arrays.stream(models).mapToLong(model -> model - group.first).toArray());
    }

    private static NDArray wanted(NDManager scope, ZooTask task, int... models) {
        if (task.goal() instanceof Goal.Classes) {
            return scope.create(Arrays.stream(models)
                    .mapToLong(model -> (long) task.wanted()[model])
                    .toArray());
        }
        float[] scores = new float[models.length];
        for (int i = 0; i < models.length; i++) {
            scores[i] = task.wanted()[models[i]];
        }
        return Torch.tensor(scope, scores, new Shape(models.length));
    }

    /** The networks of one step: every epoch has its own order. */
    private int[] batch(ZooTask task, int perEpoch, int step) {
        int[] order = seeds.split("epoch", step / perEpoch).permutation(task.train().length);
        int from = step % perEpoch * settings.batch;
        return IntStream.range(from, Math.min(order.length, from + settings.batch))
                .map(i -> task.train()[order[i]])
                .toArray();
    }

    private static double mean(float... losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
