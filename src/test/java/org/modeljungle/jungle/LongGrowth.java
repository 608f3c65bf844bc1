package org.modeljungle.jungle;

import java.nio.file.Path;
import org.modeljungle.Profile;
import org.modeljungle.Progress;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.zoo.CnnRecipe;
import org.modeljungle.jungle.zoo.NetworkZoo;

/** A program of its own that grows stacks of networks until it is told to end. */
final class LongGrowth {

    private LongGrowth() {}

    public static void main(String[] arguments) {
        CnnRecipe zoo = CnnRecipe.of(CnnRecipe.Architecture.RESNET, Profile.QUICK);
        Progress.listen(progress -> {
            if (progress.done() > 0) {
                System.out.println(progress.isClosed() ? "stopped" : "growing");
            }
        });
        NetworkZoo.grow(
                zoo.withCount(40)
                        .withStack(20)
                        .withData(new ShapeClasses(ShapeWorld.of(16), 1, 2, 1))
                        .withChoices(zoo.how().withSteps(100_000)),
                Path.of(arguments[0]));
    }
}
