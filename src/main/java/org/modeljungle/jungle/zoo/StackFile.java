package org.modeljungle.jungle.zoo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.jungle.grow.FiniteWeights;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Rows;
import org.modeljungle.weights.Safetensors;

/** A stack of a zoo on disk; its numbers and networks are read when they are asked for. */
final class StackFile {

    private static final String RECIPE = "recipe";

    private final Safetensors file;
    private final int models;

    private StackFile(Safetensors file, int models) {
        this.file = file;
        this.models = models;
    }

    /** A stack's file in the zoo's folder. */
    static String name(int stack) {
        return String.format(Locale.ROOT, "stacks/%04d.safetensors", stack);
    }

    /** @throws IllegalArgumentException if the stack has another number of networks, or a weight that is not finite */
    static void write(Path zoo, ZooRecipe recipe, int number, ZooStack stack) {
        Check.that(
                stack.rows().size() == recipe.size(number),
                "zoo: expected %d networks in stack %d, found %d",
                recipe.size(number),
                number,
                stack.rows().size());
        stack.rows().forEach(row -> FiniteWeights.check("zoo: stack " + number, row));
        ParameterLayout layout = recipe.networks().get(recipe.networkOf(number)).layout();
        Safetensors.write(zoo.resolve(name(number)), stack.weights(layout), Map.of(RECIPE, recipe.hash()));
    }

    /** @throws IllegalArgumentException if the file is of another recipe */
    static StackFile open(Path zoo, ZooRecipe recipe, int number) {
        Safetensors file = Safetensors.open(zoo.resolve(name(number)));
        String found = file.metadata().getOrDefault(RECIPE, "none");
        Check.that(
                found.equals(recipe.hash()),
                "%s: expected a stack of the zoo %s, found one of %s; delete the file and call NetworkZoo.grow",
                file.path(),
                recipe.hash(),
                found);
        return new StackFile(file, recipe.size(number));
    }

    int models() {
        return models;
    }

    /** What each network's number of this name is // [models] */
    float[] numbers(String name) {
        Check.that(
                file.has(ZooStack.NUMBER + name), "%s: expected one of %s, found '%s'", file.path(), numbers(), name);
        float[] values = file.floats(ZooStack.NUMBER + name);
        Check.that(
                values.length == models,
                "%s: expected %d numbers of '%s', found %d",
                file.path(),
                models,
                name,
                values.length);
        return values;
    }

    /** The names of all numbers, sorted. */
    List<String> numbers() {
        return file.names().stream()
                .filter(name -> name.startsWith(ZooStack.NUMBER))
                .map(name -> name.substring(ZooStack.NUMBER.length()))
                .sorted()
                .toList();
    }

    /** Each network's parameters // [models][layout size] */
    List<float[]> rows(ParameterLayout layout) {
        return Rows.readStacked(layout, file, models);
    }
}
