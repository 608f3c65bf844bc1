package org.modeljungle.jungle;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.data.Augmentation;
import org.modeljungle.data.Dataset;
import org.modeljungle.data.Images;
import org.modeljungle.data.Labels;

/** A dataset's pictures by class, for drawing the batches of children that each learn other classes. */
final class ClassPictures {

    private final Images images;
    private final List<int[]> ofClass = new ArrayList<>();

    private ClassPictures(Images images, Labels labels) {
        this.images = images;
        int[] values = labels.values();
        for (int k = 0; k < labels.classes().size(); k++) {
            ofClass.add(positions(values, k));
        }
    }

    static ClassPictures toTrain(Dataset data) {
        return new ClassPictures(data.train(), data.train().labels(data.classes()));
    }

    static ClassPictures toTest(Dataset data) {
        return new ClassPictures(data.test(), data.test().labels(data.classes()));
    }

    Images images() {
        return images;
    }

    /** The numbers of a class's pictures. */
    int[] of(int classNumber) {
        return ofClass.get(classNumber);
    }

    /**
     * Draws a batch for one child.
     *
     * @param pixels receives the pictures // [..., batch, channels, size, size]
     * @param labels receives their classes, as the child numbers them // [..., batch]
     * @param at the batch's place in both
     */
    void draw(Child child, int batch, UniformRandomProvider random, float[] pixels, long[] labels, int at) {
        for (int i = at * batch; i < (at + 1) * batch; i++) {
            int label = random.nextInt(child.classes().size());
            int[] choice = ofClass.get(child.classes().get(label));
            int picture = choice[random.nextInt(choice.length)];
            labels[i] = label;
            copy(picture, child.augmentation(), random, pixels, i * images.length());
        }
    }

    private void copy(int picture, boolean augment, UniformRandomProvider random, float[] pixels, int to) {
        int from = picture * images.length();
        if (augment) {
            Augmentation.flipAndShift(
                    images.pixels(), from, images.channels(), images.width(), Batches.SHIFT, random, pixels, to);
        } else {
            System.arraycopy(images.pixels(), from, pixels, to, images.length());
        }
    }

    private static int[] positions(int[] values, int wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == wanted) {
                found.add(i);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
