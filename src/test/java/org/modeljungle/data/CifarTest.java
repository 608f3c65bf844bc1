package org.modeljungle.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modeljungle.data.CifarFormat.CIFAR_10;
import static org.modeljungle.data.CifarFormat.CIFAR_100;
import static org.modeljungle.data.TinyCifar.record;
import static org.modeljungle.data.TinyCifar.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;

class CifarTest {

    private static final PerClass SOME = new PerClass(3, 2, 1);

    @TempDir
    Path folder;

    @Test
    void aRecordIsItsLabelThenRedGreenBlueRowByRow() {
        TinyCifar.ten(folder, 1);
        write(folder.resolve("test_batch.bin"), record(new int[] {7}, i -> switch (i) {
            case 0 -> 255; // red, top left
            case 33 -> 51; // red, row 1, column 1
            case 1024 + 31 -> 204; // green, top right
            case 3071 -> 102; // blue, bottom right
            default -> 0;
        }));
        Images images = CIFAR_10.test(folder, 32);
        assertThat(new int[] {images.count(), images.channels(), images.height(), images.width()})
                .containsExactly(1, 3, 32, 32);
        float[] expected = new float[3072];
        Arrays.fill(expected, -1);
        expected[0] = 1;
        expected[33] = -.6f;
        expected[1024 + 31] = .6f;
        expected[3071] = -.2f;
        assertThat(images.pixels()).isEqualTo(expected);
        assertThat(images.labelNames()).containsExactly("class");
        assertThat(images.labels("class").name(0)).isEqualTo("horse");
        assertThat(images.labels("class").classes()).isEqualTo(TinyCifar.TEN);
    }

