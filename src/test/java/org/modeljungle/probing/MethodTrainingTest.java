package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.data.DeadLeaves;
import org.modeljungle.data.Images;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Siren;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

class MethodTrainingTest {

    private static final Siren SMALL = new Siren(2, 4, 1, 1, 5, 0);
    private static final Mlp MLP = new Mlp(8, 2);
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private static ZooTask task() {
        List<float[]> rows = IntStream.range(0, 20)
                .mapToObj(i -> SMALL.layout().initial(new Seeds(i)))
                .toList();
        int[] labels = IntStream.range(0, 20).map(i -> i % 3).toArray();
        return ZooTask.random(Zoo.of(SMALL, rows), new LabelTarget(NAMES, labels), .2, .2, new Seeds(1));
    }

    private Outcomes run(ZooTask task) {
        MethodFit.Settings how =
                MethodFit.Settings.PUBLISHED.withEpochs(2).withBatch(4).withRate(1e-3);
        return Experiment.of(
                        "zoo",
                        new Probing("vanilla", new Probes.Free(3), MLP).on(task, how),
                        new FlatWeights(MLP).on(task, how))
                .in(folder)
                .run();
    }

    @Test
    void finishedTrialsAreFoundAgainAndChangedOnesAreNot() throws IOException {
        ZooTask task = task();
        Outcomes first = run(task);
        Map<Path, Object> written = times();
        assertThat(run(task()).trials()).isEqualTo(first.trials());
        assertThat(times()).isEqualTo(written).hasSize(2);

        int[] other = IntStream.range(0, 20).map(i -> i % 3).toArray();
        other[0] = 2 - other[0];
        run(new ZooTask(task.zoo(), new LabelTarget(NAMES, other), task.train(), task.val(), task.test()));
        assertThat(times()).hasSize(4);
        run(task.withLoss(new Squared()));
        assertThat(times()).hasSize(6);
        assertThat(run(task.withLoss(new Loss.CrossEntropy())).trials()).isEqualTo(first.trials());
        assertThat(times()).hasSize(6);
    }

    /** The library's networks are told by its version, as they always were. */
    @Test
    void ofTheCodeOnlyTheKindCountsWhereAllIsTheLibrarys() throws IOException {
        run(task());
        for (Path file : times().keySet()) {
            assertThat(Files.readString(file)).containsPattern("\"code\" : \\{\\s*\"kind\" : \"probing 7\"\\s*\\}");
        }
    }

