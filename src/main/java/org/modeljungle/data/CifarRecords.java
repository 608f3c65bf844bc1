package org.modeljungle.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/** The records of one part of a CIFAR dataset, checked. */
final class CifarRecords {

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;

    private final CifarFormat format;
    private final List<byte[]> records = new ArrayList<>();
    private final Map<String, Labels> labels = new LinkedHashMap<>();

    private CifarRecords(CifarFormat format) {
        this.format = format;
    }

    static CifarRecords train(CifarFormat format, Path folder, FileHashes hashes) {
        return read(format, folder, format.trainFiles(), hashes);
    }

    static CifarRecords test(CifarFormat format, Path folder, FileHashes hashes) {
        return read(format, folder, List.of(format.testFile()), hashes);
    }

    private static CifarRecords read(CifarFormat format, Path folder, List<String> files, FileHashes hashes) {
        CifarRecords read = new CifarRecords(format);
        for (String file : files) {
            read.add(folder.resolve(file), read.bytes(folder, file, hashes));
        }
        for (CifarFormat.Label label : format.labels()) {
            List<String> names = names(label, folder, read.bytes(folder, label.file(), hashes));
            int[] values =
                    read.records.stream().mapToInt(record -> record[label.at()]).toArray(); // [records]
            read.labels.put(label.name(), new Labels(names, values));
        }
        return read;
    }

    /** The classes that each picture has. */
    Labels classes() {
        return labels.get(Cifar.LABEL);
    }

    /** All pictures. */
    Images images(int side) {
        return images(side, IntStream.range(0, records.size()).toArray());
    }

    /** The pictures of these numbers, in this order. */
    Images images(int side, int[] chosen) {
        AreaAverage.checkSide(side);
        int length = Math.multiplyExact(Images.RGB, Math.multiplyExact(side, side));
        float[] pixels = new float[Math.multiplyExact(chosen.length, length)]; // [chosen, channels, side, side]
        for (int i = 0; i < chosen.length; i++) {
            Progress.checkInterrupt("reading " + format.title());
            draw(records.get(chosen[i]), side, pixels, i * length);
        }
        Map<String, Labels> own = new LinkedHashMap<>();
        labels.forEach((name, all) -> own.put(name, all.select(chosen)));
        return new Images(pixels, Images.RGB, side, side, List.of(), own);
    }

    private void draw(byte[] record, int side, float[] target, int offset) {
        AreaAverage average = new AreaAverage(SIDE, side);
        int red = format.labels().size();
        for (int i = 0; i < PLANE; i++) {
            int at = red + i;
            average.add(
                    i % SIDE,
                    i / SIDE,
                    Byte.toUnsignedInt(record[at]),
                    Byte.toUnsignedInt(record[at + PLANE]),
                    Byte.toUnsignedInt(record[at + 2 * PLANE]));
        }
        average.write(255, target, offset);
    }

    private byte[] bytes(Path folder, String file, FileHashes hashes) {
        Check.that(
                Files.isRegularFile(folder.resolve(file)),
                "%s: expected the file %s of %s's binary version, found none; give the folder %s as its archive unpacks it",
                folder,
                file,
                format.title(),
                format.folder());
        return hashes.read(folder, file);
    }

    private void add(Path file, byte[] bytes) {
        int length = format.labels().size() + Images.RGB * PLANE;
        Check.that(
                bytes.length > 0 && bytes.length % length == 0,
                "%s: expected whole records of %d bytes, found %d bytes: %d records and %d bytes more; it is cut off or of"
                        + " another format: unpack it anew",
                file,
                length,
                bytes.length,
                bytes.length / length,
                bytes.length % length);
        for (int from = 0; from < bytes.length; from += length) {
            byte[] record = Arrays.copyOfRange(bytes, from, from + length);
            for (CifarFormat.Label label : format.labels()) {
                int value = Byte.toUnsignedInt(record[label.at()]);
                Check.that(
                        value < label.classes(),
                        "%s: expected a %s from 0 to %d in record %d, found %d; it is damaged or of another format: unpack it"
                                + " anew",
                        file,
                        label.name(),
                        label.classes() - 1,
                        from / length,
                        value);
            }
            records.add(record);
        }
    }

    /** One name a line; the file of CIFAR-10 ends with an empty line. */
    private static List<String> names(CifarFormat.Label label, Path folder, byte[] bytes) {
        List<String> names = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Check.that(
                names.size() == label.classes() && new HashSet<>(names).size() == names.size(),
                "%s: expected %d different names, one a line, found %s; unpack it anew",
                folder.resolve(label.file()),
                label.classes(),
                names);
        return names;
    }
}
