package org.modeljungle.jungle.zoo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.grow.Growing;
import org.modeljungle.jungle.grow.GrowthFolder;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.jungle.grow.Plan;

/** Grows what is missing of a zoo, stack after stack on one-thread workers. */
final class ZooGrower {

    static final String KIND = "zoo";
    static final String CALL = "NetworkZoo.grow";

    private final ZooRecipe recipe;
    private final Path folder;

    ZooGrower(ZooRecipe recipe, Path folder) {
        Check.that(
                recipe instanceof Record,
                "zoo: expected a recipe that is a record, for its components are its settings, found a %s",
                recipe.getClass().getName());
        this.recipe = recipe;
        this.folder = folder;
    }

    GrowthFolder folder() {
        Plan plan = Plan.of(KIND, recipe.getClass().getSimpleName(), recipe, recipe.hash(), recipe.stacks(), CALL);
        return new GrowthFolder(folder, plan);
    }

    void grow() {
        folder().grow(workers -> new Stacks(recipe.training()));
    }

    private final class Stacks implements Growing {
        private final ZooRecipe.Training training;

        Stacks(ZooRecipe.Training training) {
            this.training = training;
        }

        @Override
        public String title() {
            return "growing a zoo of %,d networks".formatted(recipe.count());
        }

        @Override
        public long steps(int unit) {
            return recipe.steps(unit);
        }

        @Override
        public List<Manifest.Member> grow(int unit, Progress progress) {
            StackFile.write(folder, recipe, unit, training.grow(unit, progress));
            return List.of(Manifest.Member.of(String.format(Locale.ROOT, "stack-%04d", unit), StackFile.name(unit)));
        }
    }
}
