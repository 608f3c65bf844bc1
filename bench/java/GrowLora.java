import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Run;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;

/**
 * LoRAs per minute of the library itself: the standard recipe, by {@link Jungle#grow}, pictures drawn and files written
 * included.
 *
 * <pre>{@code
 * java -cp target/modeljungle.jar bench/java/GrowLora.java LORAS [STEPS]
 * }</pre>
 *
 * The ancestor is hardly trained, for speed does not depend on it, and its time is not counted; nor is that of a first
 * jungle, which warms up every worker with one stack. The result goes to standard output as JSON.
 */
public final class GrowLora {

    private static final int ANCESTOR_STEPS = 10;

    private GrowLora() {}

    public static void main(String[] arguments) throws IOException {
        Check.that(
                arguments.length == 1 || arguments.length == 2, "expected LORAS [STEPS], found %s", List.of(arguments));
        Recipe.LoraSettings lora = Recipe.of(Profile.STANDARD).lora();
        int steps = arguments.length == 2 ? Integer.parseInt(arguments[1]) : lora.steps();
        Recipe recipe = recipe(Integer.parseInt(arguments[0]), steps, 1);
        Run run = settings(Run.start("grow-lora", recipe.seed()), recipe);
        grow(recipe(lora.stack() * Runtime.getRuntime().availableProcessors(), steps, 2));
        double seconds = grow(recipe);
        Map<String, Object> grown = new LinkedHashMap<>();
        grown.put("n", recipe.models());
        grown.put("seconds", seconds);
        grown.put("per_minute", 60 * recipe.models() / seconds);
        System.out.println(new JsonMapper().writeValueAsString(Map.of("run", run.finished(), "stacked", grown)));
    }

    /** The standard recipe with another number of LoRAs and steps. */
    private static Recipe recipe(int loras, int steps, long seed) {
        Recipe standard = Recipe.of(Profile.STANDARD);
        Check.that(
                loras > 0 && loras % standard.perConcept() == 0,
                "expected a number of LoRAs that is a multiple of %d, found %d",
                standard.perConcept(),
                loras);
        Recipe.AncestorSettings ancestor = standard.ancestor();
        Recipe.LoraSettings lora = standard.lora();
        return new Recipe(
                standard.version(),
                seed,
                standard.world(),
                standard.net(),
                new Recipe.AncestorSettings(ANCESTOR_STEPS, ancestor.batch(), ancestor.shards(), ancestor.rate()),
                new Recipe.LoraSettings(lora.images(), steps, lora.batch(), lora.rate(), lora.stack()),
                loras / standard.perConcept(),
                standard.perConcept(),
                0);
    }

    /** What a peer has to do the same: the network's sizes and each LoRA's training. */
    private static Run settings(Run run, Recipe recipe) {
        DiffusionTransformer.Settings net = recipe.net();
        Recipe.LoraSettings lora = recipe.lora();
        return run.with("image", net.image())
                .with("channels", net.channels())
                .with("patch", net.patch())
                .with("width", net.width())
                .with("depth", net.depth())
                .with("heads", net.heads())
                .with("hidden", net.hidden())
                .with("rank", net.rank())
                .with("images", lora.images())
                .with("batch", lora.batch())
                .with("steps", lora.steps())
                .with("rate", lora.rate())
                .with("stack", lora.stack());
    }

    /** Grows a jungle in a folder of its own, deletes it, and returns the seconds that its LoRAs took. */
    private static double grow(Recipe recipe) throws IOException {
        Path folder = Files.createTempDirectory("grow-lora");
        try {
            return Jungle.grow(recipe, folder).seconds().get(Jungle.GROWING);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
