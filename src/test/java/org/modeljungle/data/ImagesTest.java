package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagesTest {

    private static final List<String> CLASSES = List.of("cat", "dog");

    /** Three grey images of 1 x 2 pixels. */
    private final Images images = new Images(
            new float[] {0, 0.1f, 1, 0.9f, -1, -0.8f},
            1,
            1,
            2,
            List.of("a cat", "a dog", "another cat"),
            Map.of("class", new Labels(CLASSES, new int[] {0, 1, 0})));

    @Test
    void knowsItsSizes() {
        assertThat(images.count()).isEqualTo(3);
        assertThat(images.length()).isEqualTo(2);
        assertThat(new int[] {images.channels(), images.height(), images.width()})
                .containsExactly(1, 1, 2);
        assertThat(images.labelNames()).containsExactly("class");
    }

    @Test
    void greyIsTheMeanOfTheColours() {
        float[] pixels = {.1f, .2f, .4f, .5f, .7f, -1, 1, 1, 0, -1, -1, 0};
        Images colours = new Images(pixels, 3, 1, 2, List.of("a cat", "a dog"), Map.of());
        Images grey = colours.grey();
        assertThat(new int[] {grey.count(), grey.channels(), grey.height(), grey.width()})
                .containsExactly(2, 1, 1, 2);
        float[] expected = {(.1f + .4f + .7f) / 3, (.2f + .5f - 1) / 3, 0, 0};
        assertThat(grey.pixels()).containsExactly(expected);
        assertThat(grey.captions()).isEqualTo(colours.captions());
        assertThatThrownBy(images::grey).hasMessage("images: expected 3 channels to make grey ones of, found 1");
        assertThatThrownBy(() -> Images.grey(new float[4]))
                .hasMessage("images: expected as many numbers of red, green and blue to make grey of, found 4 numbers");
    }

    @Test
    void getGivesACopyOfOneImage() {
        float[] second = images.get(1);
        assertThat(second).containsExactly(1, 0.9f);
        second[0] = 7;
        assertThat(images.get(1)).containsExactly(1, 0.9f);
    }

    @Test
    void selectTakesPixelsCaptionsAndLabelsAlong() {
        Images chosen = images.select(2, 1, 2);
        assertThat(chosen.pixels()).containsExactly(-1, -0.8f, 1, 0.9f, -1, -0.8f);
        assertThat(chosen.captions()).containsExactly("another cat", "a dog", "another cat");
        assertThat(chosen.labels("class").values()).containsExactly(0, 1, 0);
        assertThat(chosen.labels("class").name(1)).isEqualTo("dog");
        assertThat(images.select().count()).isZero();
    }

    @Test
    void sliceTakesARange() {
        assertThat(images.slice(1, 3).captions()).containsExactly("a dog", "another cat");
    }

    @Test
    void concatUndoesSlice() {
        Images again = Images.concat(images.slice(0, 1), images.slice(1, 1), images.slice(1, 3));
        assertThat(again.pixels()).isEqualTo(images.pixels());
        assertThat(again.captions()).isEqualTo(images.captions());
        assertThat(again.labels("class").values()).containsExactly(0, 1, 0);
    }

    @Test
    void imagesNeedNoCaptionsAndNoLabels() {
        Images bare = new Images(new float[4], 1, 2, 1, List.of(), Map.of());
        assertThat(bare.select(1).captions()).isEmpty();
        assertThat(Images.concat(bare, bare).count()).isEqualTo(4);
    }

    @Test
    void concatRefusesPartsThatDoNotFit() {
        Images other = new Images(new float[4], 1, 2, 1, List.of(), Map.of());
        assertThatThrownBy(() -> Images.concat(images, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images: expected [1, 1, 2] with captions, labels [class] in part 1, as in part 0,"
                        + " found [1, 2, 1] without captions, labels []");
        Images renamed = new Images(
                new float[2], 1, 1, 2, List.of("a cow"), Map.of("class", new Labels(List.of("cow"), new int[] {0})));
        assertThatThrownBy(() -> Images.concat(images, renamed))
                .hasMessage("images: expected classes [cat, dog] of label 'class' in part 1, found [cow]");
        assertThatThrownBy(Images::concat).hasMessage("images: expected one or more parts to concatenate, found none");
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertThatThrownBy(() -> new Images(new float[7], 1, 1, 2, List.of(), Map.of()))
                .hasMessage("images: expected whole images of [1, 1, 2] = 2 numbers each, found 7 numbers");
        assertThatThrownBy(() -> new Images(new float[4], 1, 1, 2, List.of("one"), Map.of()))
                .hasMessage("images: expected one caption for each of 2 images, or none, found 1");
        assertThatThrownBy(() -> new Images(
                        new float[4], 1, 1, 2, List.of(), Map.of("class", new Labels(CLASSES, new int[] {0}))))
                .hasMessage("images: expected one label 'class' for each of 2 images, found 1");
        assertThatThrownBy(() -> new Images(new float[4], 0, 1, 2, List.of(), Map.of()))
                .hasMessage("images: expected positive channels, height and width, found [0, 1, 2]");
    }

    @Test
    void refusesNumbersAndNamesThatAreNotThere() {
        assertThatThrownBy(() -> images.get(3)).hasMessage("images: expected an index from 0 to 2, found 3");
        assertThatThrownBy(() -> images.select(0, -1)).hasMessage("images: expected an index from 0 to 2, found -1");
        assertThatThrownBy(() -> images.labels("shape"))
                .hasMessage("images: expected one of the labels [class], found 'shape'");
        assertThatThrownBy(() -> new Labels(CLASSES, new int[] {0, 2}))
                .hasMessage("labels: expected class numbers from 0 to 1, found 2 at image 1");
    }

    @Test
    void labelsKeepTheirOwnNumbers() {
        int[] values = {0, 1};
        Labels labels = new Labels(CLASSES, values);
        values[0] = 1;
        labels.values()[1] = 0;
        assertThat(labels.values()).containsExactly(0, 1);
        assertThat(labels.count()).isEqualTo(2);
        assertThat(labels.get(1)).isEqualTo(1);
        assertThat(labels.classes()).isEqualTo(CLASSES);
    }
}
