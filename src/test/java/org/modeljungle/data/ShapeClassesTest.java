package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class ShapeClassesTest {

    private static final ShapeClasses CLASSES = new ShapeClasses(ShapeWorld.of(16), 3, 2, 1);
    private static final Dataset DATA = CLASSES.draw(new Seeds(1));

    @Test
    void aClassIsAColourAndAShape() {
        assertThat(CLASSES.names()).hasSize(100).doesNotHaveDuplicates().isEqualTo(DATA.classNames());
        Labels classes = DATA.train().labels(DATA.classes());
        for (int i = 0; i < DATA.train().count(); i++) {
            assertThat(classes.name(i))
                    .isEqualTo(DATA.train().labels("colour").name(i) + " "
                            + DATA.train().labels("shape").name(i));
        }
    }

    @Test
    void everyClassHasAsManyPicturesInEachPart() {
        for (Images part : List.of(DATA.pretraining(), DATA.train(), DATA.test())) {
            int[] counts = new int[100];
            for (int label : part.labels(DATA.classes()).values()) {
                counts[label]++;
            }
            assertThat(counts).containsOnly(part.count() / 100);
        }
        assertThat(DATA.pretraining().count()).isEqualTo(300);
        assertThat(DATA.train().count()).isEqualTo(200);
        assertThat(DATA.test().count()).isEqualTo(100);
    }

    @Test
    void fewerShapesAndColoursGiveFewerClasses() {
        ShapeClasses few = new ShapeClasses(ShapeWorld.of(16), 2, 3, 1, 1, 1);
        assertThat(few.names())
                .containsExactly(
                        "red circle", "orange circle", "yellow circle", "red square", "orange square", "yellow square");
        Dataset data = few.draw(new Seeds(1));
        assertThat(data.classNames()).isEqualTo(few.names());
        Dataset shapes = data.withClasses("shape");
        for (int i = 0; i < 6; i++) {
            String name = data.train().labels(data.classes()).name(i);
            assertThat(name)
                    .endsWith(shapes.train().labels(shapes.classes()).name(i))
                    .startsWith(data.train().labels("colour").name(i));
        }
    }

    @Test
    void texturesAreRandomAndPartsDiffer() {
        assertThat(new HashSet<>(DATA.pretraining().captions())).hasSizeGreaterThan(150);
        assertThat(DATA.train().get(0)).isNotEqualTo(DATA.test().get(0));
        assertThat(CLASSES.draw(new Seeds(1)).train().pixels())
                .isEqualTo(DATA.train().pixels());
        assertThat(CLASSES.draw(new Seeds(2)).train().pixels())
                .isNotEqualTo(DATA.train().pixels());
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new ShapeClasses(ShapeWorld.of(16), 3, 0, 1))
                .hasMessage("shape classes: expected one picture or more of each class to pre-train, train and test on,"
                        + " found 3, 0, 1");
        assertThatThrownBy(() -> new ShapeClasses(ShapeWorld.of(16), 1, 1, 1, 1, 1))
                .hasMessage(
                        "shape classes: expected 1 to 10 shapes in 1 to 10 colours, 2 classes or more, found 1 and 1");
        assertThatThrownBy(() ->
                        new Dataset(DATA.pretraining(), DATA.train(), DATA.test(), DATA.classes(), List.of("weight")))
                .hasMessage("dataset: expected a label 'weight', found [shape, colour, texture, concept, class]");
    }
}
