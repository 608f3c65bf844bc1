package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class LooksTest {

    private final ShapeWorld shapes = new ShapeWorld(16, .3, .38, .42, 5, .5, .01);
    private final Images six = shapes.draw(new int[] {4, 4, 4, 9, 9, 9}, new Seeds(2));

    @Test
    void eachThingHasTheMeanOfWhatItsPicturesShow() {
        Looks looks = Looks.of(six, 3);
        assertThat(looks.count()).isEqualTo(2);
        assertThat(looks.means().captions())
                .containsExactly(shapes.captions().get(4), shapes.captions().get(9));
        for (int thing = 0; thing < 2; thing++) {
            float[][] pictures = new float[3][];
            for (int i = 0; i < 3; i++) {
                pictures[i] = six.get(3 * thing + i);
            }
            for (int k = 0; k < pictures[0].length; k++) {
                assertThat(looks.means().get(thing)[k])
                        .isCloseTo((pictures[0][k] + pictures[1][k] + pictures[2][k]) / 3, within(1e-6f));
            }
        }
        float[][] colours = PictureFeatures.colours(six);
        float[][] edges = PictureFeatures.edges(six);
        assertThat(looks.colours()[1][7]).isCloseTo((colours[3][7] + colours[4][7] + colours[5][7]) / 3, within(1e-6f));
        assertThat(looks.edges()[1][7]).isCloseTo((edges[3][7] + edges[4][7] + edges[5][7]) / 3, within(1e-6f));
        assertThat(looks.edges()[0]).isNotEqualTo(PictureFeatures.edges(looks.means())[0]);
        assertThat(looks).hasToString("the looks of 2 things, in 3 pictures each");
    }

    @Test
    void thingsHaveAsManyPicturesEach() {
        assertThatThrownBy(() -> Looks.of(six, 4)).hasMessageContaining("found 6 pictures, 4 of each");
        assertThatThrownBy(() -> Looks.of(six, 0))
                .hasMessageStartingWith("looks: expected some pictures of each thing");
    }
}
