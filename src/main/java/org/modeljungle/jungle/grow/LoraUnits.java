package org.modeljungle.jungle.grow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.Recipe;

/** Which LoRAs train side by side: only those of one rank and one number of steps, in stacks of a fixed membership. */
public final class LoraUnits {

    /**
     * A stack.
     *
     * @param rank of its LoRAs
     * @param steps that each is trained for
     * @param models their indices in the jungle, ascending
     */
    public record Unit(int rank, int steps, List<Integer> models) {}

    private record Kind(int rank, int steps) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return rank == other.rank ? Integer.compare(steps, other.steps) : Integer.compare(rank, other.rank);
        }
    }

    private final List<Unit> units;

    private LoraUnits(List<Unit> units) {
        this.units = List.copyOf(units);
    }

    /** The stacks of a jungle: by rank, then by steps, then by the models' indices. */
    public static LoraUnits of(Recipe recipe) {
        Map<Kind, List<Integer>> kinds = new TreeMap<>();
        for (int model = 0; model < recipe.models(); model++) {
            kinds.computeIfAbsent(kind(recipe, model), kind -> new ArrayList<>())
                    .add(model);
        }
        List<Unit> units = new ArrayList<>();
        int stack = recipe.lora().stack();
        kinds.forEach((kind, models) -> {
            for (int from = 0; from < models.size(); from += stack) {
                int to = Math.min(models.size(), from + stack);
                units.add(new Unit(kind.rank, kind.steps, List.copyOf(models.subList(from, to))));
            }
        });
        return new LoraUnits(units);
    }

    private static Kind kind(Recipe recipe, int model) {
        Seeds seeds = LoraStack.seeds(recipe, model);
        Recipe.LoraSettings how = recipe.lora();
        return new Kind(
                choose(how.ranks(), recipe.net().rank(), seeds.split("rank")),
                choose(how.stepCounts(), how.steps(), seeds.split("steps")));
    }

    private static int choose(List<Integer> choices, int otherwise, Seeds seeds) {
        return choices.isEmpty() ? otherwise : choices.get(seeds.random().nextInt(choices.size()));
    }

    /** How many there are. */
    public int count() {
        return units.size();
    }

    /** A stack by its number. */
    public Unit get(int unit) {
        return units.get(unit);
    }

    /**
     * Where each model stands when the stacks' models follow one another.
     *
     * @return its place, by its index // [models]
     */
    public int[] places() {
        List<Integer> order =
                units.stream().flatMap(unit -> unit.models().stream()).toList();
        int[] places = new int[order.size()];
        for (int place = 0; place < places.length; place++) {
            places[order.get(place)] = place;
        }
        return places;
    }

    /** The rank of each model. // [models] */
    public int[] ranks() {
        int[] ranks =
                new int[units.stream().mapToInt(unit -> unit.models().size()).sum()];
        units.forEach(unit -> unit.models().forEach(model -> ranks[model] = unit.rank()));
        return ranks;
    }

    @Override
    public String toString() {
        return units.size() + " stacks of LoRAs";
    }
}
