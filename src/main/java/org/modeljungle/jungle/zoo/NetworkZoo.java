package org.modeljungle.jungle.zoo;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.grow.GrowthLog;
import org.modeljungle.jungle.grow.Manifest;
import org.modeljungle.nets.Network;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;

/**
 * Many small networks without a common ancestor, grown here or opened, with what is known of each.
 *
 * <pre>{@code
 * NetworkZoo zoo = NetworkZoo.grow(InrRecipe.of(InrRecipe.Subject.DIGITS, Profile.current()));
 * LabelTarget digits = zoo.labelTarget();
 * }</pre>
 *
 * <p>A folder holds {@code manifest.json}, the recipe and what is finished, and {@code stacks/0000.safetensors} and so
 * on: the networks of a stack side by side, {@code [models, shape...]}. They are read when they are asked for.
 */
public final class NetworkZoo {

    /** The class of what a network draws, a whole number. */
    public static final String LABEL = "label";

    /** The mean squared error of what a network draws. */
    public static final String ERROR = "error";

    /** The test accuracy of a network. */
    public static final String TEST_ACCURACY = "test_accuracy";

    /** What the time to grow all networks is called in {@link #seconds()}. */
    public static final String NETWORKS = GrowthLog.GROWING;

    /** The recipes that {@link #open(Path)} knows, by the names that manifests give them. */
    private static final Map<String, Class<? extends ZooRecipe>> RECIPES = Map.of(
            InrRecipe.class.getSimpleName(), InrRecipe.class,
            CnnRecipe.class.getSimpleName(), CnnRecipe.class);

    /**
     * Networks of one architecture, 1 or more.
     *
     * @param network their architecture
     * @param rows each network's parameters, finite // [models][layout size]
     */
    public record Group(Network network, List<float[]> rows) {

        public Group {
            rows = List.copyOf(rows);
            int size = network.layout().size();
            Check.that(!rows.isEmpty(), "zoo: expected 1 network or more in each group, found none");
            for (int model = 0; model < rows.size(); model++) {
                float[] row = rows.get(model);
                Check.that(row.length == size, "zoo: expected networks of %d parameters, found %d", size, row.length);
                for (float weight : row) {
                    Check.that(
                            Float.isFinite(weight),
                            "zoo: expected finite weights, found %s in network %d",
                            weight,
                            model);
                }
            }
        }
    }

    private final ZooRecipe recipe;
    private final Path folder;
    private final List<List<StackFile>> stacks = new ArrayList<>(); // of each of the recipe's networks
    private List<Group> groups; // null until they are read

    private NetworkZoo(ZooRecipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        recipe.networks().forEach(network -> stacks.add(new ArrayList<>()));
        for (int stack = 0; stack < recipe.stacks(); stack++) {
            stacks.get(recipe.networkOf(stack)).add(StackFile.open(folder, recipe, stack));
        }
    }

    /**
     * Grows a zoo in the user's cache folder, or opens it if it is already grown. Stopped or killed at any moment, the
     * same call resumes and ends with the same bytes.
     */
    public static NetworkZoo grow(ZooRecipe recipe) {
        String name = recipe.getClass().getSimpleName() + "-" + recipe.hash();
        return grow(recipe, Caches.folder().resolve("zoos").resolve(name));
    }

    /**
     * Grows a zoo in a folder; an existing one is opened, by any number of runs.
     *
     * @throws IllegalStateException if another run is growing it
     * @throws IllegalArgumentException if the folder holds a zoo of another recipe, or the recipe is no record
     */
    public static NetworkZoo grow(ZooRecipe recipe, Path folder) {
        new ZooGrower(recipe, folder).grow();
        return new NetworkZoo(recipe, folder);
    }

    /**
     * Opens a zoo that is grown, of one of the library's own recipes.
     *
     * @throws IllegalArgumentException if there is none, it is not finished, or its recipe is another one
     */
    public static NetworkZoo open(Path folder) {
        String type = Manifest.read(folder, ZooGrower.KIND, ZooGrower.CALL).type();
        Check.that(
                RECIPES.containsKey(type),
                "zoo %s: expected a recipe of the library's, %s, found one of a class %s; open it with"
                        + " NetworkZoo.open(folder, %s.class), once that class is there",
                folder,
                String.join(" or ", new TreeSet<>(RECIPES.keySet())),
                type,
                type);
        return open(folder, RECIPES.get(type));
    }

