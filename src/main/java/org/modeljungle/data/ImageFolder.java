package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Pictures in a folder for each class, {@code FOLDER/CLASS/PICTURE}, in any format that Java reads (PNG, JPEG, GIF,
 * BMP, TIFF), for a jungle of classifiers. Classes and pictures go by name, in the order of their characters' codes;
 * names that begin with a dot are passed over, anything else that is no picture is refused.
 *
 * <p>The middle square of each picture is resized by exact averages over areas, at 8 bits a channel.
 * Grey becomes three equal channels, transparent pixels lie on white, other colour spaces become sRGB, and of several
 * pictures in one file the first counts. EXIF orientation is ignored. Of PNG, GIF and BMP every JDK
 * reads the same numbers; JDKs may differ by rounding in what they make of a JPEG.
 *
 * @param files the pictures
 * @param side of the pictures as the models see them, in pixels
 * @param perClass how many pictures are taken, no picture twice
 */
@JsonIgnoreProperties(value = "type", allowGetters = true)
public record ImageFolder(PictureFiles files, int side, PerClass perClass) implements DataSource {

    /** The label of the classes. */
    public static final String LABEL = "class";

    static final String TYPE = "folder";

    public ImageFolder {
        AreaAverage.checkSide(side);
    }

    /**
     * Reads all files once, to name them by their content.
     *
     * @throws IllegalArgumentException if there are no classes, or one has no pictures
     */
    public static ImageFolder of(Path folder, int side, PerClass perClass) {
        FolderListing listing = FolderListing.of(folder);
        return new ImageFolder(new PictureFiles(folder, listing.hash().sha256(), listing.classes()), side, perClass);
    }

    /**
     * All pictures of a folder, labelled "class".
     *
     * @throws IllegalArgumentException if there are no classes, one has no pictures, or a file is no picture
     */
    public static Images read(Path folder, int side) {
        FolderListing listing = FolderListing.of(folder);
        return read(listing, side, IntStream.range(0, listing.files().size()).toArray());
    }

    /**
     * Reads the pictures that the seed takes.
     *
     * @throws IllegalArgumentException if a class has too few pictures, one of those taken is no picture, or the files
     *     are changed
     */
    @Override
    public Dataset draw(Seeds seeds) {
        FolderListing listing = FolderListing.of(files.known());
        files.check(listing.hash());
        List<int[]> parts =
                PerClass.split(listing.labels(), seeds, perClass.pretraining(), perClass.train(), perClass.test());
        return new Dataset(
                read(listing, side, parts.get(0)),
                read(listing, side, parts.get(1)),
                read(listing, side, parts.get(2)),
                LABEL,
                List.of(LABEL));
    }

    @Override
    public List<String> names() {
        return files.classes();
    }

    @JsonProperty
    String type() {
        return TYPE;
    }

    private static Images read(FolderListing listing, int side, int[] chosen) {
        AreaAverage.checkSide(side);
        int length = Math.multiplyExact(Images.RGB, Math.multiplyExact(side, side));
        float[] pixels = new float[Math.multiplyExact(chosen.length, length)]; // [chosen, channels, side, side]
        try (Progress progress = Progress.of("reading pictures", chosen.length)) {
            for (int i = 0; i < chosen.length; i++) {
                String name = listing.files().get(chosen[i]);
                ImageFile.read(listing.folder().resolve(name)).draw(side, pixels, i * length);
                progress.step();
            }
        }
        return new Images(
                pixels,
                Images.RGB,
                side,
                side,
                List.of(),
                Map.of(LABEL, listing.labels().select(chosen)));
    }
}
