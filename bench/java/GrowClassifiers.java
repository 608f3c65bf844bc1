import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeljungle.Check;
import org.modeljungle.Profile;
import org.modeljungle.Run;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.jungle.Family;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;
import org.modeljungle.tensor.Stacks;

/**
 * Children per minute of the library itself: those of the standard recipe, by {@link ClassifierJungle#grow}, augmented,
 * tested and written into files.
 *
 * <p>All children take the same number of steps. The ancestor is hardly trained, for speed does not depend on it, and
 * its time is not counted; nor is that of a first jungle, which warms up every worker with one stack.
 */
final class GrowClassifiers {

    private static final int ANCESTOR_STEPS = 10;
    private static final int STACK = 8; // the standard recipe's
    private static final int ON_GPU = 128; // at most, as children that differ in their steps have

    private GrowClassifiers() {}

    static Bench.Measured measure(Bench.Told told, Path folder) throws Exception {
        Family family = Family.valueOf(told.text("family").toUpperCase(Locale.ROOT));
        int count = told.number("count");
        int steps = told.number("steps");
        ClassifierRecipe recipe = recipe(family, count, steps, 1);
        Run run = settings(Run.start(told.name(), 1), recipe, family);
        double seconds = Bench.grow(
                count,
                recipe.stack(),
                folder,
                (children, seed, own) -> grow(recipe(family, children, steps, seed), family, own));
        return new Bench.Measured(run, "stacked", count, seconds, Map.of());
    }

    /** The seconds that a tree took, without its ancestor. */
    private static double grow(ClassifierRecipe recipe, Family family, Path folder) {
        ClassifierJungle jungle = ClassifierJungle.grow(recipe, folder);
        int children = jungle.models(family).size();
        Check.that(children == recipe.children(), "expected %d children, found %d", recipe.children(), children);
        return jungle.seconds().get(family.word());
    }

    /** The standard recipe with one family alone, and children that all take the same number of steps. */
    private static ClassifierRecipe recipe(Family family, int children, int steps, long seed) {
        ClassifierRecipe standard = ClassifierRecipe.of(Profile.STANDARD);
        ClassifierRecipe.AncestorSettings ancestor = standard.ancestors().get(family);
        return standard.withSeed(seed)
                .withFamilies(family)
                .withAncestor(
                        family,
                        new ClassifierRecipe.AncestorSettings(ANCESTOR_STEPS, ancestor.batch(), ancestor.rate()))
                .withChild(standard.child().withSteps(steps))
                .withChildren(children)
                .withStack(Math.min(children, Stacks.usual(STACK, ON_GPU)));
    }

    /** What a peer has to do the same: the network's sizes, and each child's pictures and training. */
    private static Run settings(Run run, ClassifierRecipe recipe, Family family) {
        ClassifierRecipe.ChildSettings child = recipe.child();
        ShapeClasses data = (ShapeClasses) recipe.data(); // the standard recipe's
        Run named = run.with("family", family.word())
                .with("parameters", recipe.backbone(family).layout().size());
        return (family == Family.RESNET ? settings(named, recipe.resnet()) : settings(named, recipe.vit()))
                .with("classes", child.classes())
                .with("train", data.train())
                .with("test", data.test())
                .with("batch", child.batch())
                .with("steps", child.steps().get(0))
                .with("lowest", child.lowestRate())
                .with("highest", child.highestRate())
                .with("stack", recipe.stack());
    }

    private static Run settings(Run run, ResNet.Settings net) {
        return run.with("image", net.image())
                .with("channels", net.channels())
                .with("widths", net.widths().stream().map(String::valueOf).collect(Collectors.joining(",")))
                .with("blocks", net.blocks())
                .with("group", net.group());
    }

    private static Run settings(Run run, Vit.Settings net) {
        return run.with("image", net.image())
                .with("channels", net.channels())
                .with("patch", net.patch())
                .with("width", net.width())
                .with("depth", net.depth())
                .with("heads", net.heads())
                .with("hidden", net.hidden());
    }
}