    /**
     * Opens a zoo that is grown.
     *
     * @param type the class of its recipe
     * @throws IllegalArgumentException if there is none, it is not finished, or its recipe is of another class
     */
    public static NetworkZoo open(Path folder, Class<? extends ZooRecipe> type) {
        Manifest manifest = Manifest.read(folder, ZooGrower.KIND, ZooGrower.CALL);
        Check.that(
                manifest.type().equals(type.getSimpleName()),
                "zoo %s: expected a recipe of class %s, found one of class %s",
                folder,
                type.getSimpleName(),
                manifest.type());
        ZooRecipe recipe = manifest.recipe(type, folder);
        new ZooGrower(recipe, folder).folder().open();
        return new NetworkZoo(recipe, folder);
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** How it was grown. */
    public ZooRecipe recipe() {
        return recipe;
    }

    /** The number of networks. */
    public int models() {
        return recipe.count();
    }

    /**
     * The networks, by architecture; models are numbered through all groups.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted while they are read
     */
    public synchronized List<Group> groups() {
        if (groups == null) {
            List<Group> read = new ArrayList<>();
            for (int i = 0; i < stacks.size(); i++) {
                Network network = recipe.networks().get(i);
                List<float[]> rows = new ArrayList<>();
                for (StackFile stack : stacks.get(i)) {
                    Progress.checkInterrupt("reading a zoo of networks");
                    rows.addAll(stack.rows(network.layout()));
                }
                if (!rows.isEmpty()) {
                    read.add(new Group(network, rows));
                }
            }
            groups = List.copyOf(read);
        }
        return groups;
    }

    /**
     * What is known of each network by this name, in the order of {@link #groups()}.
     *
     * @return [models]
     */
    public float[] numbers(String name) {
        float[] all = new float[models()];
        int at = 0;
        for (StackFile stack : stacks.stream().flatMap(List::stream).toList()) {
            System.arraycopy(stack.numbers(name), 0, all, at, stack.models());
            at += stack.models();
        }
        return all;
    }

    /** The names of all {@link #numbers(String)}, sorted. */
    public List<String> numberNames() {
        return stacks.stream()
                .flatMap(List::stream)
                .findFirst()
                .map(StackFile::numbers)
                .orElseThrow();
    }

    /**
     * What is known of the networks of several zoos by one name, zoo after zoo.
     *
     * @return [models of all]
     */
    public static float[] numbers(String name, NetworkZoo... zoos) {
        FloatBuffer all = FloatBuffer.allocate(
                Arrays.stream(zoos).mapToInt(NetworkZoo::models).sum());
        for (NetworkZoo zoo : zoos) {
            all.put(zoo.numbers(name));
        }
        return all.array();
    }

    /**
     * The class of each network, its {@link #LABEL}, as the target of a task.
     *
     * @throws IllegalArgumentException if the recipe has no classes
     */
    public LabelTarget labelTarget() {
        Check.that(
                !recipe.labels().isEmpty(),
                "zoo %s: expected a recipe with classes, found a %s; its labels() name them",
                folder,
                recipe.getClass().getSimpleName());
        return LabelTarget.of(recipe.labels(), numbers(LABEL));
    }

    /** One of the {@link #numbers(String)} as the target of a task. */
    public NumberTarget numberTarget(String name) {
        return numberTarget(name, this);
    }

    /** One of the numbers of several zoos, zoo after zoo, as the target of a task. */
    public static NumberTarget numberTarget(String name, NetworkZoo... zoos) {
        return NumberTarget.of(name, numbers(name, zoos));
    }

    /** The mean, the least and the most of {@link #numbers(String)}. */
    public DoubleSummaryStatistics summary(String name) {
        float[] all = numbers(name);
        return IntStream.range(0, all.length).mapToDouble(i -> all[i]).summaryStatistics();
    }

    /** How many seconds it took to grow, over all runs: {@link #NETWORKS}. */
    public Map<String, Double> seconds() {
        return GrowthLog.read(folder);
    }

    /** The middle of each pixel of a picture, row after row, between -1 and 1 // [side * side, 2] */
    public static float[] grid(int side) {
        return grid(side, 2);
    }

    /**
     * The centres of a square's or a cube's equal cells, from -1 to 1; the first coordinate runs fastest // [side^axes,
     * axes]
     *
     * @throws IllegalArgumentException if side or axes are below 1
     */
    public static float[] grid(int side, int axes) {
        Check.that(side > 0 && axes > 0, "grid: expected a side and axes of 1 or more, found %d and %d", side, axes);
        int count = 1;
        for (int axis = 0; axis < axes; axis++) {
            count = Math.multiplyExact(count, side);
        }
        float[] points = new float[Math.multiplyExact(count, axes)];
        for (int point = 0; point < count; point++) {
            int rest = point;
            for (int axis = 0; axis < axes; axis++) {
                points[point * axes + axis] = (2 * (rest % side) + 1f) / side - 1;
                rest /= side;
            }
        }
        return points;
    }

    @Override
    public String toString() {
        return "zoo %s: %,d networks in %s".formatted(recipe.hash(), models(), folder);
    }
}
