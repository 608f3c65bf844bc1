package org.modeljungle.jungle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * One finished unit of a zoo: networks of one architecture, and what is known of each.
 *
 * @param rows each network's parameters // [models][layout size]
 * @param cards numbers by name, one for each network // [models]
 */
record ZooStack(List<float[]> rows, Map<String, float[]> cards) {

    /** Under this name a stack's file says the hash of its recipe. */
    static final String RECIPE = "recipe";

    private static final String CARD = "card.";

    /** Networks whose parameters stand one after the other. */
    static ZooStack of(float[] all, int models, Map<String, float[]> cards) {
        int size = all.length / models;
        return new ZooStack(
                IntStream.range(0, models)
                        .mapToObj(i -> Arrays.copyOfRange(all, i * size, (i + 1) * size))
                        .toList(),
                cards);
    }

    /** All networks' values of each parameter in one tensor of its name, {@code [models, shape...]}, and the cards. */
    Map<String, Weight> weights(ParameterLayout layout) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            float[] all = new float[rows.size() * parameter.size()];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(rows.get(i), parameter.offset(), all, i * parameter.size(), parameter.size());
            }
            long[] shape = new long[parameter.shape().size() + 1];
            shape[0] = rows.size();
            for (int axis = 1; axis < shape.length; axis++) {
                shape[axis] = parameter.shape().get(axis - 1);
            }
            weights.put(parameter.name(), Weight.of(all, shape));
        }
        cards.forEach((name, numbers) -> weights.put(CARD + name, Weight.of(numbers, numbers.length)));
        return weights;
    }

    /**
     * Reads a stack of a recipe.
     *
     * @throws IllegalArgumentException if the file is of another recipe, or not all of it is there
     */
    static ZooStack read(ZooRecipe recipe, int number, Safetensors file) {
        String found = file.metadata().getOrDefault(RECIPE, "none");
        Check.that(
                found.equals(recipe.hash()),
                "%s: expected a stack of the zoo %s, found one of %s; delete the file and call NetworkZoo.grow",
                file.path(),
                recipe.hash(),
                found);
        int models = Math.min(recipe.stack(), recipe.count() - number * recipe.stack());
        Map<String, float[]> cards = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(CARD)) {
                cards.put(name.substring(CARD.length()), floats(file, name, models));
            }
        }
        ParameterLayout layout = recipe.networks().get(recipe.networkOf(number)).layout();
        float[] rows = new float[models * layout.size()];
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            float[] all = floats(file, parameter.name(), models * parameter.size());
            for (int i = 0; i < models; i++) {
                System.arraycopy(
                        all, i * parameter.size(), rows, i * layout.size() + parameter.offset(), parameter.size());
            }
        }
        return of(rows, models, cards);
    }

    private static float[] floats(Safetensors file, String name, int count) {
        float[] all = file.floats(name);
        Check.that(
                all.length == count, "%s: expected %d numbers of '%s', found %d", file.path(), count, name, all.length);
        return all;
    }
}
