package org.modeljungle.metrics;

import java.util.Arrays;
import org.modeljungle.Check;

/** How often the right one of several classes is named. */
public final class ClassAccuracy {

    private ClassAccuracy() {}

    /**
     * The share of right answers.
     *
     * @throws IllegalArgumentException if there is none, or not one for each truth
     */
    public static double of(int[] answers, int[] truth) {
        check(answers, truth);
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            right += answers[i] == truth[i] ? 1 : 0;
        }
        return (double) right / truth.length;
    }

    /** The mean recall of the classes that are there: of each, the share that is recognised; as {@link #of}. */
    public static double balanced(int[] answers, int[] truth) {
        check(answers, truth);
        return Arrays.stream(truth)
                .distinct()
                .mapToDouble(k -> recall(k, answers, truth))
                .average()
                .orElseThrow();
    }

    /** The place of the largest of some scores; the first of equal ones. */
    public static int largest(float... scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }

    private static double recall(int k, int[] answers, int[] truth) {
        int there = 0;
        int recognised = 0;
        for (int i = 0; i < truth.length; i++) {
            there += truth[i] == k ? 1 : 0;
            recognised += truth[i] == k && answers[i] == k ? 1 : 0;
        }
        return (double) recognised / there;
    }

    private static void check(int[] answers, int[] truth) {
        Check.that(
                answers.length == truth.length && truth.length > 0,
                "class accuracy: expected 1 answer or more, one for each truth, found %d for %d",
                answers.length,
                truth.length);
    }
}
