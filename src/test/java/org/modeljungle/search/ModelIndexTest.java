package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.Split;
import org.modeljungle.align.World;
import org.modeljungle.ridge.Gram;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.text.TextEncoder;
import tech.tablesaw.api.Table;

class ModelIndexTest {

    private static final Seeds SEEDS = new Seeds(23);

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 0, SEEDS);
    private final RidgeAlignment aligned = RidgeAlignment.allLayers(
            Gram.of(List.of(world.layer("q", .2), world.layer("v", .2))), captions, split.train(), world::encode);
    private final Models models = Models.of(
            "world",
            IntStream.range(0, 144)
                    .mapToObj(i -> Model.of("m" + i, Path.of("none")).withCaption(captions.get(i)))
                    .toList());
    private final ModelIndex index = ModelIndex.of(models, aligned, aligned.gram());

    @Test
    void findsTheModelsThatATextDescribes() {
        int right = 0;
        for (String caption : Split.concepts(captions, split.heldOut())) {
            right += captions.get(index.query(caption, 1).get(0).model()).equals(caption) ? 1 : 0;
        }
        assertThat(right).as("of 9 held-out concepts").isGreaterThanOrEqualTo(7);
    }

    @Test
    void hitsComeBestFirstWithNamesAndCosines() {
        List<ModelIndex.Hit> hits = index.query(captions.get(8), 144);
        assertThat(hits).hasSize(144).isSortedAccordingTo((a, b) -> Double.compare(b.cosine(), a.cosine()));
        ModelIndex.Hit first = hits.get(0);
        assertThat(first.id()).isEqualTo("m" + first.model());
        assertThat(first.cosine())
                .isEqualTo(aligned.scores(new int[] {first.model()}, List.of(captions.get(8)))[0][0], within(1e-6));
    }

    @Test
    void precisionCountsCaptionsThatHaveAllWords() {
        String caption = captions.get(8);
        for (String text : List.of(caption, caption.substring(0, caption.indexOf(' ')))) {
            List<ModelIndex.Hit> hits = index.query(text, 10);
            long having = hits.stream()
                    .filter(hit -> (" " + captions.get(hit.model()) + " ").contains(" " + text + " "))
                    .count();
            assertThat(having).isBetween(1L, 10L);
            assertThat(index.precision(text, 10)).isEqualTo(having / 10.0);
        }
        Models silent = models.map(model -> Model.of(model.id(), model.file()));
        assertThatThrownBy(() -> ModelIndex.of(silent, aligned, aligned.gram()).precision(caption, 10))
                .hasMessageContaining("models found");
    }

    /** An encoder that passes over articles, punctuation and upper case, as those of the library do. */
    @Test
    void precisionPassesOverWhatSaysNothing() {
        TextEncoder plain = texts -> world.encode(texts.stream()
                .map(text ->
                        text.replaceAll("(?i)\\b(a|the)\\b|[,!]", " ").strip().replaceAll(" +", " "))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList());
        RidgeAlignment same = RidgeAlignment.allLayers(
                Gram.of(List.of(world.layer("q", .2), world.layer("v", .2))), captions, split.train(), plain);
        ModelIndex understanding = ModelIndex.of(models, same, same.gram());
        String caption = captions.get(8);
        String[] words = caption.split(" ", -1);
        double precision = understanding.precision(caption, 10);
        assertThat(precision).isPositive();
        assertThat(understanding.precision("A " + words[0].toUpperCase(Locale.ROOT) + ",  the " + words[1] + "!", 10))
                .isEqualTo(precision);
        assertThatThrownBy(() -> understanding.precision("the", 10))
                .hasMessage("index: expected a text with 1 word or more beside articles, found 'the'");
    }

    @Test
    void findsModelsLikeAModel() {
        List<ModelIndex.Hit> hits = index.nearest(42, 3);
        assertThat(hits).extracting(ModelIndex.Hit::model).doesNotContain(42);
        assertThat(captions.get(hits.get(0).model())).isEqualTo(captions.get(42));
        assertThat(hits.get(0).cosine())
                .isEqualTo(aligned.gram().values()[42][hits.get(0).model()]);
        assertThat(index.nearest(42, 143)).hasSize(143);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> index.query("colour1", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("index: expected k from 1 to 144 models, found 0");
        assertThatThrownBy(() -> index.query("colour1", 145))
                .hasMessage("index: expected k from 1 to 144 models, found 145");
        assertThatThrownBy(() -> index.nearest(0, 144)).hasMessage("index: expected k from 1 to 143 models, found 144");
        assertThatThrownBy(() -> index.nearest(144, 1)).hasMessage("index: expected a model from 0 to 143, found 144");
        assertThatThrownBy(() -> index.query("a dragon", 1))
                .hasMessage("text encoder: expected known words, found 'a'");
        assertThatThrownBy(() -> index.query(" ", 1)).hasMessage("text: expected words, found ' '");
        assertThatThrownBy(() -> aligned.textVectors(List.of())).hasMessage("texts: expected 1 or more, found none");
        assertThatThrownBy(() -> ModelIndex.of(models.select(0, 1, 2), aligned, aligned.gram()))
                .hasMessage("index: expected the alignment's 144 models, found 3 models and the residuals of 144");
    }

    @Test
    void amongSomeModelsNoOthersAreFound() {
        ModelIndex some = index.among(split.unseen());
        assertThat(some.models()).isEqualTo(36 + 27);
        assertThat(some.query(captions.get(8), 63))
                .extracting(ModelIndex.Hit::model)
                .containsExactlyInAnyOrder(IntStream.of(split.unseen()).boxed().toArray(Integer[]::new));
        int trained = split.train()[0];
        assertThat(some.nearest(trained, 63)).hasSize(63);
        assertThatThrownBy(() -> some.query(captions.get(8), 64))
                .hasMessage("index: expected k from 1 to 63 models, found 64");
        assertThatThrownBy(() -> index.among()).hasMessage("index: expected 1 or more, found none");
    }

    @Test
    void anAnswerIsATable() {
        String wish = captions.get(split.heldOut()[0]);
        Table answer = index.answer(wish, 3);
        List<ModelIndex.Hit> hits = index.query(wish, 3);
        assertThat(answer.name()).isEqualTo("\"" + wish + "\"");
        assertThat(answer.columnNames()).containsExactly("model", "taught", "cosine");
        assertThat(answer.stringColumn("model").get(0)).isEqualTo(hits.get(0).id());
        assertThat(answer.stringColumn("taught").get(2))
                .isEqualTo(captions.get(hits.get(2).model()));
        assertThat(answer.doubleColumn("cosine").get(1)).isEqualTo(hits.get(1).cosine());
    }
}
