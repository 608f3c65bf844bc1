package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Seeds;
import org.modeljungle.data.Augmentation;
import org.modeljungle.data.Images;
import org.modeljungle.data.Labels;
import org.modeljungle.tensor.Torch;

/** Random batches of pictures for pre-training, a fresh one for each step. */
record Batches(Images images, int batch, Seeds seeds) {

    /** How far augmented pictures are shifted at most, in pixels. */
    static final int SHIFT = 2;

    /** In what share of all cases a crop loses its colours. */
    private static final double GREY = .25;

    /** How far a crop's contrast and colours are changed at most. */
    private static final double JITTER = .3;

    /** Where step {@code step} draws from. */
    UniformRandomProvider random(int step) {
        return seeds.split("step", step).random();
    }

    /** The pictures of a step. // [batch] */
    int[] choose(UniformRandomProvider random) {
        int[] chosen = new int[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = random.nextInt(images.count());
        }
        return chosen;
    }

    /** Pictures, flipped and shifted at random // [1, batch, channels, size, size] */
    NDArray augmented(NDManager scope, int[] chosen, UniformRandomProvider random) {
        float[] pixels = new float[chosen.length * images.length()];
        for (int i = 0; i < chosen.length; i++) {
            Augmentation.flipAndShift(
                    images.pixels(),
                    chosen[i] * images.length(),
                    images.channels(),
                    images.width(),
                    SHIFT,
                    random,
                    pixels,
                    i * images.length());
        }
        return Torch.tensor(scope, pixels, shape(chosen.length, images.width()));
    }

    /** Random crops of pictures in random colours, {@code count} of each: all first ones, then all second ones... */
    NDArray crops(
            NDManager scope,
            int[] chosen,
            int count,
            double least,
            double greatest,
            int side,
            UniformRandomProvider random) {
        int length = images.channels() * side * side;
        float[] pixels = new float[count * chosen.length * length];
        for (int i = 0; i < count * chosen.length; i++) {
            Augmentation.crop(
                    images.pixels(),
                    chosen[i % chosen.length] * images.length(),
                    images.channels(),
                    images.width(),
                    least,
                    greatest,
                    side,
                    random,
                    pixels,
                    i * length);
            Augmentation.recolour(pixels, i * length, images.channels(), side * side, GREY, JITTER, random);
        }
        return Torch.tensor(scope, pixels, shape(count * chosen.length, side));
    }

    /** The classes of pictures // [1, batch, labels] */
    NDArray labels(NDManager scope, int[] chosen, List<String> names) {
        long[] values = new long[chosen.length * names.size()];
        for (int k = 0; k < names.size(); k++) {
            Labels labels = images.labels(names.get(k));
            for (int i = 0; i < chosen.length; i++) {
                values[i * names.size() + k] = labels.get(chosen[i]);
            }
        }
        return scope.create(values, new Shape(1, chosen.length, names.size()));
    }

    private Shape shape(int count, int side) {
        return new Shape(1, count, images.channels(), side, side);
    }
}
