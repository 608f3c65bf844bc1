package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.nets.MaskedAutoencoder;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Vit;

/** Filling in the half of a picture's patches that is hidden: of 16 patches, the usual quarter shows too little. */
final class MaskedPretraining implements Pretraining {

    private static final int DECODER_WIDTH = 32;

    private final MaskedAutoencoder network;
    private final Batches batches;
    private final int patches;

    MaskedPretraining(Vit vit, Batches batches) {
        this.network = new MaskedAutoencoder(vit, DECODER_WIDTH);
        this.batches = batches;
        this.patches = vit.settings().tokens();
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public NDArray loss(NDManager scope, NDArray parameters, int step) {
        UniformRandomProvider random = batches.random(step);
        int[] chosen = batches.choose(random);
        NDArray images = batches.augmented(scope, chosen, random);
        return network.loss(
                scope,
                parameters,
                images,
                scope.create(orders(chosen.length, random), new Shape(1, chosen.length, patches)),
                scope.zeros(new Shape(patches / 2)));
    }

    private long[] orders(int count, UniformRandomProvider random) {
        long[] orders = new long[count * patches]; // [pictures, patches]
        for (int i = 0; i < count; i++) {
            int from = i * patches;
            for (int at = 0; at < patches; at++) {
                int other = random.nextInt(at + 1);
                orders[from + at] = orders[from + other];
                orders[from + other] = at;
            }
        }
        return orders;
    }
}
