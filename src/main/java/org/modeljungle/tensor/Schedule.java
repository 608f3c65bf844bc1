package org.modeljungle.tensor;

import org.modeljungle.Check;

/** A learning-rate schedule: the factor on the base rate at each step. */
public sealed interface Schedule {

    /**
     * The factor at a step.
     *
     * @param step 0 to {@code steps - 1}
     * @param steps the number of steps in all
     */
    double factor(long step, long steps);

    /** The same rate at every step. */
    record Constant() implements Schedule {
        @Override
        public double factor(long step, long steps) {
            return 1;
        }
    }

    /** Linear decay from 1 at the first step to 0 after the last. */
    record Linear() implements Schedule {
        @Override
        public double factor(long step, long steps) {
            return 1 - step / (double) steps;
        }
    }

    /**
     * Linear warm-up, then cosine decay from 1 to {@code end}.
     *
     * @param warmup the number of steps that warm up
     * @param end the factor after the last step
     */
    record Cosine(long warmup, double end) implements Schedule {
        public Cosine {
            Check.that(warmup >= 0, "schedule: expected a warm-up of 0 steps or more, found %d", warmup);
            Check.that(end >= 0 && end <= 1, "schedule: expected an end factor in [0, 1], found %s", end);
        }

        @Override
        public double factor(long step, long steps) {
            if (step < warmup) {
                return (step + 1.0) / warmup;
            }
            double done = (step - warmup) / (double) Math.max(1, steps - warmup);
            return end + (1 - end) * .5 * (1 + StrictMath.cos(StrictMath.PI * done));
        }
    }
}
