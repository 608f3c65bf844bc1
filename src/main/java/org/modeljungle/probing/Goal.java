package org.modeljungle.probing;

/** What is to be told of a network. */
public sealed interface Goal {

    /** How many numbers a method says of a network. */
    int outputs();

    /**
     * One class of several, learnt by cross-entropy.
     *
     * @param count the number of classes
     */
    record Classes(int count) implements Goal {
        @Override
        public int outputs() {
            return count;
        }
    }

    /** A number, such as the network's accuracy, learnt by the squared error and judged by the order that it brings. */
    record Score() implements Goal {
        @Override
        public int outputs() {
            return 1;
        }
    }
}
