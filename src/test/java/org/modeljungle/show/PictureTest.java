package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.kernel.Payload;

class PictureTest {

    private static Picture small() {
        return Picture.of("a \"red\" dot", new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
    }

    @Test
    void htmlHoldsThePngItself() {
        assertThat(small().html())
                .startsWith(
                        "<img alt=\"a &quot;red&quot; dot\" width=\"3\" height=\"2\" style=\"max-width:100%;height:auto\""
                                + " src=\"data:image/png;base64,iVBORw0KGgo")
                .endsWith("\">");
        assertThat(small().zoom(4).html())
                .contains("width=\"12\" height=\"8\" style=\"max-width:none;image-rendering:pixelated\"");
        assertThat(small().text()).isEqualTo("[picture, 3 x 2] a \"red\" dot");
        assertThatThrownBy(() -> small().zoom(0)).hasMessage("picture: expected a zoom of 1 or more, found 0");
    }

    @Test
    void figuresAreDrawnAtTwiceTheirSize() throws IOException {
        Picture drawn = Picture.draw("blank", 5, 4, g -> {});
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawn.png()));
        assertThat(image.getWidth()).isEqualTo(10);
        assertThat(drawn.width()).isEqualTo(5);
        assertThat(image.getRGB(9, 7)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void withoutFontsThePictureIsItsText() {
        Picture failed = Picture.draw("loss <curve>", 5, 4, g -> {
            throw new InternalError("no fonts");
        });
        assertThat(failed.text())
                .isEqualTo(
                        "[picture not drawn: java.lang.InternalError: no fonts; if fonts are missing, install fontconfig"
                                + " and a font such as DejaVu] loss <curve>");
        assertThat(failed.html())
                .contains("InternalError: no fonts", "loss &lt;curve&gt;")
                .doesNotContain("<img");
        assertThat(Payloads.of(failed).data()).containsOnlyKeys(Payload.HTML, Payload.TEXT);
        assertThatThrownBy(failed::png)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no fonts");
    }

    @Test
    void savesAndLeavesNothingElse(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("figures/dot.png");
        small().save(file);
        small().save(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(small().png());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void goesToTheNotebookAsHtmlWithItsTextAndAsPngWithItsSize() {
        Payload payload = Payloads.of(small());
        assertThat(payload.data()).containsOnlyKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
        assertThat(payload.data().get(Payload.HTML)).isEqualTo(small().html());
        assertThat(payload.metadata())
                .isEqualTo(Map.of(Payload.PNG, Map.of("width", 3, "height", 2, "alt", "a \"red\" dot")));
        assertThat(Payloads.of(small().zoom(2)).data()).containsOnlyKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
    }

    @Test
    void chartsTurnDarkWherePagesAreAndImagesStandOnTheirs() throws IOException {
        String chart = Charts.line("L", "x", "y").html();
        assertThat(chart)
                .contains("filter:invert(calc(var(--jp-shadow-base-lightness,0)*.0292))")
                .contains("alt=\"L, line chart of y over x: \"")
                .startsWith(
                        "<style>.vscode-dark .modeljungle-paper{filter:invert(.934) hue-rotate(180deg)!important}</style>"
                                + "<img alt=")
                .contains(" class=\"modeljungle-paper\"")
                .doesNotContain("<script");
        ImageGrid grid = ImageGrid.of(new float[3], 3, 1, 1).title("T");
        assertThat(grid.html()).doesNotContain("filter", "<style");
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(grid.picture().png()));
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
    }

    @Test
    void whatIsDrawnLaterOnAnImageIsNotInItsPicture() {
        BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
        byte[] before = Picture.of("image", image).png();
        Picture picture = Picture.of("image", image);
        image.setRGB(1, 1, 0xFFFFFF);
        assertThat(picture.png()).isEqualTo(before);
    }

    @Test
    void aPartOfAPictureIsDrawnAsItIs() {
        Picture red = Picture.draw("red", 4, 4, graphics -> {
            graphics.setColor(Color.RED);
            graphics.fillRect(0, 0, 4, 4);
        });
        int drawn = center(Panels.of(red).picture());
        red.encode();
        assertThat(center(Panels.of(red).picture())).isEqualTo(drawn).isEqualTo(Color.RED.getRGB());
    }

    private static int center(Picture picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture.png())).getRGB(4, 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
