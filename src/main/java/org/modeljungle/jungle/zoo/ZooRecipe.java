package org.modeljungle.jungle.zoo;

import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.jungle.grow.RecipeDigest;
import org.modeljungle.nets.Network;

/**
 * The settings that determine a zoo: many networks, each trained from an initialisation of its own, so that only what
 * they learnt relates their weights.
 *
 * <p>A family of networks of your own needs a record that implements this interface; {@link NetworkZoo#grow} does the
 * rest: the cache, the workers, and resuming after a stop. The record's components are all of its settings, and plain
 * data: numbers, texts, lists and records. Its zoo is found by the record's simple name, its version and its settings.
 */
public interface ZooRecipe {

    /** Trains the networks of a zoo, stack after stack; called by several threads. */
    @FunctionalInterface
    interface Training {
        /**
         * Trains the networks of one stack, from seeds of their own: other stacks change nothing of it.
         *
         * @param progress takes {@link ZooRecipe#steps} steps; {@link org.modeljungle.nets.Fit} makes one for each of
         *     its own
         */
        ZooStack grow(int stackNumber, Progress progress);
    }

    /** The training code's version; change it whenever the same settings would give other bytes. */
    int version();

    /** The number of networks. */
    int count();

    /** How many networks train side by side in one unit of work. */
    int stack();

    /** The architectures; every stack is of one of them. */
    List<Network> networks();

    /**
     * What its classes are called: the names of the numbers {@link NetworkZoo#LABEL}; none where there are no classes.
     */
    default List<String> labels() {
        return List.of();
    }

    /** How many steps of progress a stack takes. */
    int steps(int stackNumber);

    /** What grows the stacks; draws what they learn from. Called only where something is missing. */
    Training training();

    /**
     * The architecture of a stack's networks, by its place in {@link #networks()}: the first, unless said otherwise.
     */
    default int networkOf(int stackNumber) {
        return 0;
    }

    /** The number of stacks; the last may be smaller. */
    default int stacks() {
        return (count() + stack() - 1) / stack();
    }

    /** The number of networks in a stack. */
    default int size(int stackNumber) {
        return Math.min(stack(), count() - stackNumber * stack());
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the recipe's name, version and settings. */
    default String hash() {
        return RecipeDigest.of(getClass().getSimpleName(), version(), this);
    }
}
