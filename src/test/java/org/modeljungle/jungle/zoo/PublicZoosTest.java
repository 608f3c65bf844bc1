package org.modeljungle.jungle.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.nets.Siren;
import org.modeljungle.nets.SquaredError;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.NpyMatrix;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.WeightFileException;

/** Small files in the true forms, written by {@code src/test/golden/public_zoos.py}. */
class PublicZoosTest {

    @TempDir
    Path temp;

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(PublicZoosTest.class.getResource("/golden/" + name).toURI());
    }

    @Test
    void networksOfTheSmallCnnZooRespondLikePyTorchs() throws Exception {
        Path folder = golden("small-cnn-zoo");
        Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
        SmallCnnZoo zoo = SmallCnnZoo.read(folder, 32, SmallCnnZoo.LAST_STEP);

        assertThat(zoo.groups()).hasSize(2);
        for (int group = 0; group < 2; group++) {
            NetworkZoo.Group networks = zoo.groups().get(group);
            float[] wanted = expected.floats(group == 0 ? "relu" : "tanh");
            try (NDManager scope = Torch.scope()) {
                float[] row = networks.rows().get(0);
                NDArray parameters = Torch.tensor(scope, row, new Shape(1, row.length));
                NDArray images = Torch.tensor(scope, expected.floats("images"), new Shape(1, 2, 1, 32, 32));
                float[] found = Torch.floats(new SquaredError(networks.network()).outputs(scope, parameters, images));
                assertThat(found).containsExactly(wanted, within(1e-5f));
            }
        }
        assertThat(zoo.rows()).containsExactly(2, 1);
        assertThat(zoo.numbers().get("test_accuracy")).containsExactly(.5625f, .475f);
        assertThat(zoo.numberTarget("test_accuracy").values(1)[0]).containsExactly(.475f);
        assertThatThrownBy(() -> zoo.numberTarget("accuracy"))
                .hasMessage(
                        "small CNN zoo: expected one of %s, found 'accuracy'",
                        zoo.numbers().keySet());
        assertThat(zoo.numbers().get("config.dropout")).containsExactly(.5f, .25f);
    }

    @Test
    void thePublishedSplitIsTheOneThatPythonMakes() throws Exception {
        JsonNode json =
                new JsonMapper().readTree(golden("small-cnn-zoo/split.json").toFile());
        Path order = temp.resolve("order.csv");
        String lines =
                numbers(json.get("order")).stream().map(row -> row + "\r\n").collect(Collectors.joining());
        List<Integer> rows = numbers(json.get("rows"));
        for (String title : List.of("", "0\n")) { // as published
            Files.writeString(order, title + lines);
            Map<String, int[]> parts = SmallCnnSplit.of(order, rows, 300);
            assertThat(parts).containsOnlyKeys("train", "val", "test");
            parts.forEach((part, networks) -> assertThat(Arrays.stream(networks).mapToObj(rows::get))
                    .as(part)
                    .containsExactlyElementsOf(numbers(json.get("parts").get(part))));
        }
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    @Test
    void wrongOrdersAreNamed() throws Exception {
        Path order = temp.resolve("order.csv");
        assertThatThrownBy(() -> SmallCnnSplit.of(order, List.of(0, 1), 3))
                .hasMessage(order + ": expected a file with the order of the rows, found none");
        assertOrderRefused(order, "1\n2\n", "all 3 rows of this zoo, found 2; each zoo has an order of its own");
        assertOrderRefused(order, "1\n1\n0\n", "each row once, found row 1 again");
        assertOrderRefused(order, "row\n0\n1\n2\n", "a row from 0 to 2 of this zoo on each line, found 'row'");
        assertOrderRefused(order, "2\n1\n3\n0\n", "a row from 0 to 2 of this zoo on each line, found '3'");
    }

    private static void assertOrderRefused(Path order, String lines, String message) throws IOException {
        Files.writeString(order, lines);
        assertThatThrownBy(() -> SmallCnnSplit.of(order, List.of(0, 1), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(order + ": expected " + message);
    }

    @Test
    void numPyReadsTheMatricesThatAreWritten() throws Exception {
        Path golden = golden("small-cnn-zoo").resolve("weights.npy");
        float[][] rows = NpyMatrix.open(golden).read(0, 1, 2);
        Path file = temp.resolve("weights.npy");
        NpyMatrix.write(file, 3, 4970, row -> rows[row]);
        assertThat(file).hasSameBinaryContentAs(golden); // which NumPy wrote
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG")); // whose digits are others
        try {
            NpyMatrix.write(file, 3, 4970, row -> rows[row]);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(file).hasSameBinaryContentAs(golden);
        assertThatThrownBy(() -> NpyMatrix.write(file, 2, 3, row -> new float[2]))
                .hasMessage(file + ": expected rows of 3 numbers, found one of 2");
        assertThatThrownBy(() -> NpyMatrix.write(file, 0, 3, row -> new float[2]))
                .hasMessage(file + ": expected rows and columns to write, found 0 and 3");
        assertThat(file).hasSameBinaryContentAs(golden);
    }

    @Test
    void aColumnWithAnInfinityOrAGapIsKept() throws Exception {
        Path folder = golden("small-cnn-zoo");
        for (String file : List.of("weights.npy", "layout.csv")) {
            Files.copy(folder.resolve(file), temp.resolve(file));
        }
        List<String> lines =
                unpacked(folder.resolve("metrics.csv.gz")).strip().lines().toList();
        StringBuilder more = new StringBuilder(lines.get(0) + ",train_loss,note,gap\n");
        for (int i = 1; i < lines.size(); i++) {
            String loss = List.of("inf", "", "0.25", "-inf").get((i - 1) % 4);
            more.append(lines.get(i))
                    .append(",")
                    .append(loss)
                    .append(",text,")
                    .append(i == 1 ? "" : "1")
                    .append('\n');
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(temp.resolve("metrics.csv.gz")))) {
            out.write(more.toString().getBytes(StandardCharsets.UTF_8));
        }
        SmallCnnZoo all = SmallCnnZoo.read(temp, 32, SmallCnnZoo.LAST_STEP);
        SmallCnnZoo before = SmallCnnZoo.read(folder, 32, SmallCnnZoo.LAST_STEP);
        assertThat(all.numbers()).containsKeys("train_loss", "gap").doesNotContainKey("note");
        assertThat(all.numbers().keySet()).containsAll(before.numbers().keySet());
        float[] losses = all.numbers().get("train_loss");
        assertThat(List.of(losses[0], losses[1]))
                .isSubsetOf(Float.POSITIVE_INFINITY, Float.NaN, .25f, Float.NEGATIVE_INFINITY)
                .doesNotHaveDuplicates();
        assertThat(losses).hasSize(2);
        assertThatThrownBy(() -> NumberTarget.of("train_loss", Float.NaN, 1, Float.POSITIVE_INFINITY))
                .hasMessage("number target: expected finite numbers, found NaN as 'train_loss' of model 0, and so of 2"
                        + " of 3 models; leave these out");
    }

    @Test
    void aCheckpointWithoutAStepIsOfNoStep() throws Exception {
        Path folder = golden("small-cnn-zoo");
        for (String file : List.of("weights.npy", "layout.csv")) {
            Files.copy(folder.resolve(file), temp.resolve(file));
        }
        String metrics = unpacked(folder.resolve("metrics.csv.gz"));
        assertThat(metrics).contains("tanh,0.25,0,", "tanh,0.25,86,");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(temp.resolve("metrics.csv.gz")))) {
            out.write(metrics.replace("tanh,0.25,86,", "tanh,0.25,,").getBytes(StandardCharsets.UTF_8));
        }
        SmallCnnZoo first = SmallCnnZoo.read(temp, 32, 0);
        assertThat(first.groups()).hasSize(1);
        assertThat(first.groups().get(0).rows()).hasSize(1);
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void wrongZoosAreNamed() throws Exception {
        Path folder = golden("small-cnn-zoo");
        assertThatThrownBy(() -> SmallCnnZoo.read(folder, 32, 7))
                .hasMessage("small CNN zoo " + folder + ": expected checkpoints of step 7, found none; the steps are"
                        + " [0, 86]");
        assertThatThrownBy(() -> SmallCnnZoo.read(temp, 32, 86))
                .hasMessage(temp.resolve("metrics.csv.gz")
                        + ": expected a file, found none; download all three of the zoo");
    }

    @Test
    void aLayoutThatDoesNotFitTheWeightsIsNamed() throws Exception {
        for (String file : List.of("metrics.csv.gz", "weights.npy", "layout.csv")) {
            Files.copy(golden("small-cnn-zoo").resolve(file), temp.resolve(file));
        }
        String layout = Files.readString(temp.resolve("layout.csv"));
        Files.writeString(temp.resolve("layout.csv"), layout.replace("4970", "4980"));
        assertThatThrownBy(() -> SmallCnnZoo.read(temp, 32, 86))
                .hasMessageContaining("within the 4970 numbers of a row, found")
                .hasMessageEndingWith("to 4980");
    }

    /** Reads the golden zoo with another layout. */
    private AbstractThrowableAssert<?, ?> assertRefused(String layout) throws Exception {
        for (String file : List.of("metrics.csv.gz", "weights.npy")) {
            Files.copy(golden("small-cnn-zoo").resolve(file), temp.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(temp.resolve("layout.csv"), layout);
        return assertThatThrownBy(() -> SmallCnnZoo.read(temp, 32, SmallCnnZoo.LAST_STEP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String layout(String from, String to) throws Exception {
        String published = Files.readString(golden("small-cnn-zoo").resolve("layout.csv"));
        assertThat(published).contains(from);
        return published.replace(from, to);
    }

    private void assertLayoutRefused(String from, String to, String message) throws Exception {
        assertRefused(layout(from, to)).hasMessage(temp.resolve("layout.csv") + ": expected " + message);
    }

    @Test
    void aLayoutHasItsColumns() throws Exception {
        assertLayoutRefused("start_idx", "start", "a column 'start_idx', found [varname, start, end_idx, size, shape]");
        assertLayoutRefused("varname", "name", "a column 'varname', found [name, start_idx, end_idx, size, shape]");
    }

    @Test
    void theLinesOfALayoutAreRead() throws Exception {
        String bias = "sequential/conv2d/bias:0";
        assertLayoutRefused(
                bias + ",144", bias + ",many", "a whole number as start_idx of '" + bias + "', found 'many'");
        assertLayoutRefused(bias + ",144,160", bias + ",144,", "a whole number as end_idx of '" + bias + "', found ''");
        assertLayoutRefused(
                "\"(3, 3, 1, 16)\"",
                "\"(3, 3, -1, 16)\"",
                "a shape like (3, 3, 1, 16) of 'sequential/conv2d/kernel:0', found '(3, 3, -1, 16)'");
        assertLayoutRefused(bias, "sequential/conv2d/scale:0", "kernels and biases, found 'sequential/conv2d/scale:0'");
        assertLayoutRefused(
                "144,160,16", "160,144,16", "'" + bias + "' within the 4970 numbers of a row, found 160 to 144");
    }

    @Test
    void shapesOfALayoutAreTheNetworks() throws Exception {
        String first = "'sequential/conv2d/kernel:0' to be [16, 1, 3, 3] once its last two axes come first, found ";
        assertLayoutRefused("\"(3, 3, 1, 16)\"", "\"(3, 3, 16, 1)\"", first + "[1, 16, 3, 3]");
        assertLayoutRefused("\"(3, 3, 1, 16)\"", "\"(9, 1, 16)\"", first + "[16, 1, 9]");
        assertLayoutRefused("\"(3, 3, 1, 16)\"", "\"(3, 3, 0, 16)\"", first + "[16, 0, 3, 3]");
        assertLayoutRefused("\"(3, 3, 1, 16)\"", "\"(144,)\"", first + "[144]");
        assertLayoutRefused("\"(10,)\"", "\"(2, 5)\"", "'sequential/dense/bias:0' to be [10], found [2, 5]");
        assertLayoutRefused("144,160,16", "144,159,16", "16 numbers of 'sequential/conv2d/bias:0', found 144 to 159");
    }

    @Test
    void kernelsAndBiasesOfALayoutAreThoseOfTheNetwork() throws Exception {
        assertLayoutRefused(
                "sequential/conv2d_1/bias:0", "sequential/conv2d_1/kernel:0", "4 kernels and 4 biases, found 5 and 3");
        assertLayoutRefused(
                "\r\nsequential/dense/bias:0,4960,4970,10,\"(10,)\"", "", "4 kernels and 4 biases, found 4 and 3");
    }

    @Test
    void linesOfALayoutDoNotOverlap() throws Exception {
        assertLayoutRefused(
                "2480,4784",
                "160,2464",
                "'sequential/conv2d_2/kernel:0' after the numbers of the others, which end at 2464, found it at 160");
    }

    @Test
    void aLayoutIsATable() throws Exception {
        assertRefused(layout("4960,4970,10", "4960,4970,10,11"))
                .hasMessageStartingWith(
                        temp.resolve("layout.csv") + ": expected a table of comma-separated values, found ");
        assertRefused("").hasMessage(temp.resolve("layout.csv") + ": expected a column 'varname', found []");
    }

    @Test
    void anInterruptedThreadReadsNoMatrix() throws Exception {
        Path path = golden("small-cnn-zoo").resolve("weights.npy");
        NpyMatrix matrix = NpyMatrix.open(path);
        assertStops(() -> NpyMatrix.open(path), "stopped: opening " + path);
        assertStops(() -> matrix.read(0), "stopped: reading " + path);
    }

    private static void assertStops(ThrowingCallable call, String message) {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(call).isInstanceOf(CancellationException.class).hasMessage(message);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void rowsOfNumPysFilesAreReadOneByOne() throws Exception {
        NpyMatrix matrix = NpyMatrix.open(golden("small-cnn-zoo").resolve("weights.npy"));
        assertThat(matrix.rows()).isEqualTo(3);
        assertThat(matrix.cols()).isEqualTo(4970);
        assertThat(matrix.read(2, 0)).hasDimensions(2, 4970);
        assertThatThrownBy(() -> matrix.read(3)).hasMessageEndingWith("expected rows 0 to 2, found 3");
    }

    @Test
    void damagedNumPyFilesAreRefused() throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(golden("small-cnn-zoo").resolve("weights.npy"));
        Path file = temp.resolve("weights.npy");
        Files.write(file, Arrays.copyOf(whole, 1000));
        assertThatThrownBy(() -> NpyMatrix.open(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("expected 59640 bytes of data, found 872; it was cut short or changed");
        Files.write(file, new byte[4]);
        assertThatThrownBy(() -> NpyMatrix.open(file)).hasMessageContaining("expected a file in NumPy's form");
        Files.write(
                file,
                new String(whole, StandardCharsets.ISO_8859_1)
                        .replace("<f4", "<i4")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> NpyMatrix.open(file))
                .hasMessageContaining("expected numbers of type f2, f4 or f8 in either order of bytes, found '<i4'");
    }

    @Test
    void convertedInrSetsAreRead() throws Exception {
        InrSet set = InrSet.read(golden("inr-set").resolve("mnist_splits.json"));
        assertThat(set.labels()).containsExactly(0, 1, 2);
        assertThat(set.parts().get("test")).containsExactly(2);
        Safetensors first = Safetensors.open(golden("inr-set").resolve("train.safetensors"));
        assertThat(Siren.PICTURE.layout().slice(set.rows().get(0), "layers.1.weight"))
                .isEqualTo(first.floats("seq.1.weight"));
    }

    @Test
    void picklesAreNamedAndNotRead() throws Exception {
        Path splits = temp.resolve("mnist_splits.json");
        String part = "{\"path\": [\"one.pth\"], \"label\": [\"1\"]}";
        Files.writeString(splits, "{\"train\": " + part + ", \"val\": " + part + ", \"test\": " + part + "}");
        Files.writeString(temp.resolve("one.pth"), "pickled");
        assertThatThrownBy(() -> InrSet.read(splits))
                .hasMessageStartingWith(temp.resolve("one.safetensors")
                        + ": expected this network as safetensors, found a pickle, which is never read here; convert");
        Files.copy(golden("inr-set").resolve("train.safetensors"), temp.resolve("one.safetensors"));
        String odd = part.replace("1", "shirt");
        Files.writeString(splits, "{\"train\": " + odd + ", \"val\": " + part + ", \"test\": " + part + "}");
        assertThatThrownBy(() -> InrSet.read(splits))
                .hasMessage(splits + ": expected a whole number for each label, found \"shirt\"");
        Files.writeString(splits, "[]");
        assertThatThrownBy(() -> InrSet.read(splits))
                .hasMessage(splits + ": expected paths and a label for each under 'train', found 0 and 0");
    }
}
