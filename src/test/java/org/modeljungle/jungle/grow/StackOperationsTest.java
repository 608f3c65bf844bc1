package org.modeljungle.jungle.grow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Operations;
import org.modeljungle.Profile;
import org.modeljungle.Progress;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;

class StackOperationsTest {

    private static final Recipe RECIPE = Recipe.of(Profile.QUICK);

    /** A GPU starts operations one by one, whatever their size. */
    @Test
    void threeHundredLorasTakeNoMoreOperationsThanOne() {
        int one = operations(1);
        assertThat(one).isGreaterThan(100);
        assertThat(operations(300)).isLessThanOrEqualTo(one * 6 / 5);
    }

    private static int operations(int models) {
        DiffusionTransformer net = new DiffusionTransformer(RECIPE.net());
        float[] base = net.base().initial(RECIPE.seeds().split("base"));
        List<Integer> all = IntStream.range(0, models).boxed().toList();
        LoraUnits.Unit unit = new LoraUnits.Unit(RECIPE.net().rank(), 3, all);
        LoraStack stack = new LoraStack(RECIPE, net, base, unit, new int[models]);
        return Operations.of(() -> {
            try (Progress progress = Progress.of("counting", 3)) {
                stack.train(progress);
            }
        });
    }
}
