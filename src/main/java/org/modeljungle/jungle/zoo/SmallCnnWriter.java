package org.modeljungle.jungle.zoo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout.Parameter;
import org.modeljungle.weights.NpyMatrix;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Writes a zoo of small convolutional networks in the files of the Small CNN Zoo. */
final class SmallCnnWriter {

    private static final String SETTING = "config.";

    /** What the public zoo calls settings that go by other names here. */
    private static final Map<String, String> PUBLISHED = Map.of("weight_decay", "l2reg", "share", "train_fraction");

    private SmallCnnWriter() {}

    static Path write(NetworkZoo zoo, Seeds seeds, Path folder) {
        for (NetworkZoo.Group group : zoo.groups()) {
            Check.that(
                    isSmall(group.network()),
                    "small CNN zoo: expected classifiers on convolutional networks, found %s",
                    group.network());
        }
        Path lines = folder.resolve(SmallCnnZoo.LAYOUT);
        Network first = zoo.groups().get(0).network();
        SmallCnnLayout layout = SmallCnnLayout.of(lines, first.layout());
        writeWeights(zoo, layout.parameters(first.layout()), folder.resolve(SmallCnnZoo.WEIGHTS));
        writeTable(layout.table(), lines, false);
        writeTable(metrics(zoo), folder.resolve(SmallCnnZoo.METRICS), true);
        Path order = folder.resolve("split.csv");
        String rows = Arrays.stream(seeds.permutation(zoo.models()))
                .mapToObj(row -> row + "\n")
                .collect(Collectors.joining());
        AtomicFile.write(order, out -> out.write(rows.getBytes(StandardCharsets.US_ASCII)));
        return order;
    }

    private static boolean isSmall(Network network) {
        return network instanceof Classifier classifier && classifier.backbone() instanceof ConvNet;
    }

    private static void writeWeights(NetworkZoo zoo, Map<Parameter, SmallCnnLayout.Piece> parameters, Path file) {
        List<float[]> all =
                zoo.groups().stream().flatMap(group -> group.rows().stream()).toList();
        try (Progress progress = Progress.of("writing networks", all.size())) {
            NpyMatrix.write(file, all.size(), all.get(0).length, row -> {
                progress.step();
                return SmallCnnLayout.published(parameters, all.get(row));
            });
        }
    }

    private static Table metrics(NetworkZoo zoo) {
        List<String> activations = new ArrayList<>(); // of each network
        for (NetworkZoo.Group group : zoo.groups()) {
            ConvNet backbone = (ConvNet) ((Classifier) group.network()).backbone();
            group.rows().forEach(row -> activations.add(backbone.activation().word()));
        }
        int[] steps = new int[zoo.models()];
        Arrays.fill(steps, SmallCnnZoo.LAST_STEP);
        float[] unknown = new float[zoo.models()];
        Arrays.fill(unknown, Float.NaN);
        Table table = Table.create(
                StringColumn.create(SmallCnnZoo.ACTIVATION, activations),
                IntColumn.create(SmallCnnZoo.STEP, steps),
                FloatColumn.create(NetworkZoo.TEST_ACCURACY, zoo.numbers(NetworkZoo.TEST_ACCURACY)),
                FloatColumn.create("train_accuracy", unknown));
        for (String name : zoo.numberNames()) {
            if (!name.equals(NetworkZoo.TEST_ACCURACY)) {
                String published = SETTING + PUBLISHED.getOrDefault(name, name);
                table.addColumns(FloatColumn.create(published, zoo.numbers(name)));
            }
        }
        return table;
    }

    private static void writeTable(Table table, Path file, boolean packed) {
        AtomicFile.write(file, out -> {
            if (packed) {
                GZIPOutputStream gzip = new GZIPOutputStream(out);
                writeTable(table, gzip);
                gzip.finish();
            } else {
                writeTable(table, out);
            }
        });
    }

    private static void writeTable(Table table, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        table.write().csv(writer);
        writer.flush();
    }
}
