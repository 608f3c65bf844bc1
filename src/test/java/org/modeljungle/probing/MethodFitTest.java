package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Siren;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;

class MethodFitTest {

    private static final Siren SMALL = new Siren(2, 8, 1, 1, 5, 0);
    private static final Mlp MLP = new Mlp(16, 3);
    private static final MethodFit.Settings SHORT =
            MethodFit.Settings.PUBLISHED.withBatch(16).withRate(3e-3).withEvaluateEvery(10);

    static Stream<Method> methods() {
        return Stream.of(
                new Probing("probegen", new Probes.Generated(8, new Generator.FullyConnected(8, 2, false)), MLP),
                new Probing("vanilla", new Probes.Free(8), MLP),
                new Probing("same-start", new Probes.StartedLike(8, new Generator.FullyConnected(8, 2, false)), MLP),
                new Probing("untrained", new Probes.Untrained(8, new Generator.FullyConnected(8, 2, false), 1), MLP),
                new Probing("unlearned", new Probes.Unlearned(8, Probes.Kind.UNIFORM, 1), MLP),
                new Probing("grid", new Probes.Grid(3, 2), MLP),
                new Probing("hidden", new Probes.Free(8), MLP).with("hidden", Probing.More.HIDDEN),
                new Probing("both", new Probes.Free(8), MLP).with("both", Probing.More.STATISTICS),
                new FlatWeights(MLP),
                new WeightStatistics(MLP),
                new GraphNetwork(8, 2, 8, 0));
    }

