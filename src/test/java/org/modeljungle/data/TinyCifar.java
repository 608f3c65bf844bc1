package org.modeljungle.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small files in CIFAR's true binary formats. */
public final class TinyCifar {

    static final List<String> TEN =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private TinyCifar() {}

    /** A CIFAR-10 of one record of each class in each of the five training files, and {@code test} in the test file. */
    public static Path ten(Path folder, int test) {
        write(folder.resolve("batches.meta.txt"), (String.join("\n", TEN) + "\n\n").getBytes(UTF_8));
        for (int batch = 1; batch <= 5; batch++) {
            write(folder.resolve("data_batch_" + batch + ".bin"), classes(batch, 1));
        }
        write(folder.resolve("test_batch.bin"), classes(6, test));
        return folder;
    }

    /**
     * A CIFAR-100 of two records to train on, (superclass 3, class 72) and (superclass 19, class 99), and one to test.
     */
    static Path hundred(Path folder) {
        write(folder.resolve("fine_label_names.txt"), names("fine", 100));
        write(folder.resolve("coarse_label_names.txt"), names("coarse", 20));
        write(
                folder.resolve("train.bin"),
                join(record(new int[] {3, 72}, i -> 255), record(new int[] {19, 99}, i -> i < 1024 ? 51 : 0)));
        write(folder.resolve("test.bin"), record(new int[] {0, 1}, i -> 0));
        return folder;
    }

    /** One record: the labels, then 3072 values by their place. */
    static byte[] record(int[] labels, IntUnaryOperator value) {
        byte[] record = new byte[labels.length + 3072];
        for (int i = 0; i < labels.length; i++) {
            record[i] = (byte) labels[i];
        }
        for (int i = 0; i < 3072; i++) {
            record[labels.length + i] = (byte) value.applyAsInt(i);
        }
        return record;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code each} records of every class; a class has its own red, a file its own blue. */
    private static byte[] classes(int file, int each) {
        return join(IntStream.range(0, 10 * each)
                .mapToObj(
                        n -> record(new int[] {n % 10}, i -> i < 1024 ? 25 * (n % 10) : i < 2048 ? n / 10 : 40 * file))
                .toArray(byte[][]::new));
    }

    private static byte[] names(String kind, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> kind + "_" + i + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }
}