    /** The squared distance of the right label's output from 1. */
    private record Squared() implements Loss {
        @Override
        public String script() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      return torch.mean(torch.square(torch.gather(z, 1, torch.unsqueeze(targets, 1)) - 1))
                    """;
        }
    }

    private Map<Path, Object> times() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(
                    Collectors.toMap(file -> file, file -> file.toFile().lastModified()));
        }
    }

    @Test
    void anOutcomeSaysHowGoodAMethodIsAndWhatItCosts() {
        ZooTask task = task();
        Outcome vanilla = run(task).where("method", "vanilla").first().outcome();
        assertThat(vanilla.costs().parameters()).isEqualTo(3 * 2 + (3 * 8 + 8) + (8 * 3 + 3));
        assertThat(vanilla.costs().flops()).isEqualTo(3 * SMALL.flops() + 2 * (3 * 8 + 8 * 3));
        assertThat(vanilla.history()).hasSize(2);
        assertThat(vanilla.training()).isBetween(0.0, 1.0);
        assertThat(vanilla.measure()).isEqualTo("accuracy");
        assertThat(vanilla.scores().stream().mapToDouble(Double::doubleValue).sum() / vanilla.n())
                .isEqualTo(vanilla.score());
        assertThat(vanilla.chance()).isEqualTo(task.target().chance(task.test()));
        assertThat(vanilla.measures()).containsKeys("accuracy", "balanced-accuracy", "f1");
    }

    @Test
    void readersAreKeptOnRequest() {
        ZooTask task = task();
        MethodFit.Settings how =
                MethodFit.Settings.PUBLISHED.withEpochs(2).withBatch(4).withRate(1e-3);
        Probing vanilla = new Probing("vanilla", new Probes.Free(3), MLP);
        Outcomes kept = Experiment.of("kept", vanilla.on(task, how))
                .keepReaders()
                .keepOutputs()
                .in(folder)
                .run();
        MethodReader reader = MethodReader.open(kept.reader(kept.first()).orElseThrow());
        float[][] all = reader.outputs(task.zoo());
        float[][] test = kept.outputs(kept.first()).orElseThrow();
        for (int i = 0; i < test.length; i++) {
            assertThat(test[i]).containsExactly(all[task.test()[i]], within(1e-5f));
        }
    }

    @Test
    void trainedProbesCanBeLookedAt() {
        ZooTask task = task();
        Probing free = new Probing("vanilla", new Probes.Free(3), MLP);
        MethodFit.Fitted fitted = new MethodFit(
                        free,
                        MethodFit.Settings.PUBLISHED.withEpochs(1).withBatch(4).withRate(1e-3),
                        new Seeds(1))
                .run(task);
        assertThat(free.probes(SMALL, 3, fitted.parameters()))
                .isEqualTo(fitted.layout().slice(fitted.parameters(), "probes"));
    }

    @Test
    void givenProbesAreTheProbes() {
        Images leaves = DeadLeaves.draw(2, 3, 8, new Seeds(1));
        Probes.Real real = new Probes.Real(leaves, "leaves");
        assertThat(real.values(List.of(3, 8, 8))).isEqualTo(leaves.pixels());
        assertThat(real.settings())
                .containsEntry("count", 2)
                .containsEntry("name", "leaves")
                .containsEntry("pixels", new DataDigest().add(leaves.pixels()).hex());
        assertThat(new Probes.Unlearned(2, Probes.Kind.DEAD_LEAVES, 1).values(List.of(3, 8, 8)))
                .isEqualTo(leaves.pixels());
        for (float number : new Probes.Unlearned(50, Probes.Kind.UNIFORM, 1).values(List.of(2))) {
            assertThat(number).isBetween(-1f, 1f);
        }
    }

    @Test
    void gridsOfProbesFillTheCube() {
        Probes.Grid grid = new Probes.Grid(2, 3);
        assertThat(grid.count()).isEqualTo(8);
        assertThat(grid.values(List.of(3))).hasSize(24).startsWith(-.5f, -.5f, -.5f, .5f);
        assertThatThrownBy(() -> grid.values(List.of(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected points of 3 axes, found [2]");
        assertThatThrownBy(() -> new Probes.Grid(0, 2)).hasMessageContaining("found 0 and 2");
    }

    @Test
    void responsesAreThoseOfEachNetwork() {
        List<float[]> rows = task().zoo().groups().get(0).rows();
        float[] inputs = {.1f, .2f, -.3f, .4f};
        float[][] all = Responses.of(SMALL, rows, inputs);
        float[] alone = Responses.of(SMALL, List.of(rows.get(7)), inputs)[0];
        assertThat(all).hasDimensions(20, 2);
        assertThat(all[7]).containsExactly(alone, within(1e-6f));
    }

    @Test
    void responsesStop() {
        float[] row = SMALL.layout().initial(new Seeds(1));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Responses.of(SMALL, List.of(row), new float[] {.1f, .2f}))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: sending inputs through networks");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void responsesNeedWholeNetworksAndWholeInputs() {
        float[] row = SMALL.layout().initial(new Seeds(1));
        float[] inputs = {.1f, .2f};
        assertThatThrownBy(() -> Responses.of(SMALL, List.of(row, new float[16]), inputs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("responses: expected networks of 17 parameters, found 16 in row 1");
        assertThatThrownBy(() -> Responses.of(SMALL, List.of(row), new float[3]))
                .hasMessage("responses: expected whole inputs of 2 numbers, found 3 numbers");
    }

    @Test
    void rowsInTheEngineAreOfOneLength() {
        try (NDManager scope = Torch.scope()) {
            assertThatThrownBy(() -> Tensors.of(scope, List.of(new float[3], new float[3], new float[2])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows: expected 3 numbers each, found 2 in row 2");
            assertThatThrownBy(() -> Tensors.of(scope, List.of(new float[2], new float[3])))
                    .hasMessage("rows: expected 2 numbers each, found 3 in row 1");
            assertThatThrownBy(() -> Tensors.of(scope, List.of())).hasMessage("rows: expected 1 or more, found none");
            List<float[]> tooMany = Collections.nCopies(1 << 16, new float[1 << 16]); // one row again and again
            assertThatThrownBy(() -> Tensors.of(scope, tooMany))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "rows: expected at most 2147483639 numbers in one tensor, found 65536 rows of 65536; take"
                                    + " fewer rows");
        }
    }

    /** Twenty networks of each of two architectures. */
    private static Zoo ofTwo() {
        List<float[]> rows = task().zoo().groups().get(0).rows();
        return new Zoo(
                List.of(new NetworkZoo.Group(SMALL, rows), new NetworkZoo.Group(new Siren(2, 4, 1, 1, 9, 0), rows)));
    }

    @Test
    void eachGroupOfAZooIsPartedAlike() {
        float[] numbers = new float[40];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        ZooTask both = ZooTask.random(ofTwo(), NumberTarget.of("height", numbers), .1, .2, new Seeds(1));
        assertThat(both.test()).hasSize(8);
        assertThat(IntStream.of(both.test()).filter(i -> i < 20).count()).isEqualTo(4);
        assertThat(IntStream.of(both.val()).filter(i -> i < 20).count()).isEqualTo(2);
        ZooTask one = ZooTask.random(task().zoo(), task().target(), .1, .2, new Seeds(1));
        assertThat(one.test()).isEqualTo(IntStream.of(both.test()).limit(4).toArray());
    }

    @Test
    void theOutcomeOfAMixSaysHowGoodItIsWithinEachGroup() {
        float[] numbers = new float[40];
        for (int i = 0; i < 20; i++) {
            numbers[i] = i;
        }
        int[] train = IntStream.range(0, 10).toArray();
        int[] test = {16, 17, 18, 20, 21};
        ZooTask mix = new ZooTask(ofTwo(), NumberTarget.of("height", numbers), train, new int[] {12, 13}, test);
        float[][] outputs = {{1}, {2}, {3}, {9}, {8}};
        Outcome scored = mix.withGroups(Outcome.of(Target.KENDALL_TAU, .5, 5), outputs);
        assertThat(scored.measures()) // all of group 2 are 0
                .isEqualTo(Map.of("kendall-tau", .5, "kendall-tau, group 1", 1.0));
        assertThat(scored.bases())
                .containsExactly(Map.entry("kendall-tau, group 1", new Outcome.Basis("kendall-tau", 0, 3)));
        Outcome alone = Outcome.of("accuracy", .5, 4);
        assertThat(task().withGroups(alone, new float[4][3])).isEqualTo(alone);
        MethodFit.Settings how = MethodFit.Settings.PUBLISHED.withEpochs(1).withBatch(4);
        Outcomes outcomes = Experiment.of("mix", new Probing("vanilla", new Probes.Free(3), MLP).on(mix, how))
                .in(folder)
                .run();
        assertThat(outcomes.first().outcome().measures()).containsOnlyKeys("kendall-tau", "r2", "kendall-tau, group 1");
        assertThat(outcomes.allMetrics("", "one").get(0).name()).isEqualTo("vanilla/kendall-tau-group-1");
    }

    @Test
    void probesAreKnownBeforeTheTraining() {
        Probing free = new Probing("vanilla", new Probes.Free(3, .35), MLP);
        MethodFit.Settings still = MethodFit.Settings.PUBLISHED.withEpochs(1).withRate(1e-30);
        float[] after =
                new MethodFit(free, still, new Seeds(7)).run(task()).reader().probes(SMALL);
        assertThat(free.probesAtStart(SMALL, 3, new Seeds(7))).containsExactly(after, within(1e-6f));
        Probing many = new Probing("vanilla", new Probes.Free(100, .35), MLP);
        assertThat(many.spreadAtStart(SMALL, 20)).isCloseTo(.35, within(.01));
        assertThatThrownBy(() -> many.spreadAtStart(SMALL, 0)).hasMessage("probing: expected 1 start or more, found 0");
        assertThat(Probes.outside(2, 0, 0, 0, 1.5f, -2, 0, 1, 1)).isEqualTo(2);
    }

    @Test
    void implicitNetworksDraw() {
        List<float[]> rows = task().zoo().groups().get(0).rows();
        float[] corner = Responses.of(SMALL, rows, new float[] {-.5f, -.5f})[3];
        List<float[]> pictures = Responses.pictures(SMALL, rows, 2);
        assertThat(pictures).hasSize(20);
        assertThat(pictures.get(3)).hasSize(4);
        assertThat(pictures.get(3)[0]).isCloseTo(2 * corner[0] - 1, within(1e-5f));
        Siren solid = new Siren(3, 4, 1, 1, 5, 0);
        float[] row = solid.layout().initial(new Seeds(1));
        float[] middle = Responses.of(solid, List.of(row), new float[] {.5f, -.5f, 0})[0];
        assertThat(Responses.pictures(solid, List.of(row), 2).get(0)[1]).isCloseTo(2 * middle[0] - 1, within(1e-5f));
        Siren two = new Siren(2, 4, 1, 2, 5, 0);
        assertThatThrownBy(() -> Responses.pictures(two, List.of(two.layout().initial(new Seeds(1))), 2))
                .hasMessage("pictures: expected networks from points of 2 or 3 axes to 1 number, found [2] to 2");
    }
}
