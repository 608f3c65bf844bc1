package org.modeljungle.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import org.modeljungle.Check;

/**
 * Adam over a stack of models {@code [models, parameters]}, one native call per step, equal to torch's. Each model has
 * its own learning rate and weight decay at each step; a rate of 0 leaves a model as it is, weight decay included.
 *
 * <p>Kingma and Ba, "Adam", algorithm 1; weight decay is added to the gradient (L2), as {@code torch.optim.Adam} does.
 */
public final class Adam {

    /**
     * Adam's constants.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the bias-corrected root of the second moment
     */
    public record Settings(double beta1, double beta2, double epsilon) {

        /** torch's defaults: .9, .999, 1e-8. */
        public static final Settings DEFAULT = new Settings(.9, .999, 1e-8);

        public Settings {
            Check.that(beta1 >= 0 && beta1 < 1, "Adam: expected beta1 in [0, 1), found %s", beta1);
            Check.that(beta2 >= 0 && beta2 < 1, "Adam: expected beta2 in [0, 1), found %s", beta2);
            Check.that(epsilon > 0, "Adam: expected epsilon > 0, found %s", epsilon);
        }
    }

    /** Numbers of one block, few enough for a core's own cache to hold what a step reads and writes of them. */
    private static final int BLOCK = 1 << 16;

    /**
     * Moments of parameters whose gradient is zero for good, such as those of a dead ReLU, decay until they are
     * subnormal and stay so: rounding keeps the smallest ones. Arithmetic on them is several times slower, so they are
     * set to zero every so many steps. This changes no update: they are negligible against the usual epsilon.
     */
    private static final int FLUSH_EVERY = 64;

    // One large model is updated block by block, a stack of models at once. A fused update at rate 1 on a zero
    // start gives the step's direction. It is read out of the list it was handed over in: the script optimiser,
    // if it is on, drops the update when only 'd' itself is read.
    private static final Script SCRIPT = Script.compile("adam", """
            def step(self, all_p: Tensor, all_g: List[Tensor], all_m: Tensor, all_v: Tensor, rate: Tensor, t: Tensor, \
            all_factors: Tensor, decay: Tensor, b1: float, b2: float, eps: float, width: int, \
            flush: bool, tiny: float) -> Tensor:
              if flush:
                for moment in [all_m, all_v]:
                  moment.copy_(torch.hardshrink(moment, tiny))
              for at in range(0, all_p.size(1), width):
                size = min(width, all_p.size(1) - at)
                p = torch.narrow(all_p, 1, at, size)
                g = torch.narrow(all_g[0], 1, at, size)
                if len(all_g) > 1:
                  g = g + torch.narrow(all_g[1], 1, at, size)
                  for shard in range(2, len(all_g)):
                    g.add_(torch.narrow(all_g[shard], 1, at, size))
                  g.mul_(1 / len(all_g))
                if torch.numel(decay) > 0:
                  g = torch.addcmul(g, p, decay)
                ds = [torch.zeros_like(p)]
                torch._fused_adam_(ds, [g], [torch.narrow(all_m, 1, at, size)], [torch.narrow(all_v, 1, at, size)], \
            [], [t], lr=1.0, beta1=b1, beta2=b2, weight_decay=0.0, eps=eps, amsgrad=False, maximize=False)
                if torch.numel(all_factors) > 0:
                  ds[0].mul_(torch.narrow(all_factors, 1, at, size))
                p.addcmul_(ds[0], rate)
              return all_p
            """);

    private final Settings settings;
    private final NDArray first; // m [models, parameters]
    private final NDArray second; // v [models, parameters]
    private final NDArray nothing; // empty
    private final NDArray factors; // [1, parameters] or nothing
    private long steps;

    /** A fresh optimiser for parameters of this shape; the parameters' scope owns its state. */
    public Adam(NDArray parameters, Settings settings) {
        this(parameters, settings, new float[0]);
    }

