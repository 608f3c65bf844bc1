package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * A CIFAR dataset for a jungle of classifiers. What models are pre-trained and fine-tuned on comes from the training
 * set, no picture in both; what they are tested on comes from the test set.
 *
 * @param format CIFAR-10 or CIFAR-100
 * @param files its files
 * @param side of the pictures, in pixels: 32 as they are, anything else by exact averages over areas
 * @param perClass how many pictures are taken
 */
@JsonIgnoreProperties(value = "type", allowGetters = true)
public record Cifar(CifarFormat format, PictureFiles files, int side, PerClass perClass) implements DataSource {

    /** The label of the classes. */
    public static final String LABEL = "class";

    static final String TYPE = "cifar";

    public Cifar {
        AreaAverage.checkSide(side);
        int classes = format.labels().get(0).classes();
        Check.that(
                files.classes().size() == classes,
                "%s: expected %d classes, found %s",
                format.title(),
                classes,
                files.classes());
    }

    /**
     * Reads a dataset's files once, to name them by their content.
     *
     * @param folder with the files as their archive unpacks them
     * @throws IllegalArgumentException if a file is missing, or not of the format
     */
    public static Cifar of(CifarFormat format, Path folder, int side, PerClass perClass) {
        FileHashes hashes = new FileHashes();
        List<String> classes =
                CifarRecords.train(format, folder, hashes).classes().classes();
        CifarRecords.test(format, folder, hashes);
        return new Cifar(format, new PictureFiles(folder, hashes.sha256(), classes), side, perClass);
    }

    /** @throws IllegalArgumentException if a class has too few pictures, or the files have changed */
    @Override
    public Dataset draw(Seeds seeds) {
        FileHashes hashes = new FileHashes();
        CifarRecords train = CifarRecords.train(format, files.known(), hashes);
        CifarRecords test = CifarRecords.test(format, files.known(), hashes);
        files.check(hashes);
        List<int[]> toTrain =
                PerClass.split(train.classes(), seeds.split("train"), perClass.pretraining(), perClass.train());
        List<int[]> toTest = PerClass.split(test.classes(), seeds.split("test"), perClass.test());
        return new Dataset(
                train.images(side, toTrain.get(0)),
                train.images(side, toTrain.get(1)),
                test.images(side, toTest.get(0)),
                LABEL,
                format.labels().stream().map(CifarFormat.Label::name).toList());
    }

    @Override
    public List<String> names() {
        return files.classes();
    }

    @JsonProperty
    String type() {
        return TYPE;
    }
}
