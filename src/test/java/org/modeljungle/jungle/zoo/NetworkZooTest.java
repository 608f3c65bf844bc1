package org.modeljungle.jungle.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.data.Glyphs;
import org.modeljungle.data.Images;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.Growth;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Siren;
import org.modeljungle.probing.Responses;
import org.modeljungle.probing.Zoo;
import org.modeljungle.probing.ZooTask;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.weights.Safetensors;

class NetworkZooTest {

    private static final CnnRecipe.Choices CHOICES = new CnnRecipe.Choices(
            List.of(2, 4), 1e-3, 1e-2, List.of(0.0, 1e-3), List.of(0.0, .5), List.of(.5, 1.0), List.of(1.0, 2.0));

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    static Stream<ZooRecipe> recipes() {
        return Stream.of(
                inr(InrRecipe.Subject.DIGITS),
                inr(InrRecipe.Subject.SHAPES),
                inr(InrRecipe.Subject.SOLIDS),
                cnn(CnnRecipe.Architecture.SMALL, 4),
                cnn(CnnRecipe.Architecture.RESNET, 2));
    }

    private static InrRecipe inr(InrRecipe.Subject subject) {
        InrRecipe recipe = InrRecipe.of(subject, Profile.QUICK)
                .withSeed(7)
                .withCount(7)
                .withTraining(6, 1e-3)
                .withStack(3);
        return subject == InrRecipe.Subject.SOLIDS ? recipe.withPoints(64, 32) : recipe;
    }

    private static CnnRecipe cnn(CnnRecipe.Architecture architecture, int stack) {
        return CnnRecipe.of(architecture, Profile.QUICK)
                .withSeed(7)
                .withData(new ShapeClasses(ShapeWorld.of(16), 1, 2, 1))
                .withCount(7)
                .withBatch(4)
                .withChoices(CHOICES)
                .withStack(stack);
    }

