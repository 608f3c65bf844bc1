package org.modeljungle.jungle.grow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The pictures of some classes, epoch after epoch, in a new order each time. */
    final class Stream {
        private final Child child;
        private final UniformRandomProvider random;
        private final int[] pictures; // in the order of this epoch
        private final Map<Integer, Integer> labels = new HashMap<>(); // as the child numbers them, by picture
        private int next;

        Stream(Child child) {
            this.child = child;
            this.random = child.seeds().random();
            for (int label = 0; label < child.classes().size(); label++) {
                for (int picture : of(child.classes().get(label))) {
                    labels.put(picture, label);
                }
            }
            this.pictures = labels.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            this.next = pictures.length;
        }

        /**
         * Takes the next batch.
         *
         * @param target receives the pictures // [..., batch, channels, size, size]
         * @param wanted receives their classes // [..., batch]
         * @param at the batch's place in both
         */
        void take(int batch, float[] target, long[] wanted, int at) {
            for (int i = at * batch; i < (at + 1) * batch; i++) {
                int picture = nextPicture();
                wanted[i] = labels.get(picture);
                copy(picture, child.augmentation(), random, target, i * images.length());
            }
        }

        private int nextPicture() {
            if (next == pictures.length) {
                for (int i = pictures.length - 1; i > 0; i--) {
                    int other = random.nextInt(i + 1);
                    int picture = pictures[i];
                    pictures[i] = pictures[other];
                    pictures[other] = picture;
                }
                next = 0;
            }
            return pictures[next++];
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
