package org.modeljungle.data;

import java.util.List;
import org.modeljungle.Check;

/**
 * What a jungle of classifiers learns from.
 *
 * @param train the pictures to learn from
 * @param test other pictures of the same kind
 * @param classes the label whose classes the models are fine-tuned on, in both
 * @param aspects the labels that a supervised ancestor is pre-trained on, in both
 */
public record Dataset(Images train, Images test, String classes, List<String> aspects) {

    public Dataset {
        aspects = List.copyOf(aspects);
        Check.that(!aspects.isEmpty(), "dataset: expected one aspect or more to pre-train on, found none");
        Check.that(
                train.count() > 0 && test.count() > 0,
                "dataset: expected pictures to train on and to test on, found %d and %d",
                train.count(),
                test.count());
        Check.that(
                train.length() == test.length(),
                "dataset: expected test pictures of %d numbers, as the training pictures have, found %d",
                train.length(),
                test.length());
        Check.that(
                train.labels(classes).classes().equals(test.labels(classes).classes()),
                "dataset: expected the same classes of label '%s' to train on and to test on",
                classes);
        aspects.forEach(aspect -> Check.that(
                train.labelNames().contains(aspect),
                "dataset: expected a label '%s', found %s",
                aspect,
                train.labelNames()));
    }

    /** The names of all classes. */
    public List<String> classNames() {
        return train.labels(classes).classes();
    }
}