    /** Where a zoo keeps a stack. */
    private static Path stack(Path zoo, int number) {
        return zoo.resolve(StackFile.name(number));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void whatWasStoppedEndsWithTheSameBytes(ZooRecipe recipe) throws IOException {
        NetworkZoo whole = NetworkZoo.grow(recipe, folder.resolve("whole"));
        Path other = folder.resolve("other");
        NetworkZoo.grow(recipe, other);
        Files.delete(stack(other, 1));
        NetworkZoo.grow(recipe, other);
        Path third = folder.resolve("third");
        assertThat(Growth.stopAfter(3, () -> NetworkZoo.grow(recipe, third))).isTrue();
        NetworkZoo.grow(recipe, third);

        assertThat(Growth.hashes(other))
                .isEqualTo(Growth.hashes(whole.folder()))
                .hasSize(1 + recipe.stacks());
        assertThat(Growth.hashes(third)).isEqualTo(Growth.hashes(whole.folder()));
        assertThat(whole.groups().stream()
                        .mapToInt(group -> group.rows().size())
                        .sum())
                .isEqualTo(7);
    }

    @Test
    void theUsersDigitsMakeNoDifference() {
        ZooRecipe recipe = cnn(CnnRecipe.Architecture.SMALL, 4);
        NetworkZoo usual = NetworkZoo.grow(recipe, folder.resolve("usual"));
        Growth.inOtherDigits(() -> NetworkZoo.grow(recipe, folder.resolve("other")));
        assertThat(Growth.hashes(folder.resolve("other"))).isEqualTo(Growth.hashes(usual.folder()));
    }

    @Test
    void whatIsKnownOfNetworksAreTargets() {
        NetworkZoo digits = NetworkZoo.grow(inr(InrRecipe.Subject.DIGITS), folder.resolve("digits"));
        assertThat(digits.labelTarget().names()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(digits.labelTarget().labels(0, 1, 6)).containsExactly(0, 1, 6);
        assertThat(inr(InrRecipe.Subject.SHAPES).labels()).hasSize(10).startsWith("circle");
        assertThat(inr(InrRecipe.Subject.SOLIDS).labels()).hasSize(12).contains("ring");

        NetworkZoo small = NetworkZoo.grow(cnn(CnnRecipe.Architecture.SMALL, 4), folder.resolve("small"));
        NumberTarget accuracy = small.numberTarget(NetworkZoo.TEST_ACCURACY);
        assertThat(accuracy.names()).containsExactly("test_accuracy");
        float[] numbers = small.numbers(NetworkZoo.TEST_ACCURACY);
        assertThat(accuracy.values(3)[0]).containsExactly(numbers[3]);
        NumberTarget both = NetworkZoo.numberTarget(NetworkZoo.TEST_ACCURACY, small, small);
        assertThat(both.models()).isEqualTo(14);
        assertThat(both.values(10)[0]).containsExactly(numbers[3]);
        assertThatThrownBy(small::labelTarget)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo " + small.folder()
                        + ": expected a recipe with classes, found a CnnRecipe; its labels()" + " name them");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void anOpenedZooIsTheGrownOne(ZooRecipe recipe) {
        NetworkZoo grown = NetworkZoo.grow(recipe, folder);
        NetworkZoo opened = NetworkZoo.open(folder);

        assertThat(opened.recipe()).isEqualTo(recipe);
        for (int group = 0; group < grown.groups().size(); group++) {
            List<float[]> rows = opened.groups().get(group).rows();
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i))
                        .isEqualTo(grown.groups().get(group).rows().get(i));
            }
        }
    }

    @Test
    void sirensAreWrittenAsThePublicSetIs() {
        NetworkZoo digits = NetworkZoo.grow(inr(InrRecipe.Subject.DIGITS), folder.resolve("digits"));
        Map<String, int[]> parts = Map.of("train", new int[] {2, 0}, "val", new int[] {1}, "test", new int[] {3});
        Path splits = InrSet.of(digits, parts).write(folder.resolve("set"));
        InrSet set = InrSet.read(splits);
        List<float[]> rows = digits.groups().get(0).rows();
        assertThat(set.rows().get(0)).isEqualTo(rows.get(2));
        assertThat(set.rows().get(3)).isEqualTo(rows.get(3));
        float[] labels = digits.numbers(NetworkZoo.LABEL);
        assertThat(set.labels()).containsExactly(labels[2], labels[0], labels[1], labels[3]);
        assertThat(Safetensors.open(folder.resolve("set/train/000002.safetensors"))
                        .names())
                .contains("seq.0.weight");
        assertThat(splits)
                .hasContent("{\"train\":{\"label\":[2,0],\"path\":[\"train/000002.safetensors\","
                        + "\"train/000000.safetensors\"]},\"val\":{\"label\":[1],\"path\":[\"val/000001.safetensors\"]},"
                        + "\"test\":{\"label\":[3],\"path\":[\"test/000003.safetensors\"]}}");
        assertThatThrownBy(() ->
                        InrSet.of(digits, Map.of("train", new int[] {0}, "val", new int[] {7}, "test", new int[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("INR set: expected networks 0 to 6 in val, found 7");
        assertThatThrownBy(() ->
                        InrSet.of(digits, Map.of("train", new int[] {0}, "val", new int[0], "test", new int[] {1})))
                .hasMessage("INR set: expected 1 network or more in val, found none");
        assertThatThrownBy(() -> InrSet.of(digits, Map.of()))
                .hasMessage("INR set: expected the parts [train, val, test], found []");
        NetworkZoo other = NetworkZoo.grow(cnn(CnnRecipe.Architecture.SMALL, 4), folder.resolve("other"));
        assertThatThrownBy(() -> InrSet.of(other, parts))
                .hasMessageStartingWith("INR set: expected a zoo of SIRENs of pictures alone, found ");
    }

    @Test
    void aReadSetIsATask() {
        NetworkZoo digits = NetworkZoo.grow(inr(InrRecipe.Subject.DIGITS), folder.resolve("digits"));
        Map<String, int[]> parts = Map.of("train", new int[] {2, 0}, "val", new int[] {1}, "test", new int[] {3});
        InrSet set = InrSet.of(digits, parts);
        ZooTask task = ZooTask.of(new Zoo(List.of(set.group())), set.labelTarget(), set.parts());
        assertThat(task.train()).containsExactly(2, 0);
        assertThat(task.parts()).containsOnlyKeys("train", "val", "test").containsEntry("val", task.val());
        assertThat(task.target().models()).isEqualTo(7);
        assertThat(set.labelTarget().label(3)).isEqualTo(Integer.toString((int) set.labels()[3]));
        assertThatThrownBy(() -> ZooTask.of(task.zoo(), task.target(), Map.of("train", new int[] {0})))
                .hasMessage("zoo task: expected the parts train, val and test, found [train]");
        assertThatThrownBy(() -> new InrSet(set.rows(), new float[2], parts))
                .hasMessage("INR set: expected a label for each of 7 networks, found 2");
        assertThatThrownBy(() -> new InrSet(set.rows(), new float[] {0, 1, 2.5f, 3, 4, 5, 6}, parts))
                .hasMessage("INR set: expected whole numbers of 0 or more as labels, found 2.5");
        Map<String, int[]> twice = Map.of("train", new int[] {2, 0}, "val", new int[] {2}, "test", new int[] {3});
        assertThatThrownBy(() -> InrSet.of(digits, twice))
                .hasMessage("INR set: expected each network in one part, found 2 twice");
    }

    @Test
    void aZooIsWrittenAsTheSmallCnnZoo() throws IOException {
        for (CnnRecipe.Architecture kind : List.of(CnnRecipe.Architecture.GREY, CnnRecipe.Architecture.SMALL)) {
            NetworkZoo zoo = NetworkZoo.grow(cnn(kind, 2), folder.resolve("zoo-" + kind));
            Path written = folder.resolve("written-" + kind);
            Path order = SmallCnnZoo.write(zoo, new Seeds(3), written);
            SmallCnnZoo read = SmallCnnZoo.read(written, 16, SmallCnnZoo.LAST_STEP);
            assertThat(read.groups()).hasSize(2);
            for (int group = 0; group < 2; group++) {
                NetworkZoo.Group own = zoo.groups().get(group);
                NetworkZoo.Group back = read.groups().get(group);
                assertThat(back.network()).hasToString(own.network().toString());
                assertThat(back.rows()).hasSameSizeAs(own.rows());
                for (int i = 0; i < own.rows().size(); i++) {
                    assertThat(back.rows().get(i)).isEqualTo(own.rows().get(i));
                }
            }
            assertThat(read.rows()).containsExactly(0, 1, 2, 3, 4, 5, 6);
            assertThat(read.numbers().get("test_accuracy")).isEqualTo(zoo.numbers("test_accuracy"));
            assertThat(read.numbers().get("config.l2reg")).isEqualTo(zoo.numbers("weight_decay"));
            assertThat(read.numbers().get("config.learning_rate")).isEqualTo(zoo.numbers("learning_rate"));
            Map<String, int[]> parts = read.split(order);
            assertThat(parts.values().stream().flatMapToInt(Arrays::stream))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
            assertThat(parts.get("test")).hasSize(4);
            byte[] before = Files.readAllBytes(written.resolve("metrics.csv.gz"));
            SmallCnnZoo.write(zoo, new Seeds(3), written);
            assertThat(written.resolve("metrics.csv.gz")).hasBinaryContent(before);
        }
        assertThat(Files.readString(folder.resolve("written-GREY/layout.csv")).lines())
                .startsWith(
                        "varname,start_idx,end_idx,size,shape",
                        "sequential/conv2d/kernel:0,0,144,144,\"(3, 3, 1, 16)\"")
                .endsWith("sequential/dense/bias:0,4960,4970,10,\"(10,)\"");
        assertThat(unpacked(folder.resolve("written-GREY/metrics.csv.gz"))
                        .lines()
                        .limit(2))
                .satisfiesExactly(
                        title -> assertThat(title)
                                .isEqualTo("config.activation,step,test_accuracy,train_accuracy,config.dropout,"
                                        + "config.gain,config.learning_rate,config.train_fraction,config.steps,"
                                        + "config.l2reg"),
                        line -> assertThat(line).matches("relu,86,[0-9.E-]+,,[0-9.,E-]+"));
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aZooOfOneActivationIsWritten() {
        CnnRecipe recipe = cnn(CnnRecipe.Architecture.GREY, 4).withCount(1);
        NetworkZoo zoo = NetworkZoo.grow(recipe, folder.resolve("zoo"));
        Path order = SmallCnnZoo.write(zoo, new Seeds(0), folder.resolve("written"));
        SmallCnnZoo read = SmallCnnZoo.read(folder.resolve("written"), 16, SmallCnnZoo.LAST_STEP);
        assertThat(read.groups()).hasSize(1);
        assertThat(read.split(order).get("test")).containsExactly(0);
    }

    @Test
    void aStoppedWriteLeavesNoZoo() {
        NetworkZoo zoo = NetworkZoo.grow(cnn(CnnRecipe.Architecture.GREY, 4), folder.resolve("zoo"));
        Path written = folder.resolve("written");
        SmallCnnZoo.write(zoo, new Seeds(0), written);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> SmallCnnZoo.write(zoo, new Seeds(0), written))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThatThrownBy(() -> SmallCnnZoo.read(written, 16, SmallCnnZoo.LAST_STEP))
                .hasMessageContaining("metrics.csv.gz: expected a file, found none");
    }

    @Test
    void otherZoosAreNotTheSmallCnnZoo() {
        NetworkZoo digits = NetworkZoo.grow(inr(InrRecipe.Subject.DIGITS), folder.resolve("digits"));
        assertThatThrownBy(() -> SmallCnnZoo.write(digits, new Seeds(0), folder.resolve("set")))
                .hasMessageStartingWith("small CNN zoo: expected classifiers of 10 classes on three convolutions of 16"
                        + " channels, of one or three colour channels, all alike, found ");
        assertThat(folder.resolve("set")).doesNotExist();
    }

    @Test
    void everyNetworkHasItsOwnSettingsAndAccuracy() {
        NetworkZoo zoo = NetworkZoo.grow(cnn(CnnRecipe.Architecture.SMALL, 4), folder);

        float[] rates = zoo.numbers("learning_rate");
        assertThat(rates).hasSize(7).doesNotHaveDuplicates();
        assertThat(zoo.groups()).hasSize(2);
    }

    @Test
    void accuraciesAreThoseOfTheNetworksOneByOne() {
        CnnRecipe recipe = cnn(CnnRecipe.Architecture.SMALL, 4);
        NetworkZoo zoo = NetworkZoo.grow(recipe, folder);
        Images test = recipe.data().draw(new Seeds(7).split("data")).test();
        float[] all = zoo.numbers(NetworkZoo.TEST_ACCURACY);
        int model = 0;
        for (NetworkZoo.Group group : zoo.groups()) {
            for (float[] logits : Responses.of(group.network(), group.rows(), test.pixels())) {
                int right = 0;
                for (int picture = 0; picture < test.count(); picture++) {
                    float[] own = Arrays.copyOfRange(logits, 10 * picture, 10 * picture + 10);
                    int named = IntStream.range(0, 10)
                            .boxed()
                            .max(Comparator.comparing(k -> own[k]))
                            .orElseThrow();
                    right += named == test.labels(CnnRecipe.LABEL).get(picture) ? 1 : 0;
                }
                assertThat(all[model++]).isCloseTo(right / (float) test.count(), within(1e-5f));
            }
        }
        assertThat(all).hasSize(model);
        assertThat(IntStream.range(0, model).mapToObj(i -> all[i]).distinct().count())
                .isGreaterThan(1);
    }

    @Test
    void aStackOfAnotherZooIsRefused() throws IOException {
        NetworkZoo.grow(inr(InrRecipe.Subject.SHAPES), folder.resolve("one"));
        InrRecipe other = inr(InrRecipe.Subject.SHAPES).withSeed(8);
        NetworkZoo.grow(other, folder.resolve("other"));
        Path stack = stack(folder.resolve("one"), 1);
        Files.copy(stack(folder.resolve("other"), 1), stack, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> NetworkZoo.open(folder.resolve("one")))
                .hasMessageStartingWith(stack + ": expected a stack of the zoo ")
                .hasMessageEndingWith("found one of " + other.hash() + "; delete the file and call NetworkZoo.grow");
    }

    @Test
    void aDigitNeedsAFont() {
        InrRecipe digits = inr(InrRecipe.Subject.DIGITS);
        assertThatThrownBy(() -> digits.withFonts(List.of()))
                .hasMessageStartingWith("zoo: expected 1 font or more for digits, found none; install one");
    }

    @Test
    void aZooOfFontsThatAreNotHereIsOpenedButNotGrown() throws IOException {
        List<String> fonts = List.of("No Such Font", Glyphs.fonts().get(0), "Nor This One");
        InrRecipe recipe = inr(InrRecipe.Subject.DIGITS).withFonts(fonts).withStack(7);
        assertThatThrownBy(() -> NetworkZoo.grow(recipe, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "zoo: expected the fonts of its recipe on this machine, found none called [No Such Font, Nor"
                                + " This One]; install them, or grow a zoo of this machine's with InrRecipe.of");
        assertThat(stack(folder, 0)).doesNotExist();

        List<float[]> rows = IntStream.range(0, 7)
                .mapToObj(i -> Siren.PICTURE.layout().initial(new Seeds(i)))
                .toList();
        ZooStack stack = new ZooStack(rows, Map.of(NetworkZoo.LABEL, new float[7]));
        StackFile.write(folder, recipe, 0, stack); // as another machine would have grown it
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(folder.resolve(Manifest.FILE).toFile());
        ObjectNode member = manifest.putObject("units").putArray("0").addObject();
        member.put("id", "stack-0000").put("file", StackFile.name(0));
        JSON.writeValue(folder.resolve(Manifest.FILE).toFile(), manifest);
        assertThat(NetworkZoo.grow(recipe, folder).groups().get(0).rows().get(3))
                .isEqualTo(rows.get(3));
        assertThat(NetworkZoo.open(folder).models()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | .001 | .01      | 0    | 0  | 1   | 1   | steps of 1 or more, found 0
            2   | .02  | .01      | 0    | 0  | 1   | 1   | finite learning rates above 0 in rising order, found 0.02 and 0.01
            2   | 0    | .01      | 0    | 0  | 1   | 1   | finite learning rates above 0 in rising order, found 0.0 and 0.01
            2   | .01  | Infinity | 0    | 0  | 1   | 1   | finite learning rates above 0 in rising order, found 0.01 and Infinity
            2   | .001 | .01      | -.1  | 0  | 1   | 1   | finite weight decays of 0 or more, found -0.1
            2   | .001 | .01      | NaN  | 0  | 1   | 1   | finite weight decays of 0 or more, found NaN
            2   | .001 | .01      | 0    | 1  | 1   | 1   | dropouts from 0 to below 1, found 1.0
            2   | .001 | .01      | 0    | -1 | 1   | 1   | dropouts from 0 to below 1, found -1.0
            2   | .001 | .01      | 0    | 0  | 0   | 1   | shares of the pictures above 0 and up to 1, found 0.0
            2   | .001 | .01      | 0    | 0  | 1.1 | 1   | shares of the pictures above 0 and up to 1, found 1.1
            2   | .001 | .01      | 0    | 0  | 1   | NaN | finite gains, found NaN
            """)
    void choicesOfNoTrainingAreRefused(
            int steps,
            double lowestRate,
            double highestRate,
            double decay,
            double dropout,
            double share,
            double gain,
            String expected) {
        assertThatThrownBy(() -> new CnnRecipe.Choices(
                        List.of(4, steps),
                        lowestRate,
                        highestRate,
                        List.of(0.0, decay),
                        List.of(.5, dropout),
                        List.of(.5, share),
                        List.of(1.0, gain)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo: expected " + expected);
    }

    @Test
    void shapesAreDrawnOnASideOfTheRecipes() {
        InrRecipe small = inr(InrRecipe.Subject.SHAPES)
                .withSide(16)
                .withTraining(200, 2e-3)
                .withStack(7);
        assertThat(mean(NetworkZoo.grow(small, folder).numbers(NetworkZoo.ERROR)))
                .isLessThan(.05);
    }

    @Test
    void labelsAreOfTheDrawings() {
        NetworkZoo zoo = NetworkZoo.grow(inr(InrRecipe.Subject.SOLIDS), folder);
        assertThat(zoo.numbers(NetworkZoo.LABEL)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aLongerTrainingDrawsBetter() {
        NetworkZoo few = NetworkZoo.grow(inr(InrRecipe.Subject.SHAPES), folder.resolve("few"));
        InrRecipe longer = inr(InrRecipe.Subject.SHAPES).withTraining(120, 1e-3);
        NetworkZoo many = NetworkZoo.grow(longer, folder.resolve("many"));
        assertThat(mean(many.numbers(NetworkZoo.ERROR))).isLessThan(mean(few.numbers(NetworkZoo.ERROR)) / 2);
    }

    @Test
    void aFolderOfAnotherRecipeIsRefused() {
        NetworkZoo.grow(inr(InrRecipe.Subject.SHAPES), folder);
        assertThatThrownBy(() -> NetworkZoo.grow(inr(InrRecipe.Subject.SOLIDS), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grow into another folder");
    }

    @Test
    void aRecipeIsARecord() {
        ZooRecipe recipe = new ZooRecipe() {
            @Override
            public int version() {
                return 1;
            }

            @Override
            public int count() {
                return 1;
            }

            @Override
            public int stack() {
                return 1;
            }

            @Override
            public List<Network> networks() {
                return List.of(Siren.PICTURE);
            }

            @Override
            public int steps(int stackNumber) {
                return 1;
            }

            @Override
            public Training training() {
                throw new IllegalStateException("nothing shall be grown");
            }
        };
        assertThatThrownBy(() -> NetworkZoo.grow(recipe, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo: expected a recipe that is a record, for its components are its settings, found a "
                        + recipe.getClass().getName());
    }

    @Test
    void aStackHasTheNumbersAndNetworksOfItsRecipe() {
        List<float[]> rows = List.of(new float[Siren.PICTURE.layout().size()]);
        assertThatThrownBy(() -> new ZooStack(rows, Map.of("label", new float[2])))
                .hasMessage("stack of a zoo: expected a number 'label' of each of 1 networks, found 2");
        assertThatThrownBy(() -> ZooStack.of(new float[7], 2, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stack of a zoo: expected whole rows of 1 network or more, found 7 numbers for 2 networks");
        assertThatThrownBy(() -> ZooStack.of(new float[0], 0, Map.of()))
                .hasMessageEndingWith("0 numbers for 0 networks");
        ZooStack stack = new ZooStack(rows, Map.of());
        assertThatThrownBy(() -> StackFile.write(folder, inr(InrRecipe.Subject.SHAPES), 0, stack))
                .hasMessage("zoo: expected 3 networks in stack 0, found 1");
    }

    @Test
    void aStackThatDivergedIsNotKept() {
        InrRecipe wild = inr(InrRecipe.Subject.SHAPES).withTraining(6, 1e38);
        assertThatThrownBy(() -> NetworkZoo.grow(wild, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("zoo: stack \\d: expected finite weights, found (NaN|-?Infinity); its training"
                        + " diverged: take a lower learning rate");
        assertThat(folder.resolve("stacks")).doesNotExist();
    }

    @Test
    void sidesOfPicturesFitTheNetworksAndTheSteps() {
        assertThat(inr(InrRecipe.Subject.SHAPES).withSide(16).pointsPerStep()).isEqualTo(128);
        assertThat(inr(InrRecipe.Subject.SHAPES).withSide(27).pointsPerStep()).isEqualTo(729); // an odd number
        ShapeClasses large = new ShapeClasses(ShapeWorld.of(32), 1, 2, 1);
        assertThatThrownBy(() -> cnn(CnnRecipe.Architecture.RESNET, 2).withData(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zoo: expected pictures of the ResNet's side, 16 pixels, found 32");
        assertThat(cnn(CnnRecipe.Architecture.SMALL, 2).withData(large).data()).isEqualTo(large);
    }

    @Test
    void anUnfinishedZooIsNotOpened() throws IOException {
        NetworkZoo.grow(inr(InrRecipe.Subject.SHAPES), folder);
        Files.delete(stack(folder, 2));
        assertThatThrownBy(() -> NetworkZoo.open(folder))
                .hasMessage("zoo " + folder + ": expected 3 stacks, found 2 finished; resume with NetworkZoo.grow");
        assertThatThrownBy(() -> NetworkZoo.open(folder.resolve("nothing")))
                .hasMessageContaining("expected a zoo, found no manifest.json in it; grow one with NetworkZoo.grow");
    }

    @Test
    void aGrownZooIsOpenedWhileAnotherRunHoldsIt() throws IOException {
        ZooRecipe recipe = inr(InrRecipe.Subject.SHAPES);
        NetworkZoo.grow(recipe, folder);
        try (FileChannel other = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue();
            assertThat(NetworkZoo.grow(recipe, folder).models()).isEqualTo(7);
            Files.delete(stack(folder, 2));
            assertThatThrownBy(() -> NetworkZoo.grow(recipe, folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("zoo " + folder + ": expected to grow it alone, found another run");
        }
    }

    @Test
    void anUnknownNumberIsAnsweredWithTheKnownOnes() {
        NetworkZoo zoo = NetworkZoo.grow(inr(InrRecipe.Subject.SHAPES), folder);
        assertThatThrownBy(() -> zoo.numbers("speed"))
                .hasMessageContaining("expected one of [error, label], found 'speed'");
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void theGridIsThePixelsMiddles() {
        assertThat(NetworkZoo.grid(2)).containsExactly(-.5f, -.5f, .5f, -.5f, -.5f, .5f, .5f, .5f);
        assertThat(NetworkZoo.grid(3, 1)).containsExactly(new float[] {-2 / 3f, 0, 2 / 3f}, within(1e-6f));
        assertThat(NetworkZoo.grid(2, 3))
                .startsWith(-.5f, -.5f, -.5f, .5f, -.5f, -.5f, -.5f, .5f, -.5f)
                .endsWith(.5f, .5f, .5f)
                .hasSize(24);
        assertThatThrownBy(() -> NetworkZoo.grid(-2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grid: expected a side and axes of 1 or more, found -2 and 2");
    }
}
