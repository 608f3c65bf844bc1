package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Seeds;

class ShapeWorldTest {

    private static final List<Concept> CONCEPTS = ShapeWorld.concepts();
    private final ShapeWorld world = ShapeWorld.of(16);
    private final Seeds seeds = new Seeds(1);

    /** Jungles name the pictures they were grown from by seed alone: these bytes may never change. */
    @Test
    void theSameBytesOnAnyMachine() {
        assertThat(sha256(world.draw(CONCEPTS, seeds).pixels()))
                .isEqualTo("f0dc09c7291aad7a1ae6902162634dfc9e5c360312eca063927977ef69580ba7");
        assertThat(sha256(
                        ShapeWorld.of(96).draw(CONCEPTS.subList(0, 100), seeds).pixels()))
                .isEqualTo("0d7fad96ba62c9ad6d243e70f7778c64622e8d8bf6a565e0ef464197d450fcea");
    }

    @Test
    void aPictureDependsOnItsSeedAndNumberAlone() {
        Images all = world.draw(CONCEPTS.subList(0, 8), seeds);
        Images fewer = world.draw(CONCEPTS.subList(0, 5), seeds);
        assertThat(fewer.get(4)).isEqualTo(all.get(4));
        float[] alone = new float[768 + 5];
        world.draw(CONCEPTS.get(4), seeds.split("image", 4).random(), alone, 5);
        assertThat(Arrays.copyOfRange(alone, 5, 773)).isEqualTo(all.get(4));
        assertThat(alone).startsWith(0, 0, 0, 0, 0);
    }

    @Test
    void everySeedAndNumberDrawsAnew() {
        Images twice = world.perConcept(CONCEPTS.subList(7, 8), 2, seeds);
        assertThat(twice.get(0)).isNotEqualTo(twice.get(1));
        assertThat(world.draw(CONCEPTS.subList(7, 8), new Seeds(2)).get(0)).isNotEqualTo(twice.get(0));
    }

