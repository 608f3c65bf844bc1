import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeljungle.Profile;
import org.modeljungle.Run;
import org.modeljungle.Seeds;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.align.MetanetworkAligner;
import org.modeljungle.align.MetanetworkAlignment;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.Split;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.search.ModelIndex;
import org.modeljungle.text.BagOfWords;

/**
 * The quickstart's whole job from nothing: the ancestor, its LoRAs, a ridge and ProbeX as published on them, and a
 * search. Words are a bag of words, so that no text encoder has to be carried.
 */
final class Quickstart {

    private Quickstart() {}

    static Bench.Measured measure(Bench.Told told, Path folder) {
        Recipe recipe = recipe(told);
        Run run = Run.start(told.name(), recipe.seed()).with("recipe", recipe);
        long start = System.nanoTime();
        Jungle jungle = Jungle.grow(recipe, folder.resolve("jungle"));
        List<String> captions = jungle.models().captions();
        Split split = Split.draw(captions, recipe.heldOut(), 1, new Seeds(recipe.seed()));
        AlignmentTask task = new AlignmentTask(
                LayerBank.readAll(jungle.models()),
                captions,
                split,
                BagOfWords.of(recipe.world().captions()));
        RidgeAlignment ridge = RidgeAlignment.allLayers(task);
        MetanetworkAlignment.Settings probeX = MetanetworkAlignment.Settings.PROBEX.withEpochs(told.number("epochs"));
        Outcomes trained = Experiment.of(
                        "quickstart",
                        MetanetworkAligner.of(task.bestLayer(), probeX).on(task))
                .run();
        ModelIndex.of(jungle.models(), ridge, ridge.gram()).query(captions.get(split.heldOut()[0]), 5);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new Bench.Measured(
                run,
                "all",
                1,
                seconds,
                Map.of(
                        "ancestor_seconds", jungle.seconds().get(Jungle.ANCESTOR),
                        "growing_seconds", jungle.seconds().get(Jungle.GROWING),
                        "held_out", task.heldOut(ridge).accuracy(),
                        "trained", trained.toString()));
    }

    /** That of the quickstart, or with as few concepts and steps as told. */
    private static Recipe recipe(Bench.Told told) {
        Recipe usual = Recipe.of(Profile.STANDARD);
        Recipe.AncestorSettings ancestor = usual.ancestor();
        int concepts = told.number("concepts", usual.concepts());
        int heldOut = Math.max(2, concepts * usual.heldOut() / usual.concepts());
        return usual.withAncestor(new Recipe.AncestorSettings(
                        told.number("ancestor", ancestor.steps()),
                        ancestor.batch(),
                        ancestor.shards(),
                        ancestor.rate()))
                .withLora(
                        usual.lora().withSteps(told.number("steps", usual.lora().steps())))
                .withConcepts(concepts, usual.perConcept(), heldOut);
    }
}