    /**
     * A fresh optimiser in which some parameters learn faster than others.
     *
     * @param factors each parameter's factor on its model's rate, the same for all models; none for 1 throughout
     */
    public Adam(NDArray parameters, Settings settings, float[] factors) {
        this.settings = settings;
        NDManager owner = parameters.getManager();
        Shape shape = parameters.getShape();
        Check.that(shape.dimension() == 2, "Adam: expected parameters [models, parameters], found %s", shape);
        first = owner.zeros(shape);
        second = owner.zeros(shape);
        Check.that(
                factors.length == 0 || factors.length == shape.get(1),
                "Adam: expected a factor for each of %d parameters, or none, found %d",
                shape.get(1),
                factors.length);
        nothing = owner.create(new Shape(0));
        this.factors = factors.length == 0 ? nothing : Torch.tensor(owner, factors, new Shape(1, factors.length));
    }

    /**
     * One update, in place.
     *
     * @param scope the step's scope
     * @param parameters [models, parameters]
     * @param gradients one or more, whose mean counts // each [models, parameters]
     * @param rates one learning rate per model
     * @param decays one weight decay per model, the factor of the parameters in the gradient
     */
    public void step(NDManager scope, NDArray parameters, List<NDArray> gradients, float[] rates, float[] decays) {
        Check.that(!gradients.isEmpty(), "Adam: expected 1 gradient or more, found none");
        gradients.forEach(gradient -> checkShapes(parameters, gradient));
        checkPerModel("learning rate", rates);
        checkPerModel("weight decay", decays);
        steps++;
        int size = Math.toIntExact(first.getShape().get(1));
        Shape perModel = new Shape(rates.length, 1);
        SCRIPT.call(
                        scope,
                        "step",
                        parameters,
                        gradients.toArray(PtNDArray[]::new),
                        first,
                        second,
                        scope.create(rates, perModel),
                        scope.create((float) steps),
                        factors,
                        anyAboveZero(decays) ? scope.create(decays, perModel) : nothing,
                        settings.beta1,
                        settings.beta2,
                        settings.epsilon,
                        width(rates.length, size, parameters.getDevice().isGpu()),
                        steps % FLUSH_EVERY == 0,
                        (double) Float.MIN_NORMAL)
                .close();
    }

    /** How many parameters are updated at once: a GPU has no such cache, and each block costs it several launches. */
    static int width(int models, int size, boolean gpu) {
        return models == 1 && !gpu ? BLOCK : size;
    }

    /** One update by one gradient. */
    public void step(NDManager scope, NDArray parameters, NDArray gradient, float[] rates, float[] decays) {
        step(scope, parameters, List.of(gradient), rates, decays);
    }

    /** One update without weight decay. */
    public void step(NDManager scope, NDArray parameters, NDArray gradient, float... rates) {
        step(scope, parameters, gradient, rates, new float[rates.length]);
    }

    private void checkShapes(NDArray parameters, NDArray gradient) {
        Shape expected = first.getShape();
        Check.that(
                gradient.getShape().equals(expected) && parameters.getShape().equals(expected),
                "Adam: expected parameters and gradient %s, found %s and %s",
                expected,
                parameters.getShape(),
                gradient.getShape());
    }

    private void checkPerModel(String what, float... values) {
        long models = first.getShape().get(0);
        Check.that(
                values.length == models,
                "Adam: expected one %s per model, %d of them, found %d",
                what,
                models,
                values.length);
    }

    private static boolean anyAboveZero(float... decays) {
        boolean any = false;
        for (float decay : decays) {
            any |= decay > 0;
        }
        return any;
    }

    /** The number of steps taken. */
    public long steps() {
        return steps;
    }

    /** The state between two steps, for a checkpoint. */
    public State state() {
        return new State(Torch.floats(first), Torch.floats(second), steps);
    }

    /** Resumes from a checkpoint. */
    public void restore(State state) {
        long size = first.size();
        Check.that(
                state.first.length == size && state.second.length == size,
                "Adam: expected a state of %d values, found %d and %d",
                size,
                state.first.length,
                state.second.length);
        Torch.copyInto(first, state.first);
        Torch.copyInto(second, state.second);
        steps = state.steps;
    }

    /**
     * Adam's moments.
     *
     * @param first m, row-major [models, parameters]
     * @param second v, row-major [models, parameters]
     * @param steps the number of steps taken
     */
    public record State(float[] first, float[] second, long steps) {}

    @Override
    public String toString() {
        return "Adam " + settings;
    }
}
