package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class PartsTest {

    private static final Seeds SEEDS = new Seeds(3);

    /** 40 models of 10 captions and 2 trees, 30 and 10 models large. */
    private final Models models = Models.of(
            "mine",
            IntStream.range(0, 40)
                    .mapToObj(i -> Model.of("m" + i, Path.of("m" + i))
                            .withCaption("caption " + i % 10)
                            .withClasses(List.of("a" + i % 3, "b"))
                            .withTree(i < 30 ? "oak" : "elm"))
                    .toList());

    @Test
    void modelsAreSplitBySeed() {
        Models split = models.split(.1, .25, SEEDS);
        assertThat(split.places("train")).hasSize(26);
        assertThat(split.places("val")).hasSize(4);
        assertThat(split.places("test")).hasSize(10);
        assertThat(split.ids()).isEqualTo(models.ids());
        assertThat(models.split(.1, .25, SEEDS).splits()).isEqualTo(split.splits());
        assertThat(models.split(.1, .25, new Seeds(4)).splits()).isNotEqualTo(split.splits());
    }

    @Test
    void noConceptIsInTwoParts() {
        Models split = models.splitByConcept(.2, .3, SEEDS);
        assertThat(captions(split, "val")).hasSize(2);
        assertThat(captions(split, "test")).hasSize(3);
        assertThat(captions(split, "train")).hasSize(5);
        Set<String> all = new HashSet<>(captions(split, "train"));
        all.addAll(captions(split, "val"));
        all.addAll(captions(split, "test"));
        assertThat(all).hasSize(10);
    }

    @Test
    void setsOfClassesAreConceptsWhereCaptionsAreUnknown() {
        Models bare = models.map(model -> Model.of(model.id(), model.file())
                .withClasses(model.id().endsWith("5") ? List.of("b", "a") : List.of("a", "b")));
        assertThatThrownBy(() -> bare.splitByConcept(0, .5, SEEDS))
                .as("one concept, whatever the order of its classes")
                .hasMessage(
                        "splitting mine: expected models for train, found none; take other shares, or more models or"
                                + " groups of them");
        Models unknown = models.map(model -> Model.of(model.id(), model.file()));
        assertThatThrownBy(() -> unknown.splitByConcept(0, .5, SEEDS))
                .hasMessage(
                        "mine: expected the caption or classes of each model, found it unknown for 40 of 40, such as m0,"
                                + " m1, m2, ...; where(...) leaves models out");
    }

    /** One model without a caption does not tear the others' concepts apart. */
    @Test
    void whatOneModelLacksOthersKeep() {
        List<Model> some = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Model model = Model.of("m" + i, Path.of("m" + i + ".safetensors"));
            some.add(
                    i == 0
                            ? model.withClasses(List.of("x"))
                            : model.withCaption("caption " + i % 10).withClasses(List.of("class " + i)));
        }
        Models split = Models.of("mine", some).splitByConcept(.2, .3, SEEDS);
        for (Model one : split) {
            for (Model other : split) {
                if (one.caption().isPresent() && one.caption().equals(other.caption())) {
                    assertThat(one.split()).isEqualTo(other.split());
                }
            }
        }
    }

    @Test
    void eachStratumHasItsShares() {
        Models split = models.splitStratified(.1, .2, SEEDS, Model::tree);
        for (String tree : List.of("oak", "elm")) {
            Models own = split.ofTree(tree);
            assertThat(own.places("val")).hasSize(own.size() / 10);
            assertThat(own.places("test")).hasSize(own.size() / 5);
        }
    }

    @Test
    void sharesAreChecked() {
        assertThatThrownBy(() -> models.split(.5, .5, SEEDS))
                .hasMessage(
                        "splitting models: expected a share of 0 or more for val and one above 0 for test, together below"
                                + " 1, found 0.5 and 0.5");
        assertThatThrownBy(() -> models.select(0, 1, 2).split(.1, .4, SEEDS))
                .hasMessage(
                        "splitting mine: expected models for val, found none; take other shares, or more models or groups"
                                + " of them");
    }

    private static Set<String> captions(Models split, String part) {
        return split.ofSplit(part).captions().stream().collect(Collectors.toSet());
    }
}
