package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;

class ImageGridTest {

    /** One image of 2 x 2: red, green / blue, NaN. */
    private static final float[] FOUR = { // [1, 3, 2, 2]
        1, -1, -1, Float.NaN,
        -1, 1, -1, 0,
        -1, -1, 5, 0
    };

    private static BufferedImage read(Figure figure) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(figure.picture().png()));
    }

    @Test
    void everyPixelIsACrispSquare() throws IOException {
        BufferedImage image = read(ImageGrid.of(FOUR, 3, 2, 2).zoom(3));
        int start = 10 * Style.SCALE; // the padding
        int side = 3 * Style.SCALE;
        assertThat(image.getWidth()).isEqualTo(2 * start + 2 * side);
        int[] expected = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFFFF00FF};
        for (int y = 0; y < 2 * side; y++) {
            for (int x = 0; x < 2 * side; x++) {
                int pixel = y / side * 2 + x / side;
                assertThat(image.getRGB(start + x, start + y))
                        .as("x %d, y %d", x, y)
                        .isEqualTo(expected[pixel]);
            }
        }
        assertThat(image.getRGB(start - 1, start)).isZero();
        assertThat(image.getRGB(start + 2 * side, start)).isZero();
    }

    @Test
    void greyImagesStandInRowsAndColumns() throws IOException {
        float[] three = {-1, 0, 1}; // [3, 1, 1, 1]
        BufferedImage image =
                read(ImageGrid.of(three, 1, 1, 1).columns(2).zoom(4).gap(6));
        assertThat(image.getRGB(20, 20)).isEqualTo(0xFF000000);
        assertThat(image.getRGB(40, 20)).isEqualTo(0xFF808080);
        assertThat(image.getRGB(20, 40)).isEqualTo(0xFFFFFFFF);
        assertThat(image.getHeight()).isEqualTo(2 * (10 + 4 + 6 + 4 + 10));
    }

    @Test
    void captionsAndTitlesTakeRoom() {
        ImageGrid plain = ImageGrid.of(FOUR, 3, 2, 2).zoom(30);
        ImageGrid named = plain.captions(List.of("a red striped triangle"))
                .rowTitles(List.of("seen"))
                .title("World");
        assertThat(named.picture().height()).isGreaterThan(plain.picture().height() + 30);
        assertThat(named.picture().width()).isGreaterThan(plain.picture().width() + 20);
        assertThat(named.text()).endsWith("World: 1 image of 2 x 2 pixels: a red striped triangle");
    }

    @Test
    void longTextIsWrappedAndCut() {
        FontMetrics metrics = GridPainter.metrics(Style.font(11));
        List<String> lines = TextLines.wrap("red striped triangle in the very last corner", metrics, 70, 3);
        assertThat(lines).hasSize(3).allMatch(line -> metrics.stringWidth(line) <= 70);
        assertThat(lines.get(2)).endsWith("\u2026");
        assertThat(TextLines.wrap("unbreakableandfartoolong", metrics, 40, 3))
                .singleElement()
                .asString()
                .endsWith("\u2026");
        assertThat(TextLines.wrap("", metrics, 40, 3)).containsExactly("");
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> ImageGrid.of(new float[13], 3, 2, 2))
                .hasMessage("image grid: expected [count, 3, 2, 2], a multiple of 12 numbers, found 13 numbers");
        assertThatThrownBy(() -> ImageGrid.of(FOUR, 3, 2, 2).captions(List.of("a", "b")))
                .hasMessage("image grid: expected 1 captions, one per image, found 2");
        assertThatThrownBy(() -> ImageGrid.of(FOUR, 4, 1, 3))
                .hasMessage("image grid: expected 1 or 3 channels, found 4");
        assertThatThrownBy(() -> ImageGrid.of(FOUR, 3, 2, 2).columns(0))
                .hasMessage("image grid: expected 1 column or more, found 0");
        assertThatThrownBy(() -> ImageGrid.of(FOUR, 3, 2, 2).rowTitles(List.of("a", "b")))
                .hasMessage("image grid: expected at most 1 row titles for 1 images in 10 columns, found 2;"
                        + " set columns first");
    }

    @Test
    void piecesOfSeveralImagesMakeOneGrid() {
        ImageGrid grid = ImageGrid.of(List.of(new float[24], new float[12]), 3, 2, 2);
        assertThat(grid.count()).isEqualTo(3);
    }

    @Test
    void signedMatricesAreBlueBelowZeroWhiteAtZeroAndRedAbove() {
        float[] matrix = {-3, 0, 3, 0}; // full colour at 3 x sqrt(4.5)
        ImageGrid grid = ImageGrid.ofSigned(List.of(matrix), 2, 2);
        LayerBank bank = new LayerBank("a", new Dense(1, 2, 2, matrix));
        assertThat(ImageGrid.of(bank).pixels()).isEqualTo(grid.pixels());
        float[] pixels = grid.pixels(); // [3, 2, 2]
        assertThat(pixels[0]).isLessThan(pixels[8]); // below zero: less red than blue
        assertThat(pixels[2]).isGreaterThan(pixels[10]); // above zero: more red than blue
        assertThat(new float[] {pixels[1], pixels[5], pixels[9]}).containsExactly(1, 1, 1);
        assertThat(ImageGrid.ofSigned(List.of(new float[4]), 2, 2).pixels()[0]).isEqualTo(1);
    }

    @Test
    void whatIsNotFiniteInAMatrixIsMagentaAndTheRestKeepsItsColours() {
        float[] pixels = ImageGrid.ofSigned(List.of(new float[] {-3, Float.NaN, 3, Float.NEGATIVE_INFINITY}), 2, 2)
                .pixels(); // [3, 2, 2]
        float[] whole = ImageGrid.ofSigned(List.of(new float[] {-3, 3}), 1, 2).pixels(); // [3, 1, 2]
        assertThat(new float[] {pixels[0], pixels[4], pixels[8]}).containsExactly(whole[0], whole[2], whole[4]);
        assertThat(new float[] {pixels[2], pixels[6], pixels[10]}).containsExactly(whole[1], whole[3], whole[5]);
        assertThat(pixels[1]).isNaN();
        assertThat(pixels[3]).isNaN();
    }

    @Test
    void tooManyImagesAreRefused() {
        float[] piece = new float[3 << 20];
        assertThatThrownBy(() -> ImageGrid.of(Collections.nCopies(1000, piece), 3, 1024, 1024))
                .hasMessage("image grid: expected at most 2,147,483,647 numbers in all, found 3,145,728,000; show fewer"
                        + " images");
    }
}
