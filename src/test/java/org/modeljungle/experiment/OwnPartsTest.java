package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.OwnParts;

/**
 * Parts of a researcher's own, each in a notebook's cell of less than 30 lines, in the library's experiments and
 * tables: the cells of {@code notebooks/OWN-PARTS.md}, as they stand there.
 */
class OwnPartsTest {

    private static final String EXPERT = OwnParts.cell("An expert", 0);
    private static final String METHOD = OwnParts.cell("A probing method", 0);
    private static final String GENERATOR = OwnParts.cell("A generator of probes", 0);
    private static final String PROBES = OwnParts.cell("A set of probes", 0);
    private static final String LOSS = OwnParts.cell("A loss", 0);
    private static final String TARGET = OwnParts.cell("A target", 0);
    private static final String ENCODER = OwnParts.cell("A text encoder", 0);
    private static final String ALIGNER = OwnParts.cell("An alignment", 0);

    private static final String NETWORK = """
            record Mine(Siren siren) implements Network {
                public ParameterLayout layout() { return siren.layout(); }
                public List<Integer> input() { return siren.input(); }
                public int outputs() { return siren.outputs(); }
                public int hidden() { return siren.hidden(); }
                public long flops() { return siren.flops(); }
                public String script() { return siren.script(); }
            }
            """;

    private static final String ZOO = """
            Siren small = new Siren(2, 4, 1, 1, 5, 0);
            Zoo zoo = Zoo.of(small, IntStream.range(0, 20).mapToObj(i -> small.layout().initial(new Seeds(i))).toList());
            float[] kinds = new float[20];
            for (int i = 0; i < 20; i++) kinds[i] = i % 3;
            NumberTarget height = NumberTarget.of("height", kinds);
            MethodFit.Settings how = MethodFit.Settings.PUBLISHED.withEpochs(2).withBatch(4);
            ZooTask task = ZooTask.random(zoo, LabelTarget.of(List.of("a", "b", "c"), kinds), .2, .2, new Seeds(1));
            """;

    private static final String WORDS = """
            org.modeljungle.align.World world = new org.modeljungle.align.World(new Seeds(3), 3, 3, 4);
            AlignmentTask words = new AlignmentTask(Map.of("q", world.layer("q", .2)), world.captions(),
                    Split.draw(world.captions(), 2, 1, new Seeds(3)), world::encode);
            """;

    @TempDir
    Path folder;

    private JShell shell;

