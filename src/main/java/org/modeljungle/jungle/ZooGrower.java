package org.modeljungle.jungle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.modeljungle.Progress;
import org.modeljungle.nets.Network;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Grows what is missing of a zoo. A stack is a file, which takes its name when it is whole: what has one is finished. */
public final class ZooGrower {

    /** Trains the networks of one stack. */
    @FunctionalInterface
    interface Training {
        /** As many steps of progress as {@link Growing#steps} says. */
        ZooStack grow(int stackNumber, Progress progress);
    }

    /**
     * What grows the stacks of a recipe.
     *
     * @param training trains one
     * @param steps how many steps that takes, by the stack's number
     */
    public record Growing(Training training, List<Integer> steps) {}

    private final ZooRecipe recipe;
    private final Path folder;

    ZooGrower(ZooRecipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
    }

    void grow() {
        List<Integer> missing = NetworkZoo.missing(recipe, folder);
        Growing growing = recipe.growing();
        long all = growing.steps.stream().mapToLong(Integer::longValue).sum();
        long left = missing.stream().mapToLong(growing.steps::get).sum();
        try (Progress progress = Progress.of("growing a zoo of %,d networks".formatted(recipe.count()), all);
                Workers workers = Workers.perCore()) {
            progress.resumed(all - left);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int stack : missing) {
                tasks.add(() -> {
                    write(stack, growing.training.grow(stack, progress));
                    return null;
                });
            }
            GrowthLog.timed(folder, NetworkZoo.NETWORKS, () -> workers.run(progress, tasks));
        }
    }

    private void write(int number, ZooStack stack) {
        Network network = recipe.networks().get(recipe.networkOf(number));
        Safetensors.write(
                NetworkZoo.file(folder, number),
                stack.weights(network.layout()),
                Map.of(ZooStack.RECIPE, recipe.hash()));
    }
}
