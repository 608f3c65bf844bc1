package org.modeljungle.jungle.grow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Profile;
import org.modeljungle.jungle.Recipe;

class LoraUnitsTest {

    private static final Recipe PLAIN = Recipe.of(Profile.QUICK); // 120 LoRAs in stacks of 10

    @Test
    void withoutChoicesTheStacksFollowTheModels() {
        LoraUnits units = LoraUnits.of(PLAIN);
        assertThat(units.count()).isEqualTo(12);
        assertThat(units.get(3).models())
                .isEqualTo(IntStream.range(30, 40).boxed().toList());
        assertThat(units.get(3).rank()).isEqualTo(PLAIN.net().rank());
        assertThat(units.get(3).steps()).isEqualTo(PLAIN.lora().steps());
        assertThat(units.places()).isEqualTo(IntStream.range(0, 120).toArray());
    }

    @Test
    void onlyModelsOfOneKindShareAStack() {
        LoraUnits units =
                LoraUnits.of(PLAIN.withLora(PLAIN.lora().withRanks(2, 4, 8).withStepCounts(100, 200)));
        List<Integer> order = new ArrayList<>();
        int[] ranks = units.ranks();
        for (int i = 0; i < units.count(); i++) {
            LoraUnits.Unit unit = units.get(i);
            assertThat(unit.models()).isNotEmpty().hasSizeLessThanOrEqualTo(10).isSorted();
            unit.models().forEach(model -> assertThat(ranks[model]).isEqualTo(unit.rank()));
            order.addAll(unit.models());
        }
        assertThat(order).hasSize(120).doesNotHaveDuplicates();
        int[] places = units.places();
        for (int model = 0; model < 120; model++) {
            assertThat(order.get(places[model])).isEqualTo(model);
        }
        assertThat(IntStream.of(ranks).distinct().sorted()).containsExactly(2, 4, 8);
    }

    @Test
    void aModelsKindDoesNotDependOnHowManyThereAre() {
        Recipe varied = PLAIN.withLora(PLAIN.lora().withRanks(2, 4, 8));
        int[] few = LoraUnits.of(varied.withConcepts(10, 3, 2)).ranks();
        int[] many = LoraUnits.of(varied).ranks();
        assertThat(many).startsWith(few);
    }
}
