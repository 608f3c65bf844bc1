package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.modeljungle.Profile;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.Recipe;

class PrototypesTest {

    private static final World WORLD = Recipe.of(Profile.QUICK).world();

    @Test
    void recognisesNewPicturesOfTheShapeWorld() {
        Prototypes prototypes = Prototypes.of(WORLD, 8, new Seeds(1));
        int[] shown = WORLD.sample(200, new Seeds(2));
        assertThat(prototypes.accuracy(WORLD.draw(shown, new Seeds(3)).pixels(), shown))
                .isGreaterThan(.9);
        int[] others = Arrays.stream(shown).map(thing -> (thing + 500) % 1000).toArray();
        assertThat(prototypes.accuracy(WORLD.draw(others, new Seeds(3)).pixels(), shown))
                .isZero();
    }

    @Test
    void lightAndContrastMakeNoDifference() {
        Prototypes prototypes = Prototypes.of(WORLD, 4, new Seeds(1));
        float[] pixels = WORLD.draw(new int[] {123, 456}, new Seeds(3)).pixels();
        float[] darker = pixels.clone();
        for (int i = 0; i < darker.length; i++) {
            darker[i] = .5f * darker[i] - .2f;
        }
        assertThat(prototypes.recognise(darker)).isEqualTo(prototypes.recognise(pixels));
        assertThat(prototypes.recognise(new float[3 * 16 * 16])).containsExactly(0); // nothing to see: the first
    }

    @Test
    void brokenPicturesAreRefused() {
        Prototypes prototypes = Prototypes.of(WORLD, 1, new Seeds(1));
        assertThatThrownBy(() -> prototypes.recognise(new float[5]))
                .hasMessage("prototypes: expected pictures of 768 numbers, found 5 numbers");
        assertThatThrownBy(() -> prototypes.accuracy(new float[768], 1, 2))
                .hasMessage("prototypes: expected equally many pictures of each of 2 things, found 1 pictures");
        assertThatThrownBy(() -> Prototypes.of(WORLD, 0, new Seeds(1)))
                .hasMessage("prototypes: expected 1 picture of each thing or more, found 0");
    }
}
