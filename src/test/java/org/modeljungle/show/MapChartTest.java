package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.search.ModelMap;

class MapChartTest {

    private static final double[][] PLACES = {{0, 0}, {1, 0}, {10, 5}, {11, 5}};
    private static final List<String> COLOURS = List.of("red", "red", "blue", "blue");

    @TempDir
    Path folder;

    private static MapChart chart() {
        return Charts.map("A <small> jungle", new ModelMap("t-SNE", PLACES)).attribute("colour", COLOURS);
    }

    /** Four pictures of 2 x 2 pixels: the first white, the others black. */
    private static MapChart withPictures() {
        float[] pixels = new float[4 * 3 * 2 * 2];
        Arrays.fill(pixels, -1);
        Arrays.fill(pixels, 0, 12, 1);
        return chart().pictures(pixels, 3, 2, 2);
    }

    private static JsonNode data(String page) throws IOException {
        Matcher data = Pattern.compile("type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    @Test
    void modelsAreDrawnInTheirColours() throws IOException {
        MapChart chart = chart().size(300, 220);
        assertThat(chart.alt())
                .isEqualTo("A <small> jungle, map of 4 models by t-SNE, coloured by colour: blue, red; 100 % of models"
                        + " have a nearest one on the map of the same colour");
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(chart.picture().png()));
        assertThat(drawn.getWidth()).isEqualTo(300 * Style.SCALE);
        int[] all = drawn.getRGB(0, 0, drawn.getWidth(), drawn.getHeight(), null, 0, drawn.getWidth());
        assertThat(all).contains(0xFFDE1217, 0xFF2A47EE, 0); // both colours, and the page shines through
    }

    @Test
    void picturesAreDrawnAtTheirPlaces() throws IOException {
        MapChart chart = withPictures().size(300, 220);
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(chart.picture().png()));
        int[] all = drawn.getRGB(0, 0, drawn.getWidth(), drawn.getHeight(), null, 0, drawn.getWidth());
        assertThat(all).contains(0xFFFFFFFF, 0xFF000000);
        assertThat(chart.alt()).contains(", each with a picture, coloured by");
    }

    @Test
    void aPageHoldsAllAndAsksForNothing() throws IOException {
        MapChart chart = withPictures()
                .ids(List.of("a", "b", "c", "</script>"))
                .captions(List.of("one", "two", "three", "four"))
                .attribute("rank", 2, 4, 8, Double.NaN);
        Path file = folder.resolve("map.html");
        chart.savePage(file);
        String page = Files.readString(file);
        assertThat(page)
                .isEqualTo(chart.page())
                .contains("<title>A &lt;small&gt; jungle</title>", "default-src 'none'")
                .doesNotContain("{{", "http:", "https:", "//cdn", "@import");
        JsonNode data = data(page);
        assertThat(data.get("ids").get(3).textValue()).isEqualTo("</script>");
        assertThat(data.get("captions").size()).isEqualTo(4);
        assertThat(data.get("x").toString()).isEqualTo("[0,909,9091,10000]");
        JsonNode colour = data.get("attributes").get(0);
        assertThat(colour.get("names").toString()).isEqualTo("[\"blue\",\"red\"]");
        assertThat(colour.get("colours").toString()).isEqualTo("[\"#2a47ee\",\"#de1217\"]");
        assertThat(colour.get("groups").toString()).isEqualTo("[1,1,0,0]");
        JsonNode rank = data.get("attributes").get(1);
        assertThat(rank.get("groups").toString()).isEqualTo("[0,1,4,5]");
        assertThat(rank.get("names").get(5).textValue()).isEqualTo("unknown");
        String source = data.get("pictures").get("source").textValue();
        byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
        BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(sheet.getWidth()).isEqualTo(4);
        assertThat(sheet.getRGB(1, 1)).isEqualTo(0xFFFFFFFF);
        assertThat(sheet.getRGB(2, 0)).isEqualTo(0xFF000000);
    }

    @Test
    void manyValuesShareAColour() {
        List<String> values = IntStream.range(0, 100)
                .mapToObj(i -> i < 40 ? "often" : "value " + i)
                .toList();
        MapColours colours = MapColours.of(new MapChart.Attribute("kind", values, List.of()));
        assertThat(colours.names()).hasSize(20).contains("often").last().isEqualTo("42 others");
        assertThat(colours.groups()).hasSize(100);
        assertThat(colours.colours()).doesNotHaveDuplicates();
    }

    @Test
    void oneModelAloneIsDrawn() {
        MapChart chart = Charts.map("Alone", new ModelMap("PCA", new double[1][2]));
        assertThat(chart.picture().problem()).isEmpty();
        assertThat(chart.page()).contains("\"ids\":[\"model 0\"]");
    }

    /** What strangers call their models is never looked at again once it is in the page. */
    @Test
    void aNameThatLooksLikeAPlaceOfThePageStaysAName() {
        String page = Charts.map("Models", new ModelMap("t-SNE", PLACES))
                .attribute("author", List.of("{{data}}", "x onpointermove=alert(1) y", "a", "b"))
                .page();
        assertThat(page.split("\"attributes\":", -1)).hasSize(2);
        assertThat(page).contains("{{data}}");
    }

    /** The picture becomes higher rather than the models smaller than nothing. */
    @Test
    void aLongLegendLeavesRoomForTheModels() throws IOException {
        List<String> words =
                IntStream.range(0, 16).mapToObj(i -> "a long word " + i).toList();
        double[][] places = new double[16][2];
        Arrays.setAll(places, i -> new double[] {i % 4, Math.floorDiv(i, 4)});
        MapChart chart = Charts.map("Models", new ModelMap("PCA", places))
                .attribute("tree", words)
                .size(200, 200);
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(chart.picture().png()));
        assertThat(drawn.getWidth()).isEqualTo(200 * Style.SCALE);
        assertThat(drawn.getHeight()).isGreaterThan(200 * Style.SCALE);
        int[] above = drawn.getRGB(0, 40 * Style.SCALE, drawn.getWidth(), 90 * Style.SCALE, null, 0, drawn.getWidth());
        assertThat(Arrays.stream(above)
                        .filter(colour -> colour >>> 24 == 255)
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> chart().ids(List.of("a"))).hasMessage("map: expected names of 4 models, found 1");
        assertThatThrownBy(() -> chart().captions(List.of("a")))
                .hasMessage("map: expected captions of 4 models, found 1");
        assertThatThrownBy(() -> chart().attribute("kind", List.of("a")))
                .hasMessage("map: expected a value of 'kind' for each of 4 models, found 1");
        assertThatThrownBy(() -> chart().pictures(new float[12], 3, 2, 2))
                .hasMessage("map: expected a picture for each of 4 models, found 1");
        assertThatThrownBy(() -> chart().pictures(new float[7], 3, 2, 2))
                .hasMessage("pictures: expected [count, 3, 2, 2], a multiple of 12 numbers, found 7 numbers");
        assertThatThrownBy(() -> chart().size(10, 500))
                .hasMessage("map: expected a picture of 200 x 200 pixels or more, found 10 x 500");
    }
}
