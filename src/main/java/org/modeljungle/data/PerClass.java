package org.modeljungle.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * How many pictures of each class a dataset takes.
 *
 * @param pretraining pictures of each class to pre-train on
 * @param train other pictures of each class to fine-tune on
 * @param test other pictures of each class to test on
 */
public record PerClass(int pretraining, int train, int test) {

    public PerClass {
        Check.that(
                pretraining > 0 && train > 0 && test > 0,
                "pictures per class: expected one or more to pre-train, train and test on, found %d, %d, %d",
                pretraining,
                train,
                test);
    }

    /**
     * Splits labelled pictures at random, no picture twice.
     *
     * @param classes the label whose classes the models are fine-tuned on; ancestors are pre-trained on all labels
     * @throws IllegalArgumentException if a class has too few pictures
     */
    public Dataset split(Images images, String classes, Seeds seeds) {
        List<int[]> parts = split(images.labels(classes), seeds, pretraining, train, test);
        return new Dataset(
                images.select(parts.get(0)),
                images.select(parts.get(1)),
                images.select(parts.get(2)),
                classes,
                images.labelNames());
    }

    /**
     * Splits the indices of pictures into parts, no index twice.
     *
     * @param each how many of each class a part gets
     * @return the parts; in each, one of every class, then another of every class... // [parts][classes * each]
     */
    static List<int[]> split(Labels labels, Seeds seeds, int... each) {
        int classes = labels.classes().size();
        List<int[]> parts = new ArrayList<>();
        for (int count : each) {
            parts.add(new int[count * classes]);
        }
        for (int k = 0; k < classes; k++) {
            int[] own = pictures(labels, k);
            String name = labels.classes().get(k);
            int wanted = IntStream.of(each).sum();
            Check.that(
                    own.length >= wanted,
                    "class '%s': expected %d pictures or more to split, found %d; take fewer of each class,"
                            + " or leave this one out",
                    name,
                    wanted,
                    own.length);
            int[] order = seeds.split(name).permutation(own.length);
            int next = 0;
            for (int[] part : parts) {
                for (int i = k; i < part.length; i += classes) {
                    part[i] = own[order[next++]];
                }
            }
        }
        return parts;
    }

    private static int[] pictures(Labels labels, int wanted) {
        return IntStream.range(0, labels.count())
                .filter(i -> labels.get(i) == wanted)
                .toArray();
    }
}
