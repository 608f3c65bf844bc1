import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeljungle.Profile;
import org.modeljungle.Run;
import org.modeljungle.jungle.CnnRecipe;
import org.modeljungle.jungle.InrRecipe;
import org.modeljungle.jungle.NetworkZoo;
import org.modeljungle.jungle.ZooRecipe;

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
        InrRecipe s = InrRecipe.of(InrRecipe.Subject.SHAPES, Profile.STANDARD);
        return new InrRecipe(
                s.version(),
                seed,
                s.subject(),
                s.fonts(),
                s.side(),
                count,
                s.points(),
                s.pointsPerStep(),
                steps,
                s.rate(),
                s.stack());
    }

    private static CnnRecipe cnn(int count, int steps, long seed) {
        CnnRecipe s = CnnRecipe.of(CnnRecipe.Architecture.SMALL, Profile.STANDARD);
        CnnRecipe.Choices h = s.how();
        CnnRecipe.Choices same = new CnnRecipe.Choices(
                List.of(steps), h.slowest(), h.fastest(), h.weightDecays(), h.dropouts(), h.shares(), h.gains());
        return new CnnRecipe(s.version(), seed, s.architecture(), s.data(), count, s.batch(), same, s.stack());
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
                .with("rate", recipe.how().slowest())
                .with("tested", recipe.data().test() * recipe.data().names().size());
    }
}
