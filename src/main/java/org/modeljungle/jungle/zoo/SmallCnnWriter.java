package org.modeljungle.jungle.zoo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.modeljungle.data.Images;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout.Parameter;
import org.modeljungle.weights.NpyMatrix;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Writes a zoo of small convolutional networks in the files of the Small CNN Zoo. */
final class SmallCnnWriter {

    private static final String SETTING = "config.";

    /** What the public zoo calls settings that go by other names here. */
    private static final Map<String, String> PUBLISHED = Map.of("weight_decay", "l2reg", "share", "train_fraction");

    private SmallCnnWriter() {}

    static Path write(NetworkZoo zoo, Seeds seeds, Path folder) {
        zoo.groups().forEach(group -> check(group.network(), zoo));
        Table metrics = metrics(zoo);
        Path lines = folder.resolve(SmallCnnZoo.LAYOUT);
        Path known = folder.resolve(SmallCnnZoo.METRICS);
        Path order = folder.resolve(SmallCnnZoo.SPLIT);
        delete(order, known); // what is half written is no zoo
        Network first = zoo.groups().get(0).network();
        SmallCnnLayout layout = SmallCnnLayout.of(lines, first.layout());
        writeWeights(zoo, layout.parameters(first.layout()), folder.resolve(SmallCnnZoo.WEIGHTS));
        writeTable(layout.table(), lines, false);
        writeTable(metrics, known, true);
        String rows = Arrays.stream(seeds.permutation(zoo.models()))
                .mapToObj(row -> row + "\n")
                .collect(Collectors.joining());
        AtomicFile.write(order, out -> out.write(rows.getBytes(StandardCharsets.US_ASCII)));
        return order;
    }

    /** Of the one architecture that {@link SmallCnnZoo#read} makes of the files. */
    private static void check(Network network, NetworkZoo zoo) {
        Network first = zoo.groups().get(0).network();
        Check.that(
                network instanceof Classifier classifier
                        && classifier.backbone() instanceof ConvNet net
                        && net.equals(ConvNet.zoo(net.image(), net.channels(), net.activation()))
                        && (net.channels() == 1 || net.channels() == Images.RGB)
                        && network.input().equals(first.input())
                        && classifier.heads().equals(List.of(SmallCnnZoo.CLASSES)),
                "small CNN zoo: expected classifiers of %d classes on three convolutions of 16 channels, of one or three"
                        + " colour channels, all alike, found %s",
                SmallCnnZoo.CLASSES,
                network);
    }

    private static void delete(Path... files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be replaced", e);
            }
        }
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
        table.write().usingOptions(CsvWriteOptions.builder(writer).lineEnd("\n").build());
        writer.flush();
    }
}
