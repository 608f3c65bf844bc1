import java.nio.file.Path;
import java.util.Map;
import org.modeljungle.Profile;
import org.modeljungle.Run;
import org.modeljungle.jungle.zoo.CnnRecipe;
import org.modeljungle.jungle.zoo.InrRecipe;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.jungle.zoo.ZooRecipe;

/**
 * Networks per minute of the library itself: those of the standard zoos of shapes or of small classifiers, by
 * {@link NetworkZoo#grow}, with what they draw or see, tested and written into files.
 *
 * <p>A first zoo of one stack for each worker warms up and is not counted.
 */
final class GrowZoo {

    private GrowZoo() {}

    static Bench.Measured measure(Bench.Told told, Path folder) throws Exception {
        boolean siren = told.text("kind").equals("siren");
        int count = told.number("count");
        int steps = told.number("steps");
        ZooRecipe recipe = recipe(siren, count, steps, 1);
        Run run = Run.start(told.name(), 1);
        run = siren ? settings(run, (InrRecipe) recipe) : settings(run, (CnnRecipe) recipe);
        double seconds = Bench.grow(
                count,
                recipe.stack(),
                folder,
                (networks, seed, own) -> NetworkZoo.grow(recipe(siren, networks, steps, seed), own)
                        .seconds()
                        .get(NetworkZoo.NETWORKS));
        return new Bench.Measured(run, "stacked", count, seconds, Map.of());
    }

    private static ZooRecipe recipe(boolean siren, int count, int steps, long seed) {
        return siren ? inr(count, steps, seed) : cnn(count, steps, seed);
    }

    private static InrRecipe inr(int count, int steps, long seed) {
        InrRecipe standard = InrRecipe.of(InrRecipe.Subject.SHAPES, Profile.STANDARD);
        return standard.withSeed(seed).withCount(count).withTraining(steps, standard.rate());
    }

    private static CnnRecipe cnn(int count, int steps, long seed) {
        CnnRecipe standard = CnnRecipe.of(CnnRecipe.Architecture.SMALL, Profile.STANDARD);
        return standard.withSeed(seed)
                .withCount(count)
                .withChoices(standard.how().withSteps(steps));
    }

    private static Run settings(Run run, InrRecipe recipe) {
        return run.with("kind", "siren")
                .with("parameters", recipe.siren().layout().size())
                .with("points", recipe.points())
                .with("batch", recipe.pointsPerStep())
                .with("steps", recipe.steps())
                .with("rate", recipe.rate());
    }

    private static Run settings(Run run, CnnRecipe recipe) {
        return run.with("kind", "cnn")
                .with("parameters", recipe.networks().get(0).layout().size())
                .with("points", recipe.data().train() * recipe.data().names().size())
                .with("batch", recipe.batch())
                .with("steps", recipe.how().steps().get(0))
                .with("rate", recipe.how().lowestRate())
                .with("tested", recipe.data().test() * recipe.data().names().size());
    }
}
