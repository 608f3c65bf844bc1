package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.nets.Dino;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Vit;
import org.modeljungle.tensor.Torch;

/**
 * Self-distillation: before each step the teacher moves towards the student; its sharpened assignments, balanced over
 * the batch so that no few prototypes take all, are what the student is to agree with. The balancing by Sinkhorn and
 * Knopp in place of DINO's centre is that of SwAV (arXiv 2006.09882) and DINOv2 (arXiv 2304.07193); with the centre
 * alone, small batches of drawn pictures collapse to a few uninformative clusters.
 */
final class DinoPretraining implements Pretraining {

    private static final int PROTOTYPES = 1024;
    private static final int SMALL_CROPS = 2;
    private static final double LEAST_LARGE = .8; // share of the picture's area: 16 x 16 pixels are few
    private static final double LEAST_SMALL = .5;
    private static final double TEACHER_TEMPERATURE = .04;
    private static final int ROUNDS = 3;

    private final Dino network;
    private final Batches batches;
    private final int steps;
    private final double momentum;
    private float[] teacher = new float[0]; // [layout size], empty before the first step

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
        NDArray large =
                batches.crops(scope, chosen, 2, LEAST_LARGE, 1, batches.images().width(), random);
        NDArray small = batches.crops(scope, chosen, SMALL_CROPS, LEAST_SMALL, LEAST_LARGE, network.small(), random);
        follow(Torch.floats(parameters.stopGradient()), step);
        return network.loss(scope, parameters, large, small, targets(scope, large));
    }

    @Override
    public float[] state() {
        return teacher.clone();
    }

    @Override
    public void restore(float[] state) {
        teacher = state.clone();
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

    /** The teacher's probabilities: each crop's sum to 1, and over the batch all prototypes are used alike. */
    private NDArray targets(NDManager scope, NDArray large) {
        NDArray row = Torch.tensor(scope, teacher, new Shape(1, teacher.length));
        float[] logits = Torch.floats(network.assign(scope, row, large));
        return Torch.tensor(scope, balanced(logits), new Shape(1, logits.length / PROTOTYPES, PROTOTYPES));
    }

    /** Sinkhorn and Knopp: columns, then rows, are scaled to sum to the same, a few times over. */
    private static float[] balanced(float[] logits) {
        int crops = logits.length / PROTOTYPES;
        double[] mass = new double[logits.length]; // [crops, prototypes]
        for (int i = 0; i < mass.length; i++) {
            mass[i] = StrictMath.exp((logits[i] - 1) / TEACHER_TEMPERATURE); // cosines are at most 1
        }
        for (int round = 0; round < ROUNDS; round++) {
            scale(mass, PROTOTYPES, crops, 1, PROTOTYPES);
            scale(mass, crops, PROTOTYPES, PROTOTYPES, 1);
        }
        float[] targets = new float[mass.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) mass[i];
        }
        return targets;
    }

    /** Scales each of {@code lines} lines of {@code length} numbers to sum to 1. */
    private static void scale(double[] mass, int lines, int length, int nextLine, int nextNumber) {
        for (int line = 0; line < lines; line++) {
            double sum = 1e-300;
            for (int i = 0; i < length; i++) {
                sum += mass[line * nextLine + i * nextNumber];
            }
            for (int i = 0; i < length; i++) {
                mass[line * nextLine + i * nextNumber] /= sum;
            }
        }
    }
}
