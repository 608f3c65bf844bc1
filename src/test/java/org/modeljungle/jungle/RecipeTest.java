package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.modeljungle.Profile;
import org.modeljungle.data.Concept;
import org.modeljungle.data.Pictograms;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.data.World;
import org.modeljungle.nets.DiffusionTransformer;

class RecipeTest {

    private static final Recipe TINY = JungleTest.TINY;
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theHashIsTheSameOnEveryMachine() { // of the settings as JSON, sorted by name
        assertThat(TINY.hash()).isEqualTo("791f4c15c44a244a");
    }

    @Test
    void everySettingIsInTheHash() {
        List<Recipe> recipes = List.of(
                TINY,
                TINY.withSeed(8),
                sizes(5, 3, 1),
                sizes(4, 4, 1),
                sizes(4, 3, 2),
                with(new ShapeWorld(16, .3, .38, .42, 5, .5, .01), TINY.net()),
                with(TINY.world(), new DiffusionTransformer.Settings(16, 3, 4, 16, 1, 2, 32, 3)),
                TINY.withAncestor(new Recipe.AncestorSettings(21, 8, 2, 1e-3)),
                TINY.withLora(new Recipe.LoraSettings(4, 5, 2, 1e-2, 4)),
                TINY.withLora(TINY.lora().withRanks(2)),
                TINY.withLora(TINY.lora().withRanks(2, 4)),
                TINY.withLora(TINY.lora().withStepCounts(2, 4)),
                with(Pictograms.of(16), TINY.net()),
                Recipe.of(Profile.QUICK),
                Recipe.of(Profile.STANDARD),
                Recipe.of(Profile.FULL));
        assertThat(recipes).extracting(Recipe::hash).doesNotHaveDuplicates().allMatch(hash -> hash.length() == 16);
    }

    @Test
    void jsonGivesTheSameRecipeBack() throws JsonProcessingException {
        for (Recipe recipe : List.of(
                TINY,
                Recipe.of(Profile.FULL).withSeed(Long.MIN_VALUE),
                TINY.withLora(TINY.lora().withRanks(2, 4).withStepCounts(5, 7)),
                with(Pictograms.of(16), TINY.net()))) {
            Recipe back = JSON.readValue(JSON.writeValueAsString(recipe), Recipe.class);
            assertThat(back).isEqualTo(recipe);
            assertThat(back.hash()).isEqualTo(recipe.hash());
        }
    }