    @Test
    void picturesComeWithCaptionsAndLabels() {
        Images images = world.perConcept(List.of(Concept.of(201), Concept.of(410)), 3, seeds);
        assertThat(images.count()).isEqualTo(6);
        assertThat(new int[] {images.channels(), images.height(), images.width()})
                .containsExactly(3, 16, 16);
        assertThat(images.captions().get(2)).isEqualTo("a red striped triangle");
        assertThat(images.captions().get(3)).isEqualTo("an orange solid star");
        assertThat(images.labelNames()).containsExactly("shape", "colour", "texture", "concept");
        assertThat(images.labels("shape").values()).containsExactly(2, 2, 2, 4, 4, 4);
        assertThat(images.labels("colour").name(3)).isEqualTo("orange");
        assertThat(images.labels("texture").name(0)).isEqualTo("striped");
        assertThat(images.labels("concept").values()).containsExactly(201, 201, 201, 410, 410, 410);
        assertThat(images.labels("concept").name(3)).isEqualTo(images.captions().get(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 33, 128})
    void pixelsStayWithinTheirRange(int size) {
        float[] pixels = new ShapeWorld(size, 1, 0.1, 0.45, 20, 1, 1)
                .draw(CONCEPTS.subList(0, 20), seeds)
                .pixels();
        float least = 0;
        float most = 0;
        for (float pixel : pixels) {
            least = Math.min(least, pixel); // NaN if any is
            most = Math.max(most, pixel);
        }
        assertThat(least).isBetween(-1f, 0f);
        assertThat(most).isBetween(0f, 1f);
    }

    /** The frame's pixels show the ground alone: no shape is cut off, wherever it lies. */
    @Test
    void everyShapeFitsIntoItsPicture() {
        ShapeWorld widest = new ShapeWorld(64, 1, 0.2, 0.45, 20, 0, 0);
        Images images = widest.perConcept(CONCEPTS.subList(0, 1_000), 2, seeds);
        float ground =
                widest.withoutVariation().draw(CONCEPTS.subList(0, 1), seeds).pixels()[0];
        for (int i = 0; i < images.count(); i++) {
            assertThat(frame(images.get(i), 64)).as("frame of picture %d", i).containsOnly(ground);
        }
    }

    @Test
    void aStillWorldHasOnePicturePerConcept() {
        Images images = world.withoutVariation().perConcept(List.of(Concept.of(201)), 2, seeds);
        assertThat(images.get(0)).isEqualTo(images.get(1));
    }

    @Test
    void noiseHasItsStandardDeviation() {
        ShapeWorld quiet = new ShapeWorld(16, 0, 0.4, 0.4, 0, 0, 0);
        ShapeWorld noisy = new ShapeWorld(16, 0, 0.4, 0.4, 0, 0, 0.1);
        List<Concept> brown = Collections.nCopies(100, new Concept(Shape.HEART, Colour.BROWN, Texture.HOLLOW));
        float[] without = quiet.draw(brown, seeds).pixels();
        float[] with = noisy.draw(brown, seeds).pixels();
        double mean = 0;
        double square = 0;
        for (int i = 0; i < with.length; i++) {
            double difference = with[i] - without[i];
            mean += difference / with.length;
            square += difference * difference / with.length;
        }
        assertThat(Math.abs(mean)).isLessThan(0.002);
        assertThat(Math.sqrt(square)).isBetween(0.098, 0.102);
    }

    /** The closest two of all 499,500 pairs, as the root mean square difference of their undisturbed pictures. */
    @Test
    void anyTwoConceptsLookDifferent() {
        Images images = world.withoutVariation().draw(CONCEPTS, seeds);
        double closest = Double.MAX_VALUE;
        for (int i = 0; i < images.count(); i++) {
            for (int j = i + 1; j < images.count(); j++) {
                closest = Math.min(closest, squares(images, i, j));
            }
        }
        assertThat(Math.sqrt(closest / images.length())).isGreaterThan(0.09);
    }

    @Test
    void anEmptyListDrawsNoPicture() {
        assertThat(world.draw(List.of(), seeds).count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4  | 1   | 0.34 | 0.42 | 12  | 1   | 0  | expected a size of 8 pixels or more, found 4
            16 | 1.5 | 0.34 | 0.42 | 12  | 1   | 0  | expected place from 0.0 to 1.0, found 1.5
            16 | 1   | 0.34 | 0.5  | 12  | 1   | 0  | expected largest from 0.1 to 0.45, found 0.5
            16 | 1   | 0.43 | 0.42 | 12  | 1   | 0  | expected smallest from 0.1 to 0.42, found 0.43
            16 | 1   | 0.34 | 0.42 | 45  | 1   | 0  | expected tilt from 0.0 to 20.0, found 45.0
            16 | 1   | 0.34 | 0.42 | 12  | NaN | 0  | expected variation from 0.0 to 1.0, found NaN
            16 | 1   | 0.34 | 0.42 | 12  | 1   | -1 | expected noise from 0.0 to 1.0, found -1.0
            """)
    void refusesSettingsThatMakeNoSense(
            int size,
            double place,
            double smallest,
            double largest,
            double tilt,
            double variation,
            double noise,
            String message) {
        assertThatThrownBy(() -> new ShapeWorld(size, place, smallest, largest, tilt, variation, noise))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape world: " + message);
    }

    @Test
    void refusesAnArrayThatIsTooSmall() {
        assertThatThrownBy(() -> world.draw(CONCEPTS.get(0), seeds.random(), new float[800], 100))
                .hasMessage("shape world: expected room for 768 numbers from offset 100 on, found an array of 800");
        assertThatThrownBy(() -> world.perConcept(CONCEPTS, -1, seeds))
                .hasMessage("shape world: expected 0 or more pictures per concept, found -1");
        assertThatThrownBy(() -> ShapeWorld.of(1_024).draw(CONCEPTS, seeds))
                .hasMessage("shape world: expected at most 682 pictures of size 1024 at once, found 1000;"
                        + " draw them in parts");
    }

    /** The outermost pixels of the red channel. */
    private static Set<Float> frame(float[] picture, int size) {
        Set<Float> frame = new HashSet<>();
        for (int at = 0; at < size; at++) {
            frame.add(picture[at]);
            frame.add(picture[(size - 1) * size + at]);
            frame.add(picture[size * at]);
            frame.add(picture[size * at + size - 1]);
        }
        return frame;
    }

    private static double squares(Images images, int i, int j) {
        double sum = 0;
        for (int at = 0; at < images.length(); at++) {
            double difference = images.pixels()[i * images.length() + at] - images.pixels()[j * images.length() + at];
            sum += difference * difference;
        }
        return sum;
    }

    private static String sha256(float[] pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES);
        bytes.asFloatBuffer().put(pixels);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
