package org.modeljungle.probing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.metrics.KendallTau;

/**
 * What is predicted about a network: its loss and its measure. One of your own is a record with these methods.
 */
public interface Goal {

    /** The number of outputs for a network. */
    int outputs();

    /** The name of {@link #score}: {@code accuracy}. */
    String measure();

    /** Whether targets are whole numbers, as {@link #loss} reads them: a tensor of int64, else of float32. */
    boolean isWhole();

    /**
     * TorchScript: {@code loss(self, z: Tensor, targets: Tensor) -> Tensor}, from outputs {@code [batch, outputs]} and
     * targets {@code [batch]} to their mean loss.
     */
    String loss();

    /** Throws unless a network can have this target. @throws IllegalArgumentException if it cannot */
    void check(float target);

    /**
     * Throws unless some networks' targets can be scored together.
     *
     * @param part which networks, for the message
     * @throws IllegalArgumentException if they cannot
     */
    default void checkPart(String part, float... targets) {}

    /**
     * How good outputs are; the larger the better.
     *
     * @param outputs [models, outputs]
     * @param targets [models]
     */
    double score(float[][] outputs, float... targets);

    /** The same of each network by itself // [models]; empty where there is no such thing */
    default List<Double> scores(float[][] outputs, float... targets) {
        return List.of();
    }

    /** The score of guessing on these networks. */
    double chance(float... targets);

    /**
     * One class of several, learnt by cross-entropy, measured by accuracy.
     *
     * @param count the number of classes
     */
    record Classes(int count) implements Goal {
        @Override
        public int outputs() {
            return count;
        }

        @Override
        public String measure() {
            return "accuracy";
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public String loss() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      return torch.neg(torch.mean(torch.gather(torch.log_softmax(z, 1), 1, torch.unsqueeze(targets, 1))))
                    """;
        }

        @Override
        public void check(float target) {
            Check.that(
                    target == Math.rint(target) && target >= 0 && target < count,
                    "zoo task: expected targets for %s, found %s",
                    this,
                    target);
        }

        @Override
        public double score(float[][] outputs, float... targets) {
            return scores(outputs, targets).stream()
                            .mapToDouble(Double::doubleValue)
                            .sum()
                    / targets.length;
        }

        @Override
        public List<Double> scores(float[][] outputs, float... targets) {
            return IntStream.range(0, targets.length)
                    .mapToObj(i -> largest(outputs[i]) == (int) targets[i] ? 1.0 : 0.0)
                    .toList();
        }

        /** The share of the most frequent class. */
        @Override
        public double chance(float... targets) {
            int[] counts = new int[count];
            for (float target : targets) {
                counts[(int) target]++;
            }
            return Arrays.stream(counts).max().orElseThrow() / (double) targets.length;
        }

        private static int largest(float... values) {
            int best = 0;
            for (int i = 1; i < values.length; i++) {
                best = values[i] > values[best] ? i : best;
            }
            return best;
        }
    }

    /**
     * A number, such as the network's accuracy, learnt by the squared error and measured by Kendall's
     * tau, 0 where all outputs are equal.
     */
    record Score() implements Goal {
        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public String measure() {
            return "tau";
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public String loss() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      d = torch.squeeze(z, 1) - targets
                      return torch.mean(d * d)
                    """;
        }

        @Override
        public void check(float target) {
            Check.that(Float.isFinite(target), "zoo task: expected targets for %s, found %s", this, target);
        }

        /**
         * Kendall's tau is undefined for scores that are all equal; without this check the error would come after the
         * training.
         */
        @Override
        public void checkPart(String part, float... targets) {
            boolean differ = false;
            for (float target : targets) {
                differ |= target != targets[0];
            }
            Check.that(
                    differ,
                    "zoo task: expected 2 different scores or more in %s, found %d equal ones; they have no order: take"
                            + " more networks, or split them by another seed",
                    part,
                    targets.length);
        }

        @Override
        public double score(float[][] outputs, float... targets) {
            double[] predicted =
                    Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
            double[] truth = IntStream.range(0, targets.length)
                    .mapToDouble(i -> targets[i])
                    .toArray();
            boolean ordered = Arrays.stream(predicted).anyMatch(score -> score != predicted[0]);
            return ordered ? KendallTau.of(predicted, truth) : 0;
        }

        @Override
        public double chance(float... targets) {
            return 0;
        }
    }
}
