package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of a researcher's own, each in a notebook's cell of less than 30 lines, in the library's experiments and
 * tables.
 */
class OwnPartsTest {

    private static final String EXPERT = """
            record Nearest(String layer) implements Expert {
                record Copy(String layer, LayerBank known, float[][] labels) implements Expert.Reader {
                    public float[][] outputs(Map<String, LayerBank> models) {
                        LayerBank asked = models.get(layer);
                        float[][] all = new float[asked.models()][];
                        for (int i = 0; i < all.length; i++) {
                            double best = Double.MAX_VALUE;
                            for (int k = 0; k < known.models(); k++) {
                                float[] a = asked.matrix(i), b = known.matrix(k);
                                double far = IntStream.range(0, a.length).mapToDouble(j -> (a[j] - b[j]) * (a[j] - b[j])).sum();
                                if (far < best) { best = far; all[i] = labels[k].clone(); }
                            }
                            for (int j = 0; j < all[i].length; j++) all[i][j] -= .5f;
                        }
                        return all;
                    }
                    public List<String> layersRead() { return List.of(layer); }
                    public long parameters() { return (long) known.models() * known.rows() * known.cols(); }
                    public long flops() { return 3 * parameters(); }
                }
                public String name() { return "nearest model"; }
                public long steps(WeightTask task) { return 0; }
                public Expert.Reader fit(WeightTask task, Seeds seeds, Progress progress) {
                    return new Copy(layer, task.bank(layer).select(task.train()), task.target().values(task.train()));
                }
            }
            """;

    private static final String METHOD = """
            record Norm(double power) implements Method {
                public String name() { return "norm"; }
                public ParameterLayout layout(Network network, int outputs) {
                    return new ParameterLayout().add("out.weight", new ParameterLayout.Initialiser.Normal(1), outputs, 1)
                            .add("out.bias", new ParameterLayout.Initialiser.Constant(0), outputs);
                }
                public float[] reads(Network network, float[] row) {
                    double sum = 0;
                    for (float weight : row) sum += Math.pow(Math.abs(weight), power);
                    return new float[] {(float) sum};
                }
                public String script(Network network, int outputs) {
                    return \"""
                            def read_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor:
                              {named}
                              return torch.addmm(out_bias, q, torch.t(out_weight))
                            \""";
                }
                public long flops(Network network, int outputs) { return 2L * outputs; }
            }
            """;

    private static final String GENERATOR = """
            record Sines(int latent) implements Generator {
                public void addTo(ParameterLayout layout, List<Integer> input) {
                    layout.add("sines", new ParameterLayout.Initialiser.Normal(1), latent, input.get(0));
                }
                public List<String> lines(List<Integer> input) { return List.of("z = torch.sin(torch.matmul(z, sines))"); }
                public long flops(List<Integer> input) { return 2L * latent * input.get(0); }
            }
            """;

    private static final String PROBES = """
            record Corners(float far) implements Probes.Fixed {
                public int count() { return 4; }
                public float[] values(List<Integer> input) { return new float[] {-far, -far, -far, far, far, -far, far, far}; }
            }
            """;

    private static final String LOSS = """
            record Absolute(double power) implements Loss {
                public String script() {
                    return \"""
                            def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                              return torch.mean(torch.pow(torch.abs(z - targets), %s))
                            \""".formatted(power);
                }
            }
            """;

    private static final String TARGET = """
            record AtLeast(float[] numbers, float limit) implements Target {
                public Target.Kind kind() { return Target.Kind.NUMBERS; }
                public int models() { return numbers.length; }
                public List<String> names() { return List.of("number"); }
                public float[][] values(int... models) {
                    return Arrays.stream(models).mapToObj(i -> new float[] {numbers[i]}).toArray(float[][]::new);
                }
                public Target select(int... models) {
                    float[] some = new float[models.length];
                    for (int i = 0; i < some.length; i++) some[i] = numbers[models[i]];
                    return new AtLeast(some, limit);
                }
                public Map<String, Double> measures(float[][] outputs, int... models) {
                    return Map.of("side", score(outputs, models));
                }
                public String mainMeasure() { return "side"; }
                public double score(float[][] outputs, int... models) {
                    int right = 0;
                    for (int i = 0; i < models.length; i++) right += outputs[i][0] >= limit == numbers[models[i]] >= limit ? 1 : 0;
                    return right / (double) models.length;
                }
                public List<Double> scores(float[][] outputs, int... models) { return List.of(); }
                public Map<String, Double> chances(int... models) { return Map.of("side", .5); }
            }
            """;

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
