package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Whatever is shown can be saved as a picture. */
class TextPictureTest {

    private static final Card CARD = Card.of("A network").row("layers", 12).row("classes", 100);

    @Test
    void whatHasADrawingGivesIt() {
        BarChart chart = Charts.bars("Accuracy", "accuracy", List.of("a", "b")).series("one", new double[] {.5, .6});
        assertThat(Show.picture(chart).png()).isEqualTo(chart.picture().png());
        assertThat(Show.picture(chart).alt()).isEqualTo(chart.picture().alt());
    }

    @Test
    void aCardAndATableAreTheirTexts() {
        assertThat(Show.picture(CARD).alt()).isEqualTo(CARD.text());
        Table table =
                Table.create("Found", StringColumn.create("expert", "ridge"), DoubleColumn.create("accuracy", .875));
        assertThat(Show.picture(table).alt()).contains("Found", "expert", "accuracy", "ridge", "0.875");
        assertThat(Show.picture(table).problem()).isEmpty();
        assertThat(Show.picture(new int[] {3, 4}).alt()).isEqualTo("int[2]: 3, 4");
        assertThat(Show.picture(null).alt()).isEqualTo("null");
    }

    @Test
    void eachLineIsDrawnAndAllOfIt() throws IOException {
        Picture two = Show.picture("first\nsecond");
        Picture three = Show.picture("first\nsecond\nthe third is longer");
        assertThat(three.height()).isGreaterThan(two.height());
        assertThat(three.width()).isGreaterThan(two.width());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(three.png()));
        assertThat(dark(image, image.getWidth() - 40)).isPositive(); // the end of the third line
        assertThat(dark(image, 0)).isGreaterThan(dark(image, image.getWidth() / 2));
        assertThat(dark(image, image.getWidth() - 20)).isZero(); // the margin
    }

    /** The dark pixels from a column on. */
    private static long dark(BufferedImage image, int from) {
        return IntStream.range(from, image.getWidth())
                .mapToLong(x -> IntStream.range(0, image.getHeight())
                        .filter(y -> (image.getRGB(x, y) & 0xFF) < 128)
                        .count())
                .sum();
    }

    @Test
    void whatIsTooLongIsCutAndSaysSo() {
        String lines = IntStream.range(0, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        assertThat(TextPicture.of(lines).height())
                .isLessThan(TextPicture.of(lines.substring(0, lines.indexOf("line 250")))
                                .height()
                        + 50);
        assertThat(TextPicture.of("x".repeat(100_000)).width()).isLessThan(4000);
    }

    @Test
    void aTextOfNothingIsAPicture() {
        assertThat(Show.picture("").png()).isNotEmpty();
    }
}
