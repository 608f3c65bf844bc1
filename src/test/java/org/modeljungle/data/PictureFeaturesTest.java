package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class PictureFeaturesTest {

    private static final int SIDE = 8;

    @Test
    void pixelsAreThePictures() {
        Images images = ShapeWorld.of(SIDE).draw(new int[] {3, 500}, new Seeds(1));
        assertThat(PictureFeatures.pixels(images)[1]).isEqualTo(images.get(1));
    }

    @Test
    void aSlopeHasOneDirection() { // brighter to the right: all edges are across, alike in all parts
        float[] across = PictureFeatures.edges(grey((x, y) -> x))[0];
        float[] down = PictureFeatures.edges(grey((x, y) -> y))[0];
        float[] steep = PictureFeatures.edges(grey((x, y) -> x + 2 * y))[0];
        float[] falling = PictureFeatures.edges(grey((x, y) -> -x))[0];
        assertThat(across).hasSize(8 * 16);
        for (int cell = 0; cell < 16; cell++) {
            assertThat(across[cell]).isEqualTo(.5f, within(1e-6f)); // the square root of a quarter
            assertThat(down[4 * 16 + cell]).isEqualTo(.5f, within(1e-6f));
            assertThat(steep[2 * 16 + cell]).isEqualTo(.5f, within(1e-6f));
        }
        assertThat(falling).isEqualTo(across);
        assertThat(PictureFeatures.edges(grey((x, y) -> 5))[0]).containsOnly(0);
    }

    /** What models draw is not clipped. */
    @Test
    void coloursBeyondTheEndsAreThoseAtTheEnds() {
        float[] beyond = {-1.5f, 1.5f, -1.5f};
        float[] ends = {-1, 1, -1};
        assertThat(PictureFeatures.colours(new Images(beyond, 3, 1, 1, List.of(), Map.of()))[0])
                .isEqualTo(PictureFeatures.colours(new Images(ends, 3, 1, 1, List.of(), Map.of()))[0]);
    }

    @Test
    void coloursAreShares() {
        float[] pixels = new float[3 * 4]; // two by two: three red, one black
        for (int k = 0; k < 12; k++) {
            pixels[k] = k < 3 ? 1 : -1;
        }
        float[] colours = PictureFeatures.colours(new Images(pixels, 3, 2, 2, List.of(), Map.of()))[0];
        assertThat(colours).hasSize(125);
        assertThat(colours[4 * 25]).isEqualTo((float) Math.sqrt(.75), within(1e-6f));
        assertThat(colours[0]).isEqualTo(.5f, within(1e-6f));
        double squares = 0;
        for (float colour : colours) {
            squares += colour * colour;
        }
        assertThat(squares).isEqualTo(1, within(1e-6));
    }

    @Test
    void whatItCannotReadIsRefused() {
        Images small = new Images(new float[9], 1, 3, 3, List.of(), Map.of());
        assertThatThrownBy(() -> PictureFeatures.edges(small))
                .hasMessage("edges: expected pictures of 4 x 4 pixels or more, found 3 x 3");
        assertThatThrownBy(() -> PictureFeatures.colours(small))
                .hasMessage("colours: expected RGB pictures, found 1 channels");
    }

    private static Images grey(IntBinaryOperator value) {
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = value.applyAsInt(i % SIDE, i / SIDE) / 32f;
        }
        return new Images(pixels, 1, SIDE, SIDE, List.of(), Map.of());
    }
}
