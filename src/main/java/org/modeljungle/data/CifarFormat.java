package org.modeljungle.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The two CIFAR datasets in their binary versions, and their readers (A. Krizhevsky, Learning multiple layers of
 * features from tiny images, 2009). A record is a byte for each label, then 32 x 32 bytes of red, of green and of blue,
 * row by row.
 */
public enum CifarFormat {
    /** 10 classes, in the folder {@code cifar-10-batches-bin}. */
    CIFAR_10,
    /** 100 classes in 20 superclasses, in the folder {@code cifar-100-binary}. */
    CIFAR_100;

    /** One label of a record: its byte, and the file with its classes' names. */
    record Label(String name, int at, String file, int classes) {}

    /**
     * All pictures of the training set, labelled "class" and, in CIFAR-100, "superclass".
     *
     * @param folder with the files as their archive unpacks them
     * @param side of the pictures, in pixels: 32 as they are, anything else by exact averages over areas
     * @throws IllegalArgumentException if a file is missing, or not of the format
     */
    public Images train(Path folder, int side) {
        return CifarRecords.train(this, folder, new FileHashes()).images(side);
    }

    /** All pictures of the test set, as {@link #train} gives those of the training set. */
    public Images test(Path folder, int side) {
        return CifarRecords.test(this, folder, new FileHashes()).images(side);
    }

    /** The dataset's name. */
    String title() {
        return name().replace('_', '-');
    }

    String folder() {
        return this == CIFAR_10 ? "cifar-10-batches-bin" : "cifar-100-binary";
    }

    List<String> trainFiles() {
        return switch (this) {
            case CIFAR_10 ->
                List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin");
            case CIFAR_100 -> List.of("train.bin");
        };
    }

    String testFile() {
        return this == CIFAR_10 ? "test_batch.bin" : "test.bin";
    }

    /** The classes first. */
    List<Label> labels() {
        return switch (this) {
            case CIFAR_10 -> List.of(new Label(Cifar.LABEL, 0, "batches.meta.txt", 10));
            case CIFAR_100 ->
                List.of(
                        new Label(Cifar.LABEL, 1, "fine_label_names.txt", 100),
                        new Label("superclass", 0, "coarse_label_names.txt", 20));
        };
    }
}