    private static NumberTarget numbers(int count, IntToDoubleFunction number) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) number.applyAsDouble(i);
        }
        return NumberTarget.of("height", numbers);
    }

    /** Networks of two kinds: what those of the second kind say is louder and higher. */
    private static ZooTask task() {
        List<float[]> rows = new ArrayList<>();
        float[] kinds = new float[160];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i % 2;
            float[] row = SMALL.layout().initial(new Seeds(i));
            int from = SMALL.layout().get("layers.1.weight").offset();
            for (int k = from; k < row.length; k++) {
                row[k] *= i % 2 == 0 ? 1 : 2;
            }
            row[row.length - 1] += i % 2;
            rows.add(row);
        }
        return ZooTask.random(
                Zoo.of(SMALL, rows), LabelTarget.of(List.of("quiet", "loud"), kinds), .2, .2, new Seeds(5));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodTellsLoudNetworksFromQuietOnes(Method method) {
        ZooTask task = task();
        MethodFit.Fitted fitted = new MethodFit(method, SHORT, new Seeds(1)).run(task);
        assertThat(task.score(fitted.test(), task.test())).isGreaterThan(.8);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameSeedGivesTheSameParameters(Method method) {
        ZooTask task = task();
        MethodFit.Settings once = SHORT.withEpochs(2);
        float[] first = new MethodFit(method, once, new Seeds(1)).run(task).parameters();
        float[] second = new MethodFit(method, once, new Seeds(1)).run(task).parameters();
        assertThat(second).containsExactly(first);
    }

    @Test
    void aStoppedTrainingGoesOnWithTheSameBits(@TempDir Path folder) {
        ZooTask task = task(); // 96 networks to train on, 6 steps an epoch
        Method method = new Probing("vanilla", new Probes.Free(8), MLP);
        MethodFit.Settings how = SHORT.withEpochs(3).withEvaluateEvery(1).withDropout(.2);
        MethodFit.Fitted whole = new MethodFit(method, how, new Seeds(1)).run(task);
        MethodFit saving = new MethodFit(method, how, new Seeds(1)).saving(Checkpoints.in(folder, "loud and quiet"));
        Progress.Listener stop = progress -> {
            if (progress.title().equals("training vanilla") && progress.done() == 8) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> saving.run(task)).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(folder).isNotEmptyDirectory();
        MethodFit.Fitted resumed = saving.run(task);
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.history()).isEqualTo(whole.history());
        assertThat(resumed.test()).isDeepEqualTo(whole.test());
    }

    @Test
    void shardsChangeRoundingOnly() {
        ZooTask task = task();
        Probing method = new Probing("vanilla", new Probes.Free(8), MLP);
        MethodFit.Settings once = SHORT.withEpochs(2);
        float[] whole = new MethodFit(method, once, new Seeds(1)).run(task).parameters();
        float[] cut = new MethodFit(method, once.withShards(2), new Seeds(1))
                .run(task)
                .parameters();
        assertThat(cut).isNotEqualTo(whole).containsExactly(whole, within(2e-3f));
    }

    @Test
    void numbersAreLearntToo() {
        ZooTask kinds = task();
        ZooTask scores = new ZooTask(kinds.zoo(), numbers(160, i -> i % 2), kinds.train(), kinds.val(), kinds.test());
        MethodFit.Fitted fitted = new MethodFit(methods().findFirst().orElseThrow(), SHORT, new Seeds(1)).run(scores);
        assertThat(scores.score(fitted.test(), scores.test())).isGreaterThan(.5);
    }

    @Test
    void severalLabelsAreLearntToo() {
        ZooTask kinds = task();
        float[][] labels = new float[160][];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = new float[] {i % 2, 1 - i % 2, 1};
        }
        ClassTarget target = new ClassTarget(List.of("loud", "quiet", "there"), labels);
        ZooTask several = new ZooTask(kinds.zoo(), target, kinds.train(), kinds.val(), kinds.test());
        MethodFit.Fitted fitted = new MethodFit(methods().findFirst().orElseThrow(), SHORT, new Seeds(1)).run(several);
        assertThat(several.score(fitted.test(), several.test())).isGreaterThan(.9);
        assertThat(several.target().chance(several.test())).isBetween(.5, .8);
    }

    @Test
    void severalNumbersAreLearntTogether() {
        ZooTask kinds = task();
        float[][] numbers = new float[160][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new float[] {i % 2, -i % 2};
        }
        NumberTarget target = new NumberTarget(List.of("up", "down"), numbers);
        ZooTask both = new ZooTask(kinds.zoo(), target, kinds.train(), kinds.val(), kinds.test());
        MethodFit.Fitted fitted = new MethodFit(methods().findFirst().orElseThrow(), SHORT, new Seeds(1)).run(both);
        assertThat(both.score(fitted.test(), both.test())).isGreaterThan(.5);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i][1] = 3;
        }
        NumberTarget level = new NumberTarget(List.of("up", "level"), numbers);
        assertThatThrownBy(() -> new ZooTask(kinds.zoo(), level, kinds.train(), kinds.val(), kinds.test()))
                .hasMessage("zoo task: expected 2 different numbers 'level' or more in train, found 96 equal ones; they"
                        + " have no order: take more networks, or split them by another seed");
    }

    /** Cross-entropy with a share of each label spread over all labels. */
    private record Smoothed(double share) implements Loss {
        @Override
        public String script() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      return torch.cross_entropy_loss(z, targets, None, 1, -100, {share})
                    """.replace("{share}", Double.toString(share));
        }
    }

    @Test
    void aLossOfOnesOwnIsMadeSmall() {
        ZooTask task = task();
        Method method = methods().findFirst().orElseThrow();
        MethodFit.Settings once = SHORT.withEpochs(2);
        MethodFit.Fitted usual = new MethodFit(method, once, new Seeds(1)).run(task);
        MethodFit.Fitted none = new MethodFit(method, once, new Seeds(1)).run(task.withLoss(new Smoothed(0)));
        MethodFit.Fitted half = new MethodFit(method, once, new Seeds(1)).run(task.withLoss(new Smoothed(.5)));
        assertThat(none.parameters()).containsExactly(usual.parameters(), within(1e-5f));
        assertThat(half.parameters()).isNotEqualTo(usual.parameters());
        assertThat(task.withLoss(new Smoothed(.5)).loss()).isEqualTo(new Smoothed(.5));
    }

    @Test
    void oneMethodReadsAMixOfArchitectures() {
        List<NetworkZoo.Group> groups = new ArrayList<>();
        for (ConvNet.Activation activation : ConvNet.Activation.values()) {
            Network network = new Classifier(ConvNet.zoo(8, 3, activation), List.of(10));
            groups.add(new NetworkZoo.Group(
                    network,
                    IntStream.range(0, 20)
                            .mapToObj(i -> network.layout().initial(new Seeds(i)))
                            .toList()));
        }
        ZooTask task = ZooTask.random(new Zoo(groups), numbers(40, i -> i / 40f), .2, .2, new Seeds(5));
        Generator generator = new Generator.Convolutional(8, 4, 1, false);
        for (Probes probes : List.of(
                new Probes.Generated(4, generator),
                new Probes.StartedLike(4, generator),
                new Probes.Untrained(4, generator, 1))) {
            Probing method = new Probing("pictures", probes, MLP);
            MethodFit.Fitted fitted = new MethodFit(method, SHORT.withEpochs(2), new Seeds(1)).run(task);
            assertThat(fitted.test()).hasDimensions(8, 1);
        }
    }

    @Test
    void networksOfDifferentNumbersOfOutputsAreReadTogether() {
        List<NetworkZoo.Group> groups = new ArrayList<>();
        for (int outputs : new int[] {1, 3}) {
            Siren siren = new Siren(2, 8, 1, outputs, 5, outputs == 3 ? 2 : 0); // filled up with zeros, or around 2
            groups.add(new NetworkZoo.Group(
                    siren,
                    IntStream.range(0, 20)
                            .mapToObj(i -> siren.layout().initial(new Seeds(i)))
                            .toList()));
        }
        int[] outputsOf = IntStream.range(0, 40).map(i -> i / 20).toArray();
        ZooTask task = ZooTask.random(
                new Zoo(groups), new LabelTarget(List.of("one", "three"), outputsOf), .2, .2, new Seeds(5));
        Probing padded = new Probing("vanilla", new Probes.Free(8), MLP).padded(3);
        MethodFit.Fitted fitted = new MethodFit(padded, SHORT.withEpochs(150), new Seeds(1)).run(task);
        assertThat(task.score(fitted.test(), task.test())).isEqualTo(1);
        assertThatThrownBy(() -> new MethodFit(padded.padded(0), SHORT, new Seeds(1)).run(task))
                .hasMessage(
                        "vanilla: expected architectures that it reads with the same parameters, found 2 kinds; what it"
                                + " gathers of them differs in number; where their outputs do, make it .padded(most outputs)");
        assertThatThrownBy(() -> new MethodFit(padded.padded(2), SHORT, new Seeds(1)).run(task))
                .hasMessage("probing: expected networks of at most 2 outputs, found one of 3");
    }

    @Test
    void penaltiesAndDropoutChangeTheTraining() {
        ZooTask task = task();
        Probing method = new Probing("vanilla", new Probes.Free(8), MLP);
        MethodFit.Settings plain = SHORT.withEpochs(3);
        float[] usual = new MethodFit(method, plain, new Seeds(1)).run(task).parameters();
        float[] smaller = new MethodFit(method, plain.withL1(1e-2), new Seeds(1))
                .run(task)
                .parameters();
        assertThat(size(smaller)).isLessThan(.98 * size(usual));
        float[] decayed = new MethodFit(method, plain.withWeightDecay(1), new Seeds(1))
                .run(task)
                .parameters();
        assertThat(size(decayed)).isLessThan(.98 * size(usual));
        MethodFit.Settings dropping = plain.withDropout(.5);
        float[] dropped =
                new MethodFit(method, dropping, new Seeds(1)).run(task).parameters();
        assertThat(dropped)
                .isNotEqualTo(usual)
                .isEqualTo(
                        new MethodFit(method, dropping, new Seeds(1)).run(task).parameters());
    }

    @Test
    void whatHasNoMlpDropsNothing() {
        GraphNetwork graph = new GraphNetwork(4, 2, 4, 0);
        assertThatThrownBy(() -> new MethodFit(graph, SHORT.withDropout(.5), new Seeds(1)).run(task()))
                .hasMessage("graph: expected a dropout of 0, found 0.5; it has no MLP whose input could be dropped");
    }

    @Test
    void architecturesWithTheSameWeightsAreStandardisedTogether() {
        Network relu = new Classifier(ConvNet.zoo(8, 3, ConvNet.Activation.RELU), List.of(10));
        Network tanh = new Classifier(ConvNet.zoo(8, 3, ConvNet.Activation.TANH), List.of(10));
        List<float[]> rows = IntStream.range(0, 8)
                .mapToObj(i -> relu.layout().initial(new Seeds(i)))
                .toList();
        int[] train = {0, 1, 4, 5};
        int[] val = {2, 6};
        int[] test = {3, 7};
        NumberTarget target = numbers(8, i -> i);
        Zoo apart = new Zoo(List.of(
                new NetworkZoo.Group(relu, rows.subList(0, 4)), new NetworkZoo.Group(tanh, rows.subList(4, 8))));
        ZooTask one = new ZooTask(Zoo.of(relu, rows), target, train, val, test);
        ZooTask two = new ZooTask(apart, target, train, val, test);
        WeightStatistics method = new WeightStatistics(MLP);
        // statistics do not see the activation, so that one group of eight and two of four are the same
        float[][] together = new MethodFit(method, SHORT.withEpochs(1), new Seeds(1))
                .run(one)
                .test();
        float[][] parted = new MethodFit(method, SHORT.withEpochs(1), new Seeds(1))
                .run(two)
                .test();
        for (int i = 0; i < together.length; i++) {
            assertThat(parted[i]).containsExactly(together[i], within(1e-4f));
        }
    }

    @Test
    void architecturesWithTheSameWeightsAreReadTogetherHoweverTheyStart() {
        List<NetworkZoo.Group> groups = new ArrayList<>();
        for (double frequency : new double[] {30, 20}) { // the one to learn from, the other to tell
            Siren siren = new Siren(2, 8, 1, 1, frequency, 0);
            groups.add(new NetworkZoo.Group(
                    siren,
                    IntStream.range(0, 4)
                            .mapToObj(i -> siren.layout().initial(new Seeds(i)))
                            .toList()));
        }
        LabelTarget target = new LabelTarget(List.of("even", "odd"), 0, 1, 0, 1, 0, 1, 0, 1);
        int[] train = {0, 1, 2};
        int[] test = {4, 5, 6, 7};
        ZooTask task = new ZooTask(new Zoo(groups), target, train, new int[] {3}, test);
        MethodFit.Fitted fitted = new MethodFit(new FlatWeights(MLP), SHORT.withEpochs(1), new Seeds(1)).run(task);
        assertThat(fitted.test()).hasDimensions(4, 2);
    }

    @Test
    void networksWithWeightsThatAreNotFiniteAreRefused() {
        float[] row = SMALL.layout().initial(new Seeds(1));
        row[3] = Float.NaN;
        assertThatThrownBy(() -> Zoo.of(SMALL, List.of(SMALL.layout().initial(new Seeds(1)), row)))
                .hasMessage("zoo: expected finite weights, found NaN in network 1");
    }

    private static double size(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    @Test
    void whatReadsWeightsReadsOneArchitecture() {
        Siren wider = new Siren(2, 9, 1, 1, 5, 0);
        Zoo mixed = new Zoo(List.of(
                new NetworkZoo.Group(
                        SMALL,
                        List.of(
                                SMALL.layout().initial(new Seeds(1)),
                                SMALL.layout().initial(new Seeds(2)))),
                new NetworkZoo.Group(wider, List.of(wider.layout().initial(new Seeds(3))))));
        ZooTask task = new ZooTask(
                mixed, new LabelTarget(List.of("a", "b", "c"), 0, 1, 2), new int[] {0}, new int[] {1}, new int[] {2});
        assertThatThrownBy(() -> new MethodFit(new FlatWeights(MLP), SHORT, new Seeds(1)).run(task))
                .hasMessage(
                        "mlp: expected architectures that it reads with the same parameters, found 2 kinds; it reads"
                                + " weights, and these do not compare");
    }

    @Test
    void aStoppedTrainingStops() {
        Progress.Listener stop = progress -> {
            if (progress.done() >= 5) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> new MethodFit(new Probing("vanilla", new Probes.Free(8), MLP), SHORT, new Seeds(1))
                            .run(task()))
                    .isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
    }

    /** Reads weights as {@link FlatWeights} does, and cancels its job once so many networks were read. */
    private record Cancelling(FlatWeights flat, int after, AtomicInteger reads) implements Method {
        @Override
        public String name() {
            return "cancelling";
        }

        @Override
        public ParameterLayout layout(Network network, int outputs) {
            return flat.layout(network, outputs);
        }

        @Override
        public String script(Network network, int outputs) {
            return flat.script(network, outputs);
        }

        @Override
        public float[] reads(Network network, float[] row) {
            if (reads.incrementAndGet() == after) {
                Thread.currentThread().interrupt();
            }
            return row;
        }

        @Override
        public Constant constant(Network network, List<float[]> known) {
            return flat.constant(network, known);
        }

        @Override
        public boolean dependsOnTrainingModels() {
            return true;
        }

        @Override
        public long flops(Network network, int outputs) {
            return flat.flops(network, outputs);
        }
    }

    /** Of 160 networks, the 96 to learn from are read for what the method standardises by, then all. */
    @ParameterizedTest
    @ValueSource(ints = {3, 100})
    void theStopButtonIsHeardWhileNetworksAreRead(int after) {
        Cancelling method = new Cancelling(new FlatWeights(MLP), after, new AtomicInteger());
        try {
            assertThatThrownBy(() -> new MethodFit(method, SHORT, new Seeds(1)).run(task()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: training cancelling, 0 of ");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(method.reads).hasValue(after);
    }

    @Test
    void eachNetworkHasATarget() {
        Zoo zoo = Zoo.of(SMALL, List.of(SMALL.layout().initial(new Seeds(1))));
        int[] one = {0};
        assertThatThrownBy(() -> new ZooTask(zoo, numbers(2, i -> i), one, one, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo task: expected a target for each of 1 networks, found 2");
    }

    /** Six networks with numbers, the first two to learn from, the next two to choose by, the others to test on. */
    private static ZooTask scored(float... targets) {
        List<float[]> rows = IntStream.range(0, 6)
                .mapToObj(i -> SMALL.layout().initial(new Seeds(i)))
                .toList();
        return new ZooTask(
                Zoo.of(SMALL, rows), NumberTarget.of("height", targets), new int[] {0, 1}, new int[] {2, 3}, new int[] {
                    4, 5
                });
    }

    @Test
    void numbersOfEachPartHaveAnOrder() {
        String rest = ", found 2 equal ones; they have no order: take more networks, or split them by another seed";
        assertThatThrownBy(() -> scored(1, 1, 2, 3, 4, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo task: expected 2 different numbers 'height' or more in train" + rest);
        assertThatThrownBy(() -> scored(1, 2, 0f, -0f, 4, 5))
                .hasMessage("zoo task: expected 2 different numbers 'height' or more in val" + rest);
        assertThatThrownBy(() -> scored(1, 2, 3, 4, 5, 5))
                .hasMessage("zoo task: expected 2 different numbers 'height' or more in test" + rest);
        assertThat(scored(1, 2, 1, 2, 1, 2).target().models()).isEqualTo(6);
        assertThatThrownBy(() -> SHORT.withRate(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("training: expected a finite learning rate of 0 or more, found NaN");
    }

    @Test
    void aNetworkIsInOnePart() {
        ZooTask task = scored(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> new ZooTask(task.zoo(), task.target(), task.train(), new int[] {2, 1}, task.test()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo task: expected each model in one part, found model 1 twice");
        assertThatThrownBy(() -> new ZooTask(task.zoo(), task.target(), task.train(), task.val(), new int[] {4, 4}))
                .hasMessage("zoo task: expected each model in one part, found model 4 twice");
        assertThatThrownBy(() -> new ZooTask(task.zoo(), task.target(), task.train(), new int[] {6}, task.test()))
                .hasMessage("zoo task: expected networks 0 to 5 in val, found 6");
        assertThatThrownBy(() -> new ZooTask(task.zoo(), task.target(), task.train(), task.val(), new int[0]))
                .hasMessage("zoo task: expected 1 network or more in test, found none");
    }

    @Test
    void sharesLeaveNetworksToLearnFrom() {
        ZooTask task = scored(1, 2, 3, 4, 5, 6);
        for (double[] shares : new double[][] {{0, .2}, {.2, -.1}, {.5, .5}, {Double.NaN, .2}}) {
            assertThatThrownBy(() -> ZooTask.random(task.zoo(), task.target(), shares[0], shares[1], new Seeds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "zoo task: expected shares above 0 to choose by and to test on, together below 1, found "
                                    + shares[0] + " and " + shares[1]);
        }
    }
}
