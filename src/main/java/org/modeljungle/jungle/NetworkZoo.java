package org.modeljungle.jungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.nets.Network;
import org.modeljungle.weights.Safetensors;

/**
 * Many small networks without a common ancestor, grown here or opened, with what is known of each.
 *
 * <pre>{@code
 * NetworkZoo zoo = NetworkZoo.grow(InrRecipe.of(InrRecipe.Subject.DIGITS, Profile.current()));
 * float[] digits = zoo.numbers(NetworkZoo.LABEL);
 * }</pre>
 *
 * <p>A folder holds {@code zoo.json}, the recipe, and {@code stacks/0000.safetensors} and so on: the networks of a stack side by
 * side, {@code [models, shape...]}.
 */
public final class NetworkZoo {

    /** The class of what a network draws, a whole number. */
    public static final String LABEL = "label";

    /** The mean squared error of what a network draws. */
    public static final String ERROR = "error";

    /** The share of test pictures that a network names right. */
    public static final String TEST_ACCURACY = "test_accuracy";

    /** What the time to grow all networks is called in {@link #seconds()}. */
    public static final String NETWORKS = "networks";

    private static final String FILE = "zoo.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Networks of one architecture.
     *
     * @param network what they are
     * @param rows each one's parameters // [models][layout size]
     */
    public record Group(Network network, List<float[]> rows) {}

    private final ZooRecipe recipe;
    private final Path folder;
    private final List<ZooStack> stacks; // in the order of the groups' networks

    private NetworkZoo(ZooRecipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        List<ZooStack> all = new ArrayList<>();
        for (int network = 0; network < recipe.networks().size(); network++) {
            for (int stack = 0; stack < recipe.stacks(); stack++) {
                if (recipe.networkOf(stack) == network) {
                    all.add(ZooStack.read(recipe, stack, Safetensors.open(file(folder, stack))));
                }
            }
        }
        this.stacks = List.copyOf(all);
    }

    /**
     * Grows a zoo in the user's cache folder, or opens it where it is grown already. Stopped or killed at any moment, the same
     * call goes on where it was and ends with the same bytes.
     */
    public static NetworkZoo grow(ZooRecipe recipe) {
        return grow(recipe, Caches.folder().resolve("zoos").resolve(recipe.hash()));
    }

    /**
     * Grows a zoo in a folder; one that is grown is opened, by as many runs as like.
     *
     * @throws IllegalStateException if another run is growing it
     * @throws IllegalArgumentException if the folder holds a zoo of another recipe
     */
    public static NetworkZoo grow(ZooRecipe recipe, Path folder) {
        if (isOf(recipe, folder) && missing(recipe, folder).isEmpty()) {
            return new NetworkZoo(recipe, folder);
        }
        JungleLock lock = JungleLock.take(folder);
        try {
            if (!isOf(recipe, folder)) {
                AtomicFile.write(
                        folder.resolve(FILE),
                        out -> out.write(JSON.writerFor(ZooRecipe.class).writeValueAsBytes(recipe)));
            }
            new ZooGrower(recipe, folder).grow();
            return new NetworkZoo(recipe, folder);
        } finally {
            lock.close();
        }
    }

    /** Whether the folder is this recipe's; without a recipe in it, it is nobody's yet. */
    private static boolean isOf(ZooRecipe recipe, Path folder) {
        if (!Files.exists(folder.resolve(FILE))) {
            return false;
        }
        ZooRecipe found = recipe(folder);
        Check.that(
                found.equals(recipe),
                "zoo %s: expected one grown from recipe %s, found %s; grow into another folder",
                folder,
                recipe.hash(),
                found.hash());
        return true;
    }

    /** The numbers of the stacks that are not there yet. */
    static List<Integer> missing(ZooRecipe recipe, Path folder) {
        return IntStream.range(0, recipe.stacks())
                .filter(stack -> !Files.exists(file(folder, stack)))
                .boxed()
                .toList();
    }

    /**
     * Opens a zoo that is grown.
     *
     * @throws IllegalArgumentException if there is none, or it is not finished
     */
    public static NetworkZoo open(Path folder) {
        ZooRecipe recipe = recipe(folder);
        List<Integer> missing = missing(recipe, folder);
        Check.that(
                missing.isEmpty(),
                "zoo %s: expected %d stacks, found no number %s; go on with NetworkZoo.grow",
                folder,
                recipe.stacks(),
                missing);
        return new NetworkZoo(recipe, folder);
    }

    private static ZooRecipe recipe(Path folder) {
        Path file = folder.resolve(FILE);
        Check.that(Files.isRegularFile(file), "zoo %s: expected a file %s, found none", folder, FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), ZooRecipe.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected the recipe of a zoo, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    static Path file(Path folder, int stack) {
        return folder.resolve("stacks").resolve("%04d.safetensors".formatted(stack));
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

    /** The networks, by architecture; models are numbered through all groups. */
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int next = 0;
        for (int network = 0; network < recipe.networks().size(); network++) {
            List<float[]> rows = new ArrayList<>();
            for (int stack = 0; stack < recipe.stacks(); stack++) {
                if (recipe.networkOf(stack) == network) {
                    rows.addAll(stacks.get(next++).rows());
                }
            }
            if (!rows.isEmpty()) {
                groups.add(new Group(recipe.networks().get(network), List.copyOf(rows)));
            }
        }
        return List.copyOf(groups);
    }

    /**
     * What is known of each network by this name, in the order of {@link #groups()}.
     *
     * @return [models]
     */
    public float[] numbers(String name) {
        float[] all = new float[models()];
        int at = 0;
        for (ZooStack stack : stacks) {
            float[] numbers = stack.cards().get(name);
            Check.that(
                    numbers != null,
                    "zoo %s: expected one of %s, found '%s'",
                    folder,
                    stack.cards().keySet(),
                    name);
            System.arraycopy(numbers, 0, all, at, numbers.length);
            at += numbers.length;
        }
        return all;
    }

    /** How many seconds it took to grow, over all runs: {@link #NETWORKS}. */
    public Map<String, Double> seconds() {
        return GrowthLog.read(folder);
    }

    /** The middle of each pixel of a picture, row after row, between -1 and 1 // [side * side, 2] */
    public static float[] grid(int side) {
        return grid(side, 2);
    }

    /** The centres of a square's or a cube's equal cells, from -1 to 1; the first coordinate runs fastest // [side^axes, axes] */
    public static float[] grid(int side, int axes) {
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