    @Test
    void aBatchOfGigabytesIsRefusedBeforeItIsRead() throws IOException {
        TinyCifar.ten(folder, 1);
        Path file = folder.resolve("test_batch.bin");
        try (RandomAccessFile batch = new RandomAccessFile(file.toFile(), "rw")) {
            batch.setLength(3073L << 20); // a hole: it takes no space
        }
        assertThatThrownBy(() -> CIFAR_10.test(folder, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": expected a file of pictures of at most 268435456 bytes, found 3222274048 bytes; it is"
                                + " damaged or something else: replace or remove it");
    }

    @Test
    void halfTheSideIsTheAverageOfFourAndOtherSidesWeighByArea() {
        TinyCifar.ten(folder, 1);
        write(folder.resolve("test_batch.bin"), record(new int[] {0}, i -> switch (i) {
            case 0 -> 10;
            case 1 -> 20;
            case 32 -> 30;
            case 33 -> 144; // the four make 204 / 4 = 51
            case 3070, 3071 -> 255;
            default -> 0;
        }));
        float[] half = CIFAR_10.test(folder, 16).pixels();
        assertThat(half).hasSize(3 * 256);
        assertThat(half[0]).isEqualTo(-.6f);
        assertThat(half[1]).isEqualTo(-1f);
        assertThat(half[767]).isEqualTo(0f); // two of four are full
        assertThat(CIFAR_10.test(folder, 64).pixels()[3 * 64 * 64 - 1]).isEqualTo(1f);
        // A third of 32 is 10 2/3 pixels: the last pixel holds the two full ones among (32/3)^2 = 1024/9.
        assertThat(CIFAR_10.test(folder, 3).pixels()[26]).isEqualTo((float) (2 * 2 * 9 / 1024.0 - 1));
    }

    @Test
    void theTrainingSetIsAllFiveFilesInOrder() {
        Images images = CIFAR_10.train(TinyCifar.ten(folder, 1), 1);
        assertThat(images.count()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(images.labels("class").get(i)).isEqualTo(i % 10);
            assertThat(images.get(i)).containsExactly((float) (2 * 25 * (i % 10) / 255.0 - 1), -1, (float)
                    (2 * 40 * (1 + i / 10) / 255.0 - 1));
        }
    }

    @Test
    void aHundredHasTheSuperclassInFront() {
        Images images = CIFAR_100.train(TinyCifar.hundred(folder), 16);
        assertThat(images.labelNames()).containsExactly("class", "superclass");
        assertThat(images.labels("class").values()).containsExactly(72, 99);
        assertThat(images.labels("class").name(0)).isEqualTo("fine_72");
        assertThat(images.labels("superclass").name(0)).isEqualTo("coarse_3");
        assertThat(images.labels("superclass").name(1)).isEqualTo("coarse_19");
        assertThat(images.get(0)).containsOnly(1);
        assertThat(Arrays.copyOf(images.get(1), 256)).containsOnly(-.6f);
        assertThat(Arrays.copyOfRange(images.get(1), 256, 768)).containsOnly(-1);
        assertThat(CIFAR_100.test(folder, 32).labels("class").name(0)).isEqualTo("fine_1");
    }

    @Test
    void aDatasetTakesSoManyOfEachClassNoneTwiceAndTestsOnTheTestSet() {
        Cifar cifar = Cifar.of(CIFAR_10, TinyCifar.ten(folder, 2), 16, SOME);
        assertThat(cifar.names()).isEqualTo(TinyCifar.TEN);
        Dataset data = cifar.draw(new Seeds(1));
        assertThat(data.classNames()).isEqualTo(TinyCifar.TEN);
        assertThat(data.aspects()).containsExactly("class");
        assertThat(data.pretraining().count()).isEqualTo(30);
        assertThat(data.train().count()).isEqualTo(20);
        assertThat(data.test().count()).isEqualTo(10);
        Set<List<Float>> seen = new HashSet<>();
        for (Images part : List.of(data.pretraining(), data.train(), data.test())) {
            for (int i = 0; i < part.count(); i++) {
                assertThat(part.labels("class").get(i)).isEqualTo(i % 10);
                float[] picture = part.get(i);
                assertThat(picture[0]).isEqualTo((float) (2 * 25 * (i % 10) / 255.0 - 1)); // the class's red
                assertThat(picture[512] == (float) (2 * 240 / 255.0 - 1)).isEqualTo(part == data.test());
                seen.add(List.of(picture[0], picture[256], picture[512]));
            }
        }
        assertThat(seen).hasSize(60);
        assertThat(cifar.draw(new Seeds(1)).train().pixels())
                .isEqualTo(data.train().pixels());
        assertThat(cifar.draw(new Seeds(2)).train().pixels())
                .isNotEqualTo(data.train().pixels());
    }

    @Test
    void anAncestorOfAHundredLearnsClassesAndSuperclasses() {
        TinyCifar.hundred(folder);
        byte[][] all = new byte[200][];
        Arrays.setAll(all, i -> record(new int[] {i % 20, i % 100}, at -> 0));
        write(folder.resolve("train.bin"), TinyCifar.join(all));
        write(folder.resolve("test.bin"), TinyCifar.join(Arrays.copyOf(all, 100)));
        Dataset data = Cifar.of(CIFAR_100, folder, 16, new PerClass(1, 1, 1)).draw(new Seeds(1));
        assertThat(data.aspects()).containsExactly("class", "superclass");
        assertThat(data.classNames()).hasSize(100);
    }

    @Test
    void aMissingFileSaysWhatToGive() throws IOException {
        TinyCifar.ten(folder, 1);
        Files.delete(folder.resolve("data_batch_3.bin"));
        assertThatThrownBy(() -> CIFAR_10.train(folder, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        folder + ": expected the file data_batch_3.bin of CIFAR-10's binary version, found none; give"
                                + " the folder cifar-10-batches-bin as its archive unpacks it");
        assertThatThrownBy(() -> Cifar.of(CIFAR_100, folder, 16, SOME))
                .hasMessage(folder + ": expected the file train.bin of CIFAR-100's binary version, found none; give the"
                        + " folder cifar-100-binary as its archive unpacks it");
    }

    @Test
    void aTruncatedRecordIsRefused() {
        TinyCifar.ten(folder, 1);
        Path file = folder.resolve("test_batch.bin");
        write(file, new byte[3073 + 100]);
        assertThatThrownBy(() -> CIFAR_10.test(folder, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": expected whole records of 3073 bytes, found 3173 bytes: 1 records and 100 bytes more;"
                                + " it is cut off or of another format: unpack it anew");
        write(file, new byte[0]);
        assertThatThrownBy(() -> CIFAR_10.test(folder, 32))
                .hasMessage(file
                        + ": expected whole records of 3073 bytes, found 0 bytes: 0 records and 0 bytes more; it is"
                        + " cut off or of another format: unpack it anew");
    }

    @Test
    void aFileOfTheOtherFormatIsRefused() {
        TinyCifar.hundred(folder);
        Path file = folder.resolve("train.bin");
        write(file, new byte[3073]);
        assertThatThrownBy(() -> CIFAR_100.train(folder, 32))
                .hasMessage(file
                        + ": expected whole records of 3074 bytes, found 3073 bytes: 0 records and 3073 bytes more;"
                        + " it is cut off or of another format: unpack it anew");
    }

    @Test
    void aLabelOutOfRangeIsRefused() {
        TinyCifar.ten(folder, 1);
        Path batch = folder.resolve("test_batch.bin");
        write(batch, TinyCifar.join(record(new int[] {9}, i -> 0), record(new int[] {10}, i -> 0)));
        assertThatThrownBy(() -> CIFAR_10.test(folder, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(batch + ": expected a class from 0 to 9 in record 1, found 10; it is damaged or of another"
                        + " format: unpack it anew");
        TinyCifar.hundred(folder);
        Path test = folder.resolve("test.bin");
        write(test, record(new int[] {200, 99}, i -> 0)); // a byte above 127 is no negative number
        assertThatThrownBy(() -> CIFAR_100.test(folder, 32))
                .hasMessage(test
                        + ": expected a superclass from 0 to 19 in record 0, found 200; it is damaged or of another"
                        + " format: unpack it anew");
    }

    @Test
    void namesOfClassesAreCounted() {
        TinyCifar.ten(folder, 1);
        Path names = folder.resolve("batches.meta.txt");
        write(names, "cat\r\ndog\r\n".getBytes(UTF_8));
        assertThatThrownBy(() -> CIFAR_10.test(folder, 32))
                .hasMessage(names + ": expected 10 different names, one a line, found [cat, dog]; unpack it anew");
    }

    @Test
    void tooFewPicturesAndWrongSettingsAreRefused() {
        TinyCifar.ten(folder, 1);
        Cifar greedy = Cifar.of(CIFAR_10, folder, 16, new PerClass(4, 2, 1));
        assertThatThrownBy(() -> greedy.draw(new Seeds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class 'airplane': expected 6 pictures or more to split, found 5; take fewer of each class,"
                        + " or leave this one out");
        assertThatThrownBy(() -> Cifar.of(CIFAR_10, folder, 0, SOME))
                .hasMessage("pictures: expected a side of 1 pixel or more, found 0");
        assertThatThrownBy(() -> CIFAR_10.test(folder, -1))
                .hasMessage("pictures: expected a side of 1 pixel or more, found -1");
        assertThatThrownBy(() -> new Cifar(CIFAR_100, greedy.files(), 16, SOME))
                .hasMessage("CIFAR-100: expected 100 classes, found " + TinyCifar.TEN);
    }

    @Test
    void filesThatChangedAreRefused() {
        TinyCifar.ten(folder, 1);
        Cifar cifar = Cifar.of(CIFAR_10, folder, 16, SOME);
        write(folder.resolve("data_batch_2.bin"), record(new int[] {1}, i -> 0));
        String now = Cifar.of(CIFAR_10, folder, 16, SOME).files().sha256();
        assertThat(now).isNotEqualTo(cifar.files().sha256());
        assertThatThrownBy(() -> cifar.draw(new Seeds(1)))
                .hasMessage(folder + ": expected the files that the recipe was made of, SHA-256 "
                        + cifar.files().sha256() + ", found " + now + "; bring them back, or make the recipe anew");
    }
}
