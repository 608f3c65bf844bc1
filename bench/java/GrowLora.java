import java.nio.file.Path;
import java.util.Map;
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
 * <p>The ancestor is hardly trained, for speed does not depend on it, and its time is not counted; nor is that of a
 * first jungle, which warms up every worker with one stack.
 */
final class GrowLora {

    private static final int ANCESTOR_STEPS = 10;

    private GrowLora() {}

    static Bench.Measured measure(Bench.Told told, Path folder) throws Exception {
        Recipe.LoraSettings lora = Recipe.of(Profile.STANDARD).lora();
        int steps = told.number("steps", lora.steps());
        int count = told.number("count");
        Run run = settings(Run.start(told.name(), 1), recipe(count, steps, 1));
        double seconds = Bench.grow(
                count,
                lora.stack(),
                folder,
                (loras, seed, own) ->
                        Jungle.grow(recipe(loras, steps, seed), own).seconds().get(Jungle.GROWING));
        return new Bench.Measured(run, "stacked", count, seconds, Map.of());
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
        return standard.withSeed(seed)
                .withAncestor(new Recipe.AncestorSettings(
                        ANCESTOR_STEPS, ancestor.batch(), ancestor.shards(), ancestor.rate()))
                .withLora(new Recipe.LoraSettings(lora.images(), steps, lora.batch(), lora.rate(), lora.stack()))
                .withConcepts(loras / standard.perConcept(), standard.perConcept(), 0);
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
}
