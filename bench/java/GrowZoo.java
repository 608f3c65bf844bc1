import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
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
 * <pre>{@code
 * java -cp target/modeljungle.jar bench/java/GrowZoo.java siren|cnn COUNT STEPS FOLDER
 * }</pre>
 *
 * A first zoo of one stack for each worker warms up and is not counted. Both stay in FOLDER. The result goes to standard output as
 * JSON.
 */
public final class GrowZoo {

    private GrowZoo() {}

    public static void main(String[] arguments) throws Exception {
        Check.that(arguments.length == 4, "expected KIND COUNT STEPS FOLDER, found %s", List.of(arguments));
        boolean siren = arguments[0].equals("siren");
        int count = Integer.parseInt(arguments[1]);
        int steps = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        ZooRecipe recipe = siren ? inr(count, steps, 1) : cnn(count, steps, 1);
        Run run = Run.start("grow-" + arguments[0], 1);
        run = siren ? settings(run, (InrRecipe) recipe) : settings(run, (CnnRecipe) recipe);
        int warmUp = recipe.stack() * Runtime.getRuntime().availableProcessors();
        NetworkZoo.grow(siren ? inr(warmUp, steps, 2) : cnn(warmUp, steps, 2), folder.resolve("warm-up"));
        double seconds =
                NetworkZoo.grow(recipe, folder.resolve("measured")).seconds().get(NetworkZoo.NETWORKS);
        Map<String, Object> grown = new LinkedHashMap<>();
        grown.put("n", count);
        grown.put("seconds", seconds);
        grown.put("per_minute", 60 * count / seconds);
        System.out.println(new JsonMapper().writeValueAsString(Map.of("run", run.finished(), "stacked", grown)));
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
