package org.modeljungle.data;

import java.util.List;
import org.modeljungle.Check;

/**
 * What a jungle of classifiers learns from.
 *
 * @param pretraining the pictures that ancestors are pre-trained on
 * @param train the pictures that children are fine-tuned on
 * @param test other pictures of the same kind
 * @param classes the label whose classes the models are fine-tuned on, in all of them
 * @param aspects the labels that a supervised ancestor is pre-trained on, in the pictures to pre-train on
 */
public record Dataset(Images pretraining, Images train, Images test, String classes, List<String> aspects) {

    public Dataset {
        aspects = List.copyOf(aspects);
        Check.that(!aspects.isEmpty(), "dataset: expected one aspect or more to pre-train on, found none");
        Check.that(
                train.count() > 0 && test.count() > 0,
                "dataset: expected pictures to train on and to test on, found %d and %d",
                train.count(),
                test.count());
        Check.that(
                train.length() == test.length() && train.length() == pretraining.length(),
                "dataset: expected pictures of one size, found %d numbers to pre-train, %d to train, %d to test on",
                pretraining.length(),
                train.length(),
                test.length());
        Check.that(
                train.labels(classes).classes().equals(test.labels(classes).classes()),
                "dataset: expected the same classes of label '%s' to train on and to test on",
                classes);
        aspects.forEach(aspect -> Check.that(
                pretraining.labelNames().contains(aspect),
                "dataset: expected a label '%s', found %s",
                aspect,
                pretraining.labelNames()));
    }

    /** The same pictures with another label's classes: {@code withClasses("shape")}. */
    public Dataset withClasses(String label) {
        return new Dataset(pretraining, train, test, label, aspects);
    }

    /** The names of all classes. */
    public List<String> classNames() {
        return train.labels(classes).classes();
    }
}