    @Test
    void jsonHoldsTheSettingsAlone() {
        assertThat(JSON.valueToTree(TINY).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(Arrays.stream(Recipe.class.getRecordComponents())
                        .map(component -> component.getName())
                        .toArray(String[]::new));
    }

    @Test
    void countsItsModelsAndStacks() {
        assertThat(TINY.models()).isEqualTo(12);
        assertThat(TINY.units()).isEqualTo(3); // 5 + 5 + 2
        assertThat(Recipe.of(Profile.STANDARD).models()).isEqualTo(600);
        assertThat(Recipe.of(Profile.STANDARD).units()).isEqualTo(60);
    }

    @Test
    void theLargeJunglesAreAsLargeAsThePapers() {
        assertSize(Recipe.variedShapes(Profile.STANDARD), 200, 5, 30);
        assertSize(Recipe.variedShapes(Profile.FULL), 1000, 5, 150);
        assertSize(Recipe.realThings(Profile.STANDARD), 600, 3, 90);
        assertSize(Recipe.realThings(Profile.FULL), 1000, 5, 150);
        assertThat(Recipe.realThings(Profile.QUICK).models()).isEqualTo(60);
        assertThat(Recipe.realThings(Profile.STANDARD).world()).isEqualTo(Pictograms.of(24));
        assertThat(Recipe.variedShapes(Profile.STANDARD).lora().stepCounts()).containsExactly(240, 300, 360);
        assertThat(Recipe.realThings(Profile.STANDARD).lora().stepCounts()).containsExactly(480, 600, 720);
        assertThat(Recipe.variedShapes(Profile.STANDARD).ancestor())
                .isEqualTo(Recipe.of(Profile.STANDARD).ancestor());
    }

    private static void assertSize(Recipe recipe, int concepts, int perConcept, int heldOut) {
        assertThat(recipe.concepts()).isEqualTo(concepts);
        assertThat(recipe.perConcept()).isEqualTo(perConcept);
        assertThat(recipe.heldOut()).isEqualTo(heldOut);
        assertThat(recipe.lora().ranks()).containsExactly(2, 3, 4, 5, 6, 7, 8);
        int least = recipe.models() / 10; // stacks of 10 LoRAs; one more in each of the 21 kinds at most
        assertThat(recipe.units()).isBetween(least, least + 21);
    }

    @Test
    void anotherSeedChangesNothingElse() {
        assertThat(TINY.withSeed(8).seed()).isEqualTo(8);
        assertThat(TINY.withSeed(8).withSeed(TINY.seed())).isEqualTo(TINY);
    }

    @Test
    void conceptsAreDistinctAndBalanced() {
        for (Profile profile : Profile.values()) {
            Recipe recipe = Recipe.of(profile);
            List<Concept> chosen =
                    Arrays.stream(recipe.chosenThings()).mapToObj(Concept::of).toList();
            assertThat(chosen).hasSize(recipe.concepts()).doesNotHaveDuplicates();
            assertBalanced(chosen, Concept::shape);
            assertBalanced(chosen, Concept::colour);
            assertBalanced(chosen, Concept::texture);
        }
    }

    @Test
    void conceptsDependOnTheSeedAlone() {
        assertThat(Arrays.copyOf(sizes(9, 5, 2).chosenThings(), 4)).isEqualTo(TINY.chosenThings());
        assertThat(Recipe.of(Profile.QUICK).withSeed(1).chosenThings())
                .isNotEqualTo(Recipe.of(Profile.QUICK).chosenThings());
    }

    private static void assertBalanced(List<Concept> chosen, Function<Concept, Object> attribute) {
        assertThat(chosen.stream().collect(Collectors.groupingBy(attribute, Collectors.counting())))
                .hasSize(10)
                .values()
                .containsOnly(chosen.size() / 10L);
    }

    @Test
    void wrongCountsAreRefused() {
        assertMessage(() -> sizes(0, 3, 0), "recipe: expected 1 to 1000 concepts, found 0");
        assertMessage(() -> sizes(1001, 3, 0), "recipe: expected 1 to 1000 concepts, found 1001");
        assertMessage(() -> sizes(4, 2, 1), "recipe: expected 3 LoRAs per concept or more, found 2");
        assertMessage(() -> sizes(4, 3, 4), "recipe: expected fewer held-out concepts than the 4 there are, found 4");
        assertMessage(() -> sizes(4, 3, -1), "recipe: expected fewer held-out concepts than the 4 there are, found -1");
    }

    @Test
    void aNetworkForOtherPicturesIsRefused() {
        assertMessage(
                () -> with(ShapeWorld.of(32), TINY.net()),
                "recipe: expected a network for 32 pixels and 3 channels, found 16 and 3");
        assertMessage(
                () -> with(TINY.world(), new DiffusionTransformer.Settings(16, 1, 4, 16, 1, 2, 32, 2)),
                "recipe: expected a network for 16 pixels and 3 channels, found 16 and 1");
    }

    @Test
    void choicesMustDifferAndBePositive() {
        assertMessage(() -> TINY.lora().withRanks(2, 0), "LoRA: expected different positive ranks, found [2, 0]");
        assertMessage(
                () -> TINY.lora().withStepCounts(5, 5),
                "LoRA: expected different positive numbers of steps, found [5, 5]");
    }

    @Test
    void wrongAncestorSettingsAreRefused() {
        String expected = "ancestor: expected positive settings and shards that divide the batch, found ";
        assertMessage(
                () -> new Recipe.AncestorSettings(0, 8, 2, .1), expected + "0 steps, batch 8, 2 shards, rate 0.1");
        assertMessage(
                () -> new Recipe.AncestorSettings(20, 0, 2, .1), expected + "20 steps, batch 0, 2 shards, rate 0.1");
        assertMessage(
                () -> new Recipe.AncestorSettings(20, 8, 3, .1), expected + "20 steps, batch 8, 3 shards, rate 0.1");
        assertMessage(
                () -> new Recipe.AncestorSettings(20, 8, 0, .1), expected + "20 steps, batch 8, 0 shards, rate 0.1");
        assertMessage(
                () -> new Recipe.AncestorSettings(20, 8, 2, Double.NaN),
                expected + "20 steps, batch 8, 2 shards, rate NaN");
    }

    @Test
    void wrongLoraSettingsAreRefused() {
        String expected = "LoRA: expected positive settings and a batch of at most 4 images, found ";
        assertMessage(
                () -> new Recipe.LoraSettings(4, 0, 2, .1, 5), expected + "0 steps, batch 2, rate 0.1, stacks of 5");
        assertMessage(
                () -> new Recipe.LoraSettings(4, 5, 5, .1, 5), expected + "5 steps, batch 5, rate 0.1, stacks of 5");
        assertMessage(
                () -> new Recipe.LoraSettings(4, 5, 2, 0, 5), expected + "5 steps, batch 2, rate 0.0, stacks of 5");
        assertMessage(
                () -> new Recipe.LoraSettings(4, 5, 2, .1, 0), expected + "5 steps, batch 2, rate 0.1, stacks of 0");
    }

    private static Recipe sizes(int concepts, int perConcept, int heldOut) {
        return TINY.withConcepts(concepts, perConcept, heldOut);
    }

    private static Recipe with(World world, DiffusionTransformer.Settings net) {
        return TINY.withWorld(world, net);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
