package org.modeljungle.data;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** One label per image, and the classes' names. */
public final class Labels {

    private final List<String> classes;
    private final int[] values; // [images], each an index into classes

    /**
     * Labels by class number.
     *
     * @param classes the classes' names, by number
     * @param values each image's class number; copied // [images]
     */
    public Labels(List<String> classes, int[] values) {
        this.classes = List.copyOf(classes);
        this.values = values.clone();
        for (int i = 0; i < values.length; i++) {
            Check.that(
                    values[i] >= 0 && values[i] < classes.size(),
                    "labels: expected class numbers from 0 to %d, found %d at image %d",
                    classes.size() - 1,
                    values[i],
                    i);
        }
    }

    /** The classes' names, by number. */
    public List<String> classes() {
        return classes;
    }

    /** The number of labels: one per image. */
    public int count() {
        return values.length;
    }

    /** The class number of image {@code i}. */
    public int get(int i) {
        return values[i];
    }

    /** The class name of image {@code i}. */
    public String name(int i) {
        return classes.get(values[i]);
    }

    /** All class numbers, copied. // [images] */
    public int[] values() {
        return values.clone();
    }

    Labels select(int[] images) {
        return new Labels(classes, Arrays.stream(images).map(i -> values[i]).toArray());
    }

    @Override
    public String toString() {
        return "%,d labels of %d classes".formatted(values.length, classes.size());
    }
}
