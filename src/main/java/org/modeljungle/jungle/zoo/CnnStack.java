package org.modeljungle.jungle.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Images;
import org.modeljungle.data.Labels;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;

/** Trains stacks of classifiers, each with an initialisation and settings of its own. */
final class CnnStack {

    private static final int TEST_CHUNK = 50; // pictures

    private final CnnRecipe recipe;
    private final Seeds seeds;
    private final Images train;
    private final Images test;
    private final List<Classifier> classifiers;

    CnnStack(CnnRecipe recipe) {
        this.recipe = recipe;
        seeds = recipe.seeds();
        Dataset data = recipe.data().draw(seeds.split("data"));
        boolean grey = recipe.architecture() == CnnRecipe.Architecture.GREY;
        train = grey ? data.train().grey() : data.train();
        test = grey ? data.test().grey() : data.test();
        classifiers = recipe.networks().stream().map(Classifier.class::cast).toList();
    }

    // pictures: those that it learns from
    private record Member(
            double rate, double decay, double dropout, double share, double gain, int[] pictures, Seeds seeds) {}

    ZooStack grow(int number, Progress progress) {
        Classifier classifier = classifiers.get(recipe.networkOf(number));
        int from = number * recipe.stack();
        List<Member> members = IntStream.range(from, Math.min(recipe.count(), from + recipe.stack()))
                .mapToObj(this::member)
                .toList();
        int steps = recipe.steps(number);
        try (NDManager scope = Torch.scope()) {
            NDArray rows = Torch.tensor(
                    scope,
                    starts(classifier, members),
                    new Shape(members.size(), classifier.layout().size()));
            List<Fit.Hyperparameters> hyperparameters = members.stream()
                    .map(member -> new Fit.Hyperparameters(steps, member.rate, new Schedule.Cosine(0, 0), member.decay))
                    .toList();
            List<UniformRandomProvider> draws = members.stream()
                    .map(member -> member.seeds.split("batches").random())
                    .toList();
            new Fit(rows, Fit.Settings.of(hyperparameters))
                    .run(steps, progress, (inner, leaf, step, shard) -> loss(inner, leaf, classifier, members, draws));
            return ZooStack.of(
                    Torch.floats(rows),
                    members.size(),
                    numbers(members, steps, accuracies(classifier, rows, progress)));
        }
    }

    private Member member(int index) {
        CnnRecipe.Choices how = recipe.how();
        Seeds own = seeds.split("network", index);
        UniformRandomProvider random = own.split("settings").random();
        double rate = how.lowestRate() * StrictMath.pow(how.highestRate() / how.lowestRate(), random.nextDouble());
        double decay = choose(how.weightDecays(), random);
        double dropout = choose(how.dropouts(), random);
        double share = choose(how.shares(), random);
        double gain = choose(how.gains(), random);
        int pictures = Math.max(1, (int) Math.round(share * train.count()));
        int[] chosen = Arrays.copyOf(own.split("pictures").permutation(train.count()), pictures);
        return new Member(rate, decay, dropout, share, gain, chosen, own);
    }

    private static double choose(List<Double> choices, UniformRandomProvider random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private float[] starts(Classifier classifier, List<Member> members) {
        int size = classifier.layout().size();
        float[] all = new float[members.size() * size];
        for (int i = 0; i < members.size(); i++) {
            float[] row = classifier.layout().initial(members.get(i).seeds.split("start"));
            for (ParameterLayout.Parameter parameter : classifier.layout().parameters()) {
                double gain = parameter.shape().size() > 1 ? members.get(i).gain : 1;
                for (int k = parameter.offset(); k < parameter.offset() + parameter.size(); k++) {
                    all[i * size + k] = (float) (gain * row[k]);
                }
            }
        }
        return all;
    }

    private NDArray loss(
            NDManager scope,
            NDArray rows,
            Classifier classifier,
            List<Member> members,
            List<UniformRandomProvider> draws) {
        int batch = recipe.batch();
        int features = classifier.backbone().features();
        float[] pixels = new float[members.size() * batch * train.length()];
        long[] labels = new long[members.size() * batch];
        float[] mask = new float[members.size() * batch * features];
        Labels shapes = train.labels(CnnRecipe.LABEL);
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            for (int j = i * batch; j < (i + 1) * batch; j++) {
                int picture = member.pictures[draws.get(i).nextInt(member.pictures.length)];
                System.arraycopy(train.pixels(), picture * train.length(), pixels, j * train.length(), train.length());
                labels[j] = shapes.get(picture);
                for (int k = j * features; k < (j + 1) * features; k++) {
                    mask[k] = draws.get(i).nextDouble() < member.dropout ? 0 : (float) (1 / (1 - member.dropout));
                }
            }
        }
        return classifier.loss(
                scope,
                rows,
                Torch.tensor(scope, pixels, shape(members.size(), batch)),
                scope.create(labels, new Shape(members.size(), batch, 1)),
                Torch.tensor(scope, mask, new Shape(members.size(), batch, features)));
    }

    /** The test accuracy of each; all see the same pictures. */
    private float[] accuracies(Classifier classifier, NDArray rows, Progress progress) {
        float[] right = new float[(int) rows.getShape().get(0)];
        Labels shapes = test.labels(CnnRecipe.LABEL);
        for (int from = 0; from < test.count(); from += TEST_CHUNK) {
            int count = Math.min(TEST_CHUNK, test.count() - from);
            float[] pixels = Arrays.copyOfRange(test.pixels(), from * test.length(), (from + count) * test.length());
            try (NDManager scope = Torch.scope()) {
                NDArray shared = Torch.tensor(scope, pixels, shape(1, count));
                int[] named = Torch.ints(classifier.logits(scope, rows, shared).argMax(2));
                for (int i = 0; i < named.length; i++) {
                    right[i / count] += named[i] == shapes.get(from + i % count) ? 1f / test.count() : 0;
                }
            }
            progress.check();
        }
        return right;
    }

    private Shape shape(int models, int count) {
        return new Shape(models, count, train.channels(), train.height(), train.width());
    }

    private static Map<String, float[]> numbers(List<Member> members, int steps, float[] accuracies) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        numbers.put(NetworkZoo.TEST_ACCURACY, accuracies);
        numbers.put("steps", numbers(members, member -> steps));
        numbers.put("learning_rate", numbers(members, Member::rate));
        numbers.put("weight_decay", numbers(members, Member::decay));
        numbers.put("dropout", numbers(members, Member::dropout));
        numbers.put("share", numbers(members, Member::share));
        numbers.put("gain", numbers(members, Member::gain));
        return numbers;
    }

    private static float[] numbers(List<Member> members, ToDoubleFunction<Member> number) {
        float[] numbers = new float[members.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) number.applyAsDouble(members.get(i));
        }
        return numbers;
    }
}
