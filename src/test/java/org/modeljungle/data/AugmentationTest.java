package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class AugmentationTest {

    private static final int SIZE = 4;

    /** Pixel values that say where they are: channel, row, column. */
    private static float[] picture() {
        float[] picture = new float[1 + 2 * SIZE * SIZE]; // one number before it, to be skipped
        for (int i = 1; i < picture.length; i++) {
            picture[i] = i;
        }
        return picture;
    }

    @Test
    void everyPixelComesFromWhereFlipAndShiftSay() {
        Set<String> seen = new HashSet<>();
        UniformRandomProvider random = new Seeds(1).random();
        for (int round = 0; round < 200; round++) {
            float[] target = new float[2 * SIZE * SIZE];
            Augmentation.flipAndShift(picture(), 1, 2, SIZE, 1, random, target, 0);
            seen.add(whichOf(target));
        }
        assertThat(seen).hasSize(2 * 3 * 3).doesNotContain("none"); // mirrored or not, shifts of -1, 0, 1 each way
    }

    @Test
    void noShiftIsThePictureOrItsMirrorImage() {
        float[] target = new float[2 * SIZE * SIZE];
        Augmentation.flipAndShift(picture(), 1, 2, SIZE, 0, new Seeds(2).random(), target, 0);
        assertThat(whichOf(target)).endsWith(" 0 0");
    }

    @Test
    void aCropOfTheWholeAtItsOwnSizeIsThePictureOrItsMirrorImage() {
        float[] target = new float[2 * SIZE * SIZE];
        Augmentation.crop(picture(), 1, 2, SIZE, 1, 1, SIZE, new Seeds(3).random(), target, 0);
        assertThat(whichOf(target)).endsWith(" 0 0");
    }

    @Test
    void aCropInterpolates() {
        float[] ramp = new float[SIZE * SIZE];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (float) Math.floor((double) i / SIZE); // the row's number
        }
        float[] half = new float[4];
        Augmentation.crop(ramp, 0, 1, SIZE, 1, 1, 2, new Seeds(4).random(), half, 0);
        assertThat(half).containsExactly(new float[] {.5f, .5f, 2.5f, 2.5f}, within(1e-6f));
    }

    @Test
    void greyAveragesTheChannelsAndJitterKeepsForms() {
        float[] pixels = {9, 1, 2, 3, 4, 5, 6}; // two channels of three numbers from the second on
        Augmentation.recolour(pixels, 1, 2, 3, 1, 0, new Seeds(5).random());
        assertThat(pixels).containsExactly(new float[] {9, 2.5f, 3.5f, 4.5f, 2.5f, 3.5f, 4.5f}, within(1e-6f));
        float[] jittered = {0, 1, 2, 0, 1, 2};
        Augmentation.recolour(jittered, 0, 2, 3, 0, .2, new Seeds(6).random());
        float contrast = jittered[1] - jittered[0];
        assertThat(contrast).isBetween(.8f, 1.2f).isNotEqualTo(1);
        for (int channel = 0; channel < 2; channel++) {
            assertThat(jittered[3 * channel]).isBetween(-.2f, .2f);
            assertThat(jittered[3 * channel + 2] - jittered[3 * channel + 1]).isCloseTo(contrast, within(1e-6f));
        }
        assertThat(jittered[0]).isNotEqualTo(jittered[3]);
    }

    @Test
    void wrongSharesAreRefused() {
        assertThatThrownBy(() -> Augmentation.crop(picture(), 1, 2, SIZE, .5, .4, 2, new Seeds(1).random(), null, 0))
                .hasMessage("crop: expected shares of the area with 0 < least <= greatest <= 1, found 0.5 and 0.4");
    }

    private static String whichOf(float[] target) {
        for (boolean flip : new boolean[] {false, true}) {
            for (int right = -1; right <= 1; right++) {
                for (int down = -1; down <= 1; down++) {
                    if (equals(target, flip, right, down)) {
                        return flip + " " + right + " " + down;
                    }
                }
            }
        }
        return "none";
    }

    private static boolean equals(float[] target, boolean flip, int right, int down) {
        float[] picture = picture();
        for (int channel = 0; channel < 2; channel++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    int row = Math.min(SIZE - 1, Math.max(0, y - down));
                    int column = Math.min(SIZE - 1, Math.max(0, x - right));
                    int source = 1 + (channel * SIZE + row) * SIZE + (flip ? SIZE - 1 - column : column);
                    if (Math.abs(target[(channel * SIZE + y) * SIZE + x] - picture[source]) > 1e-5) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
