package org.modeljungle.jungle.grow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.ClassifierRecipe;
import org.modeljungle.nets.Fit;
import org.modeljungle.store.Model;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.PythonList;

/**
 * How one model is fine-tuned; all of it follows from its seed.
 *
 * @param index its number in its tree
 * @param classes the numbers of the classes that it learns, in the order of its outputs
 * @param steps training steps
 * @param rate base learning rate
 * @param schedule constant, linear or cosine
 * @param weightDecay L2 penalty's gradient factor
 * @param augmentation whether its pictures are flipped and shifted at random
 * @param seeds where its other randomness comes from
 */
record Child(
        int index,
        List<Integer> classes,
        int steps,
        double rate,
        String schedule,
        double weightDecay,
        boolean augmentation,
        Seeds seeds) {

    private static final Map<String, Schedule> SCHEDULES = schedules();

    /** Model {@code index} of a tree whose seeds are {@code tree}. */
    static Child of(ClassifierRecipe recipe, Seeds tree, int index) {
        ClassifierRecipe.ChildSettings how = recipe.child();
        Seeds seeds = tree.split("model", index);
        UniformRandomProvider random = seeds.split("settings").random();
        double share = random.nextDouble();
        double rate = how.lowestRate() * StrictMath.pow(how.highestRate() / how.lowestRate(), share);
        List<String> names = List.copyOf(SCHEDULES.keySet());
        String schedule = names.get(random.nextInt(names.size()));
        double decay = how.weightDecays().get(random.nextInt(how.weightDecays().size()));
        boolean augmentation = random.nextBoolean();
        int count = recipe.data().names().size();
        List<Integer> classes = Arrays.stream(seeds.split("classes").permutation(count))
                .limit(how.classes())
                .boxed()
                .toList();
        return new Child(
                index,
                classes,
                steps(recipe, tree, index),
                rate,
                schedule,
                decay,
                augmentation,
                seeds.split("training"));
    }

    /** All models of a stack get the same number of steps, so that none waits for another. */
    private static int steps(ClassifierRecipe recipe, Seeds tree, int index) {
        UniformRandomProvider random =
                tree.split("stack", index / recipe.stack()).random();
        List<Integer> steps = recipe.child().steps();
        return steps.get(random.nextInt(steps.size()));
    }

    Fit.Hyperparameters hyperparameters() {
        return new Fit.Hyperparameters(steps, rate, SCHEDULES.get(schedule), weightDecay);
    }

    /** One in ten is in val, two are in test, the others in train. */
    String split() {
        return switch (index % 10) {
            case 7 -> "val";
            case 8, 9 -> "test";
            default -> "train";
        };
    }

    /**
     * The names of its classes, in the order of its outputs.
     *
     * @param all the names of all classes
     */
    List<String> classNames(List<String> all) {
        return classes.stream().map(all::get).toList();
    }

    /** What is known of it, by the card's keys. */
    Model describe(Model file, List<String> all, double accuracy) {
        return file.withClasses(classNames(all))
                .withCaption("a classifier of %s classes".formatted(classes.size()))
                .withNumber(ClassifierJungle.STEPS, steps)
                .withNumber(ClassifierJungle.LEARNING_RATE, rate)
                .withNumber(ClassifierJungle.WEIGHT_DECAY, weightDecay)
                .withNumber(ClassifierJungle.AUGMENTATION, augmentation ? 1 : 0)
                .withNumber(ClassifierJungle.TEST_ACCURACY, Double.parseDouble(rounded(accuracy)))
                .withField(ClassifierJungle.SCHEDULE, schedule);
    }

    private static String rounded(double accuracy) {
        return String.format(Locale.ROOT, "%.4f", accuracy);
    }

    /** What the weight file says of itself: only what is the same each time. */
    Map<String, String> card(
            ClassifierRecipe recipe, String hash, String tree, List<String> classNames, double accuracy) {
        Map<String, String> card = new LinkedHashMap<>();
        card.put(ModelCard.CLASSES, PythonList.format(classNames(classNames)));
        card.put("tree", tree);
        card.put("recipe", hash);
        card.put("recipe_version", Integer.toString(ClassifierRecipe.VERSION));
        card.put("seed", Long.toString(seeds.value()));
        card.put("batch", Integer.toString(recipe.child().batch()));
        card.put(ClassifierJungle.STEPS, Integer.toString(steps));
        card.put(ClassifierJungle.LEARNING_RATE, Double.toString(rate));
        card.put(ClassifierJungle.SCHEDULE, schedule);
        card.put(ClassifierJungle.WEIGHT_DECAY, Double.toString(weightDecay));
        card.put(ClassifierJungle.AUGMENTATION, augmentation ? "1" : "0");
        card.put(ClassifierJungle.TEST_ACCURACY, rounded(accuracy));
        return card;
    }

    private static Map<String, Schedule> schedules() {
        Map<String, Schedule> schedules = new LinkedHashMap<>();
        schedules.put("constant", new Schedule.Constant());
        schedules.put("linear", new Schedule.Linear());
        schedules.put("cosine", new Schedule.Cosine(0, 0));
        return schedules;
    }
}
