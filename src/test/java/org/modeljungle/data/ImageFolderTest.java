package org.modeljungle.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Seeds;

class ImageFolderTest {

    @TempDir
    Path folder;

    @Test
    void classesAndPicturesGoByName() throws IOException {
        plain("b/2.png", 0x0000ff);
        plain("b/10.png", 0x00ff00);
        plain("a/x.png", 0xff0000);
        plain("Z/x.bmp", 0x000000);
        Files.write(folder.resolve("a/.hidden"), new byte[1]);
        Files.createDirectories(folder.resolve(".checkpoints"));
        Images images = ImageFolder.read(folder, 1);
        assertThat(images.labels("class").classes()).containsExactly("Z", "a", "b");
        assertThat(images.labels("class").values()).containsExactly(0, 1, 2, 2);
        assertThat(images.pixels()).containsExactly(-1, -1, -1, 1, -1, -1, -1, 1, -1, -1, -1, 1);
    }

    @Test
    void aHeaderThatClaimsGigabytesIsRefusedBeforeMemoryIsTaken() throws IOException {
        Path png = folder.resolve("a").resolve("x.png");
        Files.createDirectories(png.getParent());
        Files.write(png, TinyPng.header(60_000, 50_000));
        assertThatThrownBy(() -> ImageFolder.read(folder, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        png + ": expected a picture, found one that cannot be decoded (java.io.IOException: its header"
                                + " claims 60000 x 50000 pixels, more than 67108864); save it anew as a PNG, or remove it");
    }

    @Test
    void aFileOfGigabytesIsRefusedBeforeItIsRead() throws IOException {
        Path png = folder.resolve("a").resolve("x.png");
        Files.createDirectories(png.getParent());
        try (RandomAccessFile file = new RandomAccessFile(png.toFile(), "rw")) {
            file.setLength(3L << 30); // a hole: it takes no space
        }
        assertThatThrownBy(() -> ImageFolder.read(folder, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        png + ": expected a file of pictures of at most 268435456 bytes, found 3221225472 bytes; it is"
                                + " damaged or something else: replace or remove it");
    }

    @Test
    void theMiddleSquareIsAveragedByArea() {
        // Five wide, two high: the middle square begins at column 1.
        BufferedImage wide = new BufferedImage(5, 2, BufferedImage.TYPE_INT_RGB);
        wide.setRGB(0, 0, 0xffffff);
        wide.setRGB(1, 0, 0xff0033);
        wide.setRGB(2, 1, 0x003300);
        wide.setRGB(3, 0, 0xffffff);
        write("wide/x.png", wide);
        Images whole = ImageFolder.read(folder, 2);
        assertThat(whole.get(0)).containsExactly(1, -1, -1, -1, -1, -1, -1, -.6f, -.6f, -1, -1, -1);
        // The average of a red 255 and three 0 is 63.75; of 51 and three 0, 12.75.
        assertThat(ImageFolder.read(folder, 1).get(0)).containsExactly(-.5f, -.9f, -.9f);
    }

    @Test
    void aSideThatDoesNotDivideIsWeighedByAreaAlongBothAxes() {
        BufferedImage tall = new BufferedImage(3, 6, BufferedImage.TYPE_INT_RGB); // the middle rows are 1, 2, 3
        tall.setRGB(1, 2, 0xff0000); // the middle: a quarter of it falls to each pixel of 1.5 x 1.5
        tall.setRGB(0, 1, 0x00ff00); // top left: all of it falls to one
        write("tall/x.png", tall);
        float quarter = (float) (2 * .25 / 2.25 - 1);
        float whole = (float) (2 * 1 / 2.25 - 1);
        assertThat(ImageFolder.read(folder, 2).get(0))
                .containsExactly(quarter, quarter, quarter, quarter, whole, -1, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void aSmallPictureIsEnlarged() {
        BufferedImage pair = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        pair.setRGB(0, 0, 0xffffff);
        write("small/x.png", pair);
        float[] red = Arrays.copyOf(ImageFolder.read(folder, 3).get(0), 9);
        assertThat(red).containsExactly(1, 0, -1, 0, -.5f, -1, -1, -1, -1);
    }

    @Test
    void greyIsThreeEqualChannelsOfTheStoredValues() {
        BufferedImage bytes = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        bytes.getRaster().setSample(0, 0, 0, 51);
        BufferedImage shorts = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setSample(0, 0, 0, 51 * 257);
        BufferedImage bits = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setSample(0, 0, 0, 1);
        write("grey/1.png", bytes);
        write("grey/2.png", shorts);
        write("grey/3.png", bits);
        Images images = ImageFolder.read(folder, 1);
        assertThat(images.pixels()).containsExactly(-.6f, -.6f, -.6f, -.6f, -.6f, -.6f, 1, 1, 1);
    }

    @Test
    void transparentPixelsLieOnWhite() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000); // nothing to see
        write("alpha/1.png", image);
        image.setRGB(0, 0, 0x33000000); // a fifth of black
        write("alpha/2.png", image);
        Images images = ImageFolder.read(folder, 1);
        assertThat(images.get(0)).containsOnly(1);
        assertThat(images.get(1)).containsOnly(.6f);
    }

    @Test
    void transparentGreyLiesOnWhiteToo() {
        ComponentColorModel greyAndAlpha = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                BufferedImage.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        BufferedImage image =
                new BufferedImage(greyAndAlpha, greyAndAlpha.createCompatibleWritableRaster(1, 1), false, null);
        image.getRaster().setPixel(0, 0, new int[] {102, 51}); // a fifth of 102, four fifths of 255: 224.4
        write("alpha/1.png", image);
        assertThat(ImageFolder.read(folder, 1).get(0)).containsOnly((float) (2 * 224.4 / 255 - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void theGreyThatAPngDeclaresTransparentLiesOnWhite(int bits) throws IOException {
        float grey = (float) (2. / ((1 << bits) - 1) - 1); // of the number 1
        Files.createDirectories(folder.resolve("clear"));
        Files.write(folder.resolve("clear/1.png"), TinyPng.grey(bits, 1, OptionalInt.of(1)));
        Files.write(folder.resolve("clear/2.png"), TinyPng.grey(bits, 1, OptionalInt.of(0)));
        Files.write(folder.resolve("clear/3.png"), TinyPng.grey(bits, 1, OptionalInt.empty()));
        Files.write(folder.resolve("clear/4.png"), TinyPng.grey(bits, 0, OptionalInt.of(0)));
        Images images = ImageFolder.read(folder, 1);
        assertThat(images.get(0)).containsOnly(1);
        assertThat(images.get(1)).containsOnly(grey);
        assertThat(images.get(2)).containsOnly(grey);
        assertThat(images.get(3)).containsOnly(1);
    }

    @Test
    void otherColourSpacesBecomeSrgb() {
        ComponentColorModel linear = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                false,
                false,
                BufferedImage.OPAQUE,
                DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(linear, linear.createCompatibleWritableRaster(1, 1), false, null);
        image.getRaster().setPixel(0, 0, new int[] {128, 0, 255});
        float[] pixel = new float[3];
        ImageFile.of(image).draw(1, pixel, 0);
        assertThat((pixel[0] + 1) * 127.5).isBetween(186.0, 190.0); // half the light is 188 in sRGB
        assertThat((pixel[1] + 1) * 127.5).isBetween(0.0, 1.0);
        assertThat((pixel[2] + 1) * 127.5).isBetween(254.0, 255.01);
    }

    @Test
    void jpegAndGifAreRead() {
        plain("a/x.jpg", 0x808080);
        plain("a/y.gif", 0xff0000);
        Images images = ImageFolder.read(folder, 2);
        assertThat((images.get(0)[0] + 1) * 127.5).isBetween(126.0, 130.0);
        assertThat(images.get(1)).containsExactly(1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void aDatasetTakesSoManyOfEachClassNoneTwice() {
        for (int i = 0; i < 8; i++) {
            plain("cats/" + i + ".png", 0x100000 * (i + 1));
            plain("dogs/" + i + ".png", 0x10 * (i + 1));
        }
        ImageFolder source = ImageFolder.of(folder, 2, new PerClass(3, 2, 2));
        assertThat(source.names()).containsExactly("cats", "dogs");
        Dataset data = source.draw(new Seeds(3));
        Set<List<Float>> seen = new HashSet<>();
        for (Images part : List.of(data.pretraining(), data.train(), data.test())) {
            for (int i = 0; i < part.count(); i++) {
                assertThat(part.labels("class").get(i)).isEqualTo(i % 2);
                float[] picture = part.get(i);
                assertThat(picture[0] > -1).isEqualTo(i % 2 == 0); // cats are red
                seen.add(List.of(picture[0], picture[8]));
            }
        }
        assertThat(seen).hasSize(14);
        assertThat(data.aspects()).containsExactly("class");
        assertThat(source.draw(new Seeds(3)).test().pixels())
                .isEqualTo(data.test().pixels());
        assertThat(source.draw(new Seeds(4)).test().pixels())
                .isNotEqualTo(data.test().pixels());
        ImageFolder greedy = ImageFolder.of(folder, 2, new PerClass(3, 3, 3));
        assertThatThrownBy(() -> greedy.draw(new Seeds(3)))
                .hasMessage("class 'cats': expected 9 pictures or more to split, found 8; take fewer of each class, or"
                        + " leave this one out");
    }

    @Test
    void aFileThatIsNoPictureIsNamed() throws IOException {
        plain("a/1.png", 0);
        Path notes = Files.writeString(folder.resolve("a/notes.txt"), "no picture");
        assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(notes
                        + ": expected a picture as PNG, JPEG, GIF, BMP or TIFF, found none; save it anew as a PNG,"
                        + " or remove it");
    }

    @Test
    void aDamagedPictureIsNamed() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("a")).resolve("x.png");
        Files.write(broken, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        broken + ": expected a picture, found one that cannot be decoded (javax.imageio.IIOException:"
                                + " I/O error reading PNG header!); save it anew as a PNG, or remove it");
        Files.delete(broken);
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, i * 7919 * 31);
        }
        for (String format : List.of("png", "jpg", "gif", "bmp")) {
            Path file = folder.resolve("a/x." + format);
            write("a/x." + format, noise);
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                    .as(format)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(file + ": expected a ")
                    .hasMessageEndingWith("; save it anew as a PNG, or remove it");
            Files.delete(file);
        }
    }

    @Test
    void foldersWithoutPicturesAreRefused() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> ImageFolder.read(none, 2))
                .hasMessage(none + ": expected a folder with a folder for each class, found none");
        assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                .hasMessage(folder + ": expected a folder for each class, found an empty folder; put pictures into"
                        + " FOLDER/CLASS/");
        Path cats = Files.createDirectory(folder.resolve("cats"));
        assertThatThrownBy(() -> ImageFolder.of(folder, 2, new PerClass(1, 1, 1)))
                .hasMessage(cats + ": expected pictures of one class, found none; add some or remove the folder");
        Path deep = Files.createDirectory(cats.resolve("deep"));
        assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                .hasMessage(deep + ": expected a picture, found a folder; move its pictures into " + cats
                        + " or elsewhere");
        Files.delete(deep);
        plain("cats/x.png", 0);
        Path loose = Files.write(folder.resolve("loose.png"), new byte[1]);
        assertThatThrownBy(() -> ImageFolder.read(folder, 2))
                .hasMessage(
                        loose + ": expected a folder of pictures of one class, found a file; move it away, or into its"
                                + " class's folder");
        Files.delete(loose);
        assertThatThrownBy(() -> ImageFolder.read(folder, 0))
                .hasMessage("pictures: expected a side of 1 pixel or more, found 0");
    }

    @Test
    void theHashIsThatOfTheCommandLine() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.write(folder.resolve("a/x.png"), "abc".getBytes(UTF_8));
        // printf abc > a/x.png; sha256sum a/x.png | sha256sum
        assertThat(ImageFolder.of(folder, 2, new PerClass(1, 1, 1)).files().sha256())
                .isEqualTo("c8a426027813d47476e80808e3768a8be84cbe870f892689ab6c61d60e5be76a");
    }

    private void plain(String name, int rgb) {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4; i++) {
            image.setRGB(i % 2, i / 2, rgb);
        }
        write(name, image);
    }

    private void write(String name, BufferedImage image) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            assertThat(ImageIO.write(image, name.substring(name.indexOf('.') + 1), file.toFile()))
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
