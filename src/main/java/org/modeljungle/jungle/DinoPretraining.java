package org.modeljungle.jungle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.nets.Dino;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Vit;
import org.modeljungle.tensor.Torch;

/**
 * Self-distillation: before each step the teacher moves towards the student; its centred and sharpened assignments are what
 * the student is to agree with.
 */
final class DinoPretraining implements Pretraining {

    private static final int PROTOTYPES = 256;
    private static final int SMALL_CROPS = 4;
    private static final double TEACHER_TEMPERATURE = .04;
    private static final double CENTRE_MOMENTUM = .9;

    private final Dino network;
    private final Batches batches;
    private final int steps;
    private final double momentum;
    private float[] teacher = new float[0]; // [layout size], empty before the first step
    private float[] centre = new float[PROTOTYPES];

    /**
     * Self-distillation.
     *
     * @param momentum the share of the teacher that stays at the first step; it rises to 1 by a cosine
     */
    DinoPretraining(Vit vit, Batches batches, int steps, double momentum) {
        this.network = new Dino(vit, PROTOTYPES);
        this.batches = batches;
        this.steps = steps;
        this.momentum = momentum;
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public NDArray loss(NDManager scope, NDArray parameters, int step) {
        UniformRandomProvider random = batches.random(step);
        int[] chosen = batches.choose(random);
        NDArray large = batches.crops(scope, chosen, 2, .4, 1, batches.images().width(), random);
        NDArray small = batches.crops(scope, chosen, SMALL_CROPS, .2, .4, network.small(), random);
        follow(Torch.floats(parameters.stopGradient()), step);
        return network.loss(scope, parameters, large, small, wanted(scope, large));
    }

    @Override
    public float[] state() {
        float[] state = Arrays.copyOf(centre, centre.length + teacher.length);
        System.arraycopy(teacher, 0, state, centre.length, teacher.length);
        return state;
    }

    @Override
    public void restore(float[] state) {
        centre = Arrays.copyOf(state, PROTOTYPES);
        teacher = Arrays.copyOfRange(state, PROTOTYPES, state.length);
    }

    private void follow(float[] student, int step) {
        if (teacher.length == 0) {
            teacher = student.clone();
        }
        float stays = (float) (1 - (1 - momentum) * .5 * (1 + StrictMath.cos(StrictMath.PI * step / steps)));
        for (int i = 0; i < teacher.length; i++) {
            teacher[i] = stays * teacher[i] + (1 - stays) * student[i];
        }
    }

    /** The teacher's probabilities, centred; the centre follows the teacher's mean logits. */
    private NDArray wanted(NDManager scope, NDArray large) {
        NDArray row = Torch.tensor(scope, teacher, new Shape(1, teacher.length));
        float[] logits = Torch.floats(network.assign(scope, row, large));
        int crops = logits.length / PROTOTYPES;
        float[] wanted = new float[logits.length];
        double[] mean = new double[PROTOTYPES];
        for (int crop = 0; crop < crops; crop++) {
            softmax(logits, crop * PROTOTYPES, wanted);
            for (int k = 0; k < PROTOTYPES; k++) {
                mean[k] += logits[crop * PROTOTYPES + k] / (double) crops;
            }
        }
        for (int k = 0; k < PROTOTYPES; k++) {
            centre[k] = (float) (CENTRE_MOMENTUM * centre[k] + (1 - CENTRE_MOMENTUM) * mean[k]);
        }
        return Torch.tensor(scope, wanted, new Shape(1, crops, PROTOTYPES));
    }

    private void softmax(float[] logits, int from, float[] target) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < PROTOTYPES; k++) {
            most = Math.max(most, (logits[from + k] - centre[k]) / TEACHER_TEMPERATURE);
        }
        double sum = 0;
        for (int k = 0; k < PROTOTYPES; k++) {
            double value = StrictMath.exp((logits[from + k] - centre[k]) / TEACHER_TEMPERATURE - most);
            target[from + k] = (float) value;
            sum += value;
        }
        for (int k = 0; k < PROTOTYPES; k++) {
            target[from + k] /= (float) sum;
        }
    }
}