    @BeforeEach
    void start() {
        shell = Cells.fresh();
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    private void cell(String text) {
        assertThat(text.lines().count()).isLessThan(30);
        Cells.run(shell, text);
    }

    /** The summary of an experiment over these trainings. */
    private String run(String trainings) {
        return Cells.run(
                shell, "Experiment.of(\"own\", %s).in(Path.of(\"%s\")).run().toString()".formatted(trainings, folder));
    }

    /**
     * Trains once, finds it again, trains anew when the cell is edited, and finds the old one when it is edited back.
     */
    private void takesPart(String cell, String from, String to, String trainings) {
        assertThat(cell).contains(from);
        cell(cell);
        assertThat(run(trainings)).isEqualTo("\"2 trials: 0 found, 2 trained\"");
        assertThat(run(trainings)).isEqualTo("\"2 trials: 2 found, 0 trained\"");
        cell(cell.replace(from, to));
        assertThat(run(trainings)).isEqualTo("\"2 trials: 1 found, 1 trained\"");
        cell(cell);
        assertThat(run(trainings)).isEqualTo("\"2 trials: 2 found, 0 trained\"");
    }

    @Test
    void anExpert() {
        takesPart(
                EXPERT, "-= .5f", "-= .4f", "new Nearest(\"a\").on(Tree.TASK), RidgeExpert.layer(\"a\").on(Tree.TASK)");
        String table = Cells.run(
                shell,
                "Experiment.of(\"own\", new Nearest(\"a\").on(Tree.TASK)).in(Path.of(\"%s\")).run().csv()"
                        .formatted(folder));
        assertThat(table).contains("nearest model,0,");
    }

    @Test
    void aProbingMethod() {
        Cells.run(shell, ZOO);
        takesPart(
                METHOD,
                "Math.abs(weight)",
                "Math.abs(2 * weight)",
                "new Norm(2).on(task, how), WeightStatistics.USUAL.on(task, how)");
    }

    @Test
    void aGeneratorOfProbes() {
        Cells.run(shell, ZOO);
        takesPart(GENERATOR, "torch.sin", "torch.cos", """
                new Probing("sines", new Probes.Generated(3, new Sines(2)), new Mlp(8, 2)).on(task, how),
                new Probing("free", new Probes.Free(3), new Mlp(8, 2)).on(task, how)""");
    }

    @Test
    void aSetOfProbes() {
        Cells.run(shell, ZOO);
        takesPart(PROBES, "{-far, -far,", "{far, -far,", """
                new Probing("corners", new Corners(.5f), new Mlp(8, 2)).on(task, how),
                new Probing("free", new Probes.Free(3), new Mlp(8, 2)).on(task, how)""");
    }

    @Test
    void aLoss() {
        Cells.run(shell, ZOO);
        takesPart(
                LOSS,
                "z - targets",
                "z - 2 * targets",
                "FlatWeights.USUAL.on(ZooTask.random(zoo, height, .2, .2, new Seeds(1)).withLoss(new Absolute(1)), how),"
                        + " WeightStatistics.USUAL.on(task, how)");
    }

    @Test
    void aTextEncoder() {
        Cells.run(shell, WORDS);
        takesPart(
                ENCODER,
                "vectors[i][place]++",
                "vectors[i][place] = 1",
                "RidgeAligner.allLayers().on(words.withEncoder(new Letters())), GaussianAligner.of(1).on(words)");
    }

    @Test
    void anAlignment() {
        Cells.run(shell, WORDS);
        takesPart(
                ALIGNER,
                "alike[i][k] >",
                "alike[i][k] <",
                "new NearestCaption().on(words), RidgeAligner.allLayers().on(words)");
        String table = Cells.run(
                shell,
                "Experiment.of(\"own\", new NearestCaption().on(words)).in(Path.of(\"%s\")).run().csv()"
                        .formatted(folder));
        assertThat(table).contains("nearest caption,");
    }

    @Test
    void aNetwork() {
        Cells.run(shell, ZOO);
        takesPart(NETWORK, "siren.flops()", "2 * siren.flops()", """
                new Probing("free", new Probes.Free(3), new Mlp(8, 2)).on(ZooTask.random(
                        Zoo.of(new Mine(small), zoo.groups().get(0).rows()), task.target(), .2, .2, new Seeds(1)), how),
                WeightStatistics.USUAL.on(task, how)""");
    }

    @Test
    void aTargetOfAProbingMethod() {
        Cells.run(shell, ZOO);
        takesPart(
                TARGET,
                ">= limit ==",
                "> limit ==",
                "FlatWeights.USUAL.on(ZooTask.random(zoo, new AtLeast(kinds, 1), .2, .2, new Seeds(1)), how),"
                        + " WeightStatistics.USUAL.on(task, how)");
        assertThat(run("FlatWeights.USUAL.on(ZooTask.random(zoo, new AtLeast(kinds, 2), .2, .2, new Seeds(1)), how)"))
                .isEqualTo("\"1 trial: 0 found, 1 trained\"");
    }

    @Test
    void aTargetOfAnExpert() {
        Cells.run(shell, "float[] sizes = new float[20];");
        Cells.run(shell, "for (int i = 0; i < sizes.length; i++) sizes[i] = i;");
        takesPart(
                TARGET,
                ">= limit ==",
                "> limit ==",
                "new ScalarRidgeExpert().on(Tree.TASK.withTarget(new AtLeast(sizes, 1))), RidgeExpert.layer(\"a\").on(Tree.TASK)");
    }

    @Test
    void aTargetThatIsNoRecordSaysItsSettings() {
        Cells.run(shell, TARGET.replace("record AtLeast(float[] numbers, float limit) implements Target {", """
                class AtLeast implements Target {
                    float[] numbers;
                    float limit;
                    AtLeast(float[] numbers, float limit) { this.numbers = numbers; this.limit = limit; }
                """));
        Cells.run(shell, """
                String said() {
                    try {
                        return String.valueOf(new AtLeast(new float[2], 1).settings());
                    } catch (IllegalArgumentException e) {
                        return e.getMessage();
                    }
                }
                """);
        assertThat(Cells.run(shell, "said()"))
                .startsWith("\"target [number]: expected a record, whose components are its settings, found ")
                .endsWith("AtLeast; make it one, or let settings() name them\"");
    }
}
